import { negated } from './integers.ts'
import type { Ticker } from './kernel-options.ts'

/** Minimize `cost`·x over the x ≥ 0 with `rows` x = `right`; everything is an integer. */
export interface LinearProgram {
  readonly rows: readonly (readonly bigint[])[]
  readonly right: readonly bigint[]
  readonly cost: readonly bigint[]
}

export type LinearSolution =
  /** A best vertex x / denominator, and its cost / denominator. */
  | { readonly status: 'optimal'; readonly x: readonly bigint[]; readonly cost: bigint; readonly denominator: bigint }
  /** `proof`·rows ≥ 0 in every column though `proof`·right < 0, so there is no x (Farkas). */
  | { readonly status: 'infeasible'; readonly proof: readonly bigint[] }
  | { readonly status: 'unbounded' }

/**
 * Solves a linear program exactly: two phases of the simplex method on an integer tableau over one common denominator
 * (every division is exact; Edmonds 1967), with Bland's rule, so that it ends.
 */
export function solveLinearProgram({ rows, right, cost }: LinearProgram, ticker?: Ticker): LinearSolution {
  const columns = cost.length
  const count = rows.length
  const signs = right.map((value) => (value < 0n ? -1n : 1n))
  // Structural columns, then one artificial column a row, then the right side.
  const tableau = rows.map((row, r) => {
    const sign = signs[r] ?? 1n
    const artificial = Array.from({ length: count }, (_, k) => (k === r ? 1n : 0n))
    return [...row.map((entry) => sign * entry), ...artificial, sign * (right[r] ?? 0n)]
  })
  const side = columns + count
  const basis = Array.from({ length: count }, (_, r) => columns + r)
  let denominator = 1n

  let objective = Array.from({ length: side + 1 }, (_, j) =>
    j >= columns && j < side ? 0n : -tableau.reduce((sum, row) => sum + (row[j] ?? 0n), 0n),
  )
  if (!improve(columns)) return { status: 'unbounded' }
  if ((objective[side] ?? 0n) !== 0n)
    return {
      status: 'infeasible',
      proof: signs.map((sign, r) => sign * ((objective[columns + r] ?? 0n) - denominator)),
    }
  dropArtificial()
  objective = Array.from({ length: side + 1 }, (_, j) => {
    const own = j < columns ? (cost[j] ?? 0n) * denominator : 0n
    return tableau.reduce((sum, row, r) => sum - (cost[basis[r] ?? 0] ?? 0n) * (row[j] ?? 0n), own)
  })
  if (!improve(columns)) return { status: 'unbounded' }
  const x = Array<bigint>(columns).fill(0n)
  basis.forEach((variable, r) => {
    if (variable < columns) x[variable] = tableau[r]?.[side] ?? 0n
  })
  return { status: 'optimal', x, cost: -(objective[side] ?? 0n), denominator }

  /** Pivots until no reduced cost is negative; false if the cost has no lower bound. */
  function improve(allowed: number): boolean {
    for (;;) {
      ticker?.step(0, 0)
      let entering = 0
      while (entering < allowed && (objective[entering] ?? 0n) >= 0n) entering++
      if (entering === allowed) return true
      let leaving = -1
      for (let r = 0; r < tableau.length; r++) {
        if ((tableau[r]?.[entering] ?? 0n) <= 0n) continue
        if (leaving < 0 || tighter(r, leaving, entering)) leaving = r
      }
      if (leaving < 0) return false
      pivot(leaving, entering)
    }
  }

  function tighter(r: number, than: number, entering: number): boolean {
    const a = (tableau[r]?.[side] ?? 0n) * (tableau[than]?.[entering] ?? 0n)
    const b = (tableau[than]?.[side] ?? 0n) * (tableau[r]?.[entering] ?? 0n)
    return a < b || (a === b && (basis[r] ?? 0) < (basis[than] ?? 0))
  }

  function pivot(r: number, entering: number): void {
    const row = tableau[r] ?? []
    const value = row[entering] ?? 1n
    for (let k = 0; k < tableau.length; k++) if (k !== r) eliminate(tableau[k] ?? [], row, entering, value)
    eliminate(objective, row, entering, value)
    denominator = value
    basis[r] = entering
  }

  function eliminate(target: bigint[], row: readonly bigint[], entering: number, value: bigint): void {
    const factor = target[entering] ?? 0n
    for (let j = 0; j <= side; j++) target[j] = ((target[j] ?? 0n) * value - factor * (row[j] ?? 0n)) / denominator
  }

  /** Takes artificial variables, all zero by now, out of the basis; a row without any other entry says nothing. */
  function dropArtificial(): void {
    for (let r = tableau.length - 1; r >= 0; r--) {
      if ((basis[r] ?? 0) < columns) continue
      const row = tableau[r] ?? []
      const entering = row.findIndex((entry, j) => j < columns && entry !== 0n)
      if (entering < 0) {
        tableau.splice(r, 1)
        basis.splice(r, 1)
        continue
      }
      if ((row[entering] ?? 0n) < 0n) tableau[r] = negated(row)
      pivot(r, entering)
    }
  }
}
