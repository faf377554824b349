import { dot, primitive } from './integers.ts'
import type { Ticker } from './kernel-options.ts'
import { solveLinearProgram } from './linear-program.ts'

type Rows = readonly (readonly bigint[])[]

/** Positive degrees of the variables that a lattice keeps, or undefined if it holds a vector u > 0, u ≥ 0. */
export function positiveGrading(rows: Rows, columns: number, ticker?: Ticker): bigint[] | undefined {
  const ones = Array<bigint>(columns).fill(1n)
  const right = rows.map((row) => -dot(row, ones))
  if (right.every((value) => value === 0n)) return ones
  const solution = solveLinearProgram({ rows, right, cost: ones }, ticker)
  if (solution.status !== 'optimal') return undefined
  return primitive(solution.x.map((value) => value + solution.denominator))
}

/**
 * Degrees ≥ 0 that a lattice keeps, as many of them positive as can be: a variable has degree 0 exactly if some vector
 * u ≥ 0 of the lattice holds it.
 */
export function widestGrading(rows: Rows, columns: number, ticker?: Ticker): bigint[] {
  const positive = positiveGrading(rows, columns, ticker)
  if (positive) return positive
  // Variables: t ≤ 1 and s, the grading being s + t; the sum of all t is maximized.
  const zeros = Array<bigint>(columns).fill(0n)
  const bounds = zeros.map((_, i) => zeros.map((_, j) => (i === j ? 1n : 0n)))
  const program = {
    rows: [...rows.map((row) => [...row, ...row, ...zeros]), ...bounds.map((unit) => [...unit, ...zeros, ...unit])],
    right: [...rows.map(() => 0n), ...zeros.map(() => 1n)],
    cost: [...zeros.map(() => -1n), ...zeros, ...zeros],
  }
  const solution = solveLinearProgram(program, ticker)
  if (solution.status !== 'optimal') return zeros
  return primitive(zeros.map((_, i) => (solution.x[i] ?? 0n) + (solution.x[columns + i] ?? 0n)))
}

/** A weight w ≥ 0 that is equal to another linear form on a lattice; or a vector u ≥ 0 of it where that form is negative. */
export function nonNegativeWeight(
  rows: Rows,
  columns: number,
  form: readonly bigint[],
  ticker?: Ticker,
): { readonly weight: readonly bigint[]; readonly denominator: bigint } | { readonly descent: readonly bigint[] } {
  const cost = Array<bigint>(columns).fill(1n)
  const solution = solveLinearProgram({ rows, right: form, cost }, ticker)
  if (solution.status === 'infeasible') return { descent: solution.proof }
  if (solution.status === 'unbounded') return { descent: [] }
  return { weight: solution.x, denominator: solution.denominator }
}
