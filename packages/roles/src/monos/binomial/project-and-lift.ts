import { completed } from './completion.ts'
import { nonNegativeWeight, widestGrading } from './gradings.ts'
import { content, floorDivide, isZero, magnitude, subtractInto } from './integers.ts'
import type { Steps, Ticker } from './kernel-options.ts'
import { clearBelow, columnContent, type IntegerMatrix } from './matrix.ts'

type Row = readonly bigint[]

/**
 * Vectors that generate the ideal of a lattice, which is given by independent rows; not a minimal set.
 *
 * The lattice is first looked at in as few variables as tell its vectors apart. There some of its bases generate its
 * ideal, for x^u - 1 with u ≥ 0 makes variables invertible. Then one variable after the other is added: where vectors can grow in it without bound, by one such vector,
 * and else by a Gröbner basis for which that variable is the cheapest (Hemmecke and Malkin, project and lift).
 */
export function* generatingSet({ columns, rows }: IntegerMatrix, ticker: Ticker): Steps<Row[]> {
  const { basis, active } = projected(rows, columns)
  let generators: Row[] = basis
  const open = new Set(Array.from({ length: columns }, (_, i) => i).filter((i) => !active.includes(i)))
  const bounded = new Map<number, readonly number[]>()
  while (open.size > 0) {
    yield
    ticker.enter(`lifting, ${open.size} variables left`)
    const ray = growing()
    if (ray) {
      generators.push(ray)
      continue
    }
    const [variable, weight] = cheapest()
    open.delete(variable)
    generators = yield* lifted(generators, rows, active, variable, weight, ticker)
    active.push(variable)
  }
  return generators

  /** Makes a variable active in which the lattice grows without bound, and returns a vector that does. */
  function growing(): Row | undefined {
    const seen = rows.map((row) => active.map((i) => row[i] ?? 0n))
    for (const variable of open) {
      if (bounded.has(variable)) continue
      const form = rows.map((row) => -(row[variable] ?? 0n))
      const answer = nonNegativeWeight(seen, active.length, form, ticker)
      if ('weight' in answer) {
        const weight = Array<number>(columns).fill(0)
        active.forEach((i, at) => (weight[i] = ratio(answer.weight[at] ?? 0n, answer.denominator)))
        bounded.set(variable, weight)
        continue
      }
      open.delete(variable)
      active.push(variable)
      return combination(rows, answer.descent, columns)
    }
    return undefined
  }

  /** The bounded variable in which the fewest generators move. */
  function cheapest(): readonly [number, readonly number[]] {
    let [best, fewest] = [-1, Infinity]
    for (const variable of open) {
      const moved = generators.filter((row) => row[variable] !== 0n).length
      if (moved < fewest) [best, fewest] = [variable, moved]
    }
    return [best, bounded.get(best) ?? []]
  }
}

/** A basis that is triangular and not negative in some columns, as many as there are rows, and these columns. */
export function projected(
  rows: readonly Row[],
  columns: number,
): { readonly basis: bigint[][]; readonly active: number[] } {
  const basis = rows.map((row) => [...row])
  const active: number[] = []
  for (let at = 0; at < basis.length; at++) {
    const column = simplestColumn(basis, at, columns, active)
    clearBelow(basis, at, column)
    active.push(column)
    const row = basis[at] ?? []
    for (const above of basis.slice(0, at))
      subtractInto(above, floorDivide(above[column] ?? 0n, row[column] ?? 1n), row)
  }
  return { basis, active }
}

/** The column with the smallest pivot, and among these with the smallest entries. */
function simplestColumn(basis: readonly Row[], from: number, columns: number, taken: readonly number[]): number {
  let best: readonly [number, bigint, bigint] = [-1, 0n, 0n]
  for (let column = 0; column < columns; column++) {
    if (taken.includes(column)) continue
    const pivot = columnContent(basis, from, column)
    if (pivot === 0n) continue
    const size = basis.reduce((sum, row) => sum + magnitude(row[column] ?? 0n), 0n)
    if (best[0] < 0 || pivot < best[1] || (pivot === best[1] && size < best[2])) best = [column, pivot, size]
  }
  return best[0]
}

/** Makes a bounded variable active. */
function* lifted(
  generators: readonly Row[],
  rows: readonly Row[],
  active: readonly number[],
  variable: number,
  weight: readonly number[],
  ticker: Ticker,
): Steps<Row[]> {
  const columns = generators[0]?.length ?? 0
  const rest = Array.from({ length: columns }, (_, i) => i).filter((i) => !active.includes(i))
  const places = [...active, ...rest]
  const signed = active.length
  // Entries in the order of `places`, and the total degree in the active variables.
  const inputs = generators.map((row) => {
    const entries = places.map((i) => row[i] ?? 0n)
    return [...entries, entries.slice(0, signed).reduce((sum, entry) => sum + entry, 0n)]
  })
  const seen = rows.map((row) => active.map((i) => row[i] ?? 0n))
  const shape = {
    width: columns + 1,
    signed,
    order: [
      { column: places.indexOf(variable), sign: -1 as const },
      { column: columns, sign: 1 as const },
      ...active.map((_, at) => ({ column: signed - 1 - at, sign: -1 as const })),
    ],
    grading: widestGrading(seen, signed, ticker),
    priority: active.map((i) => (weight[i] ?? 0) + 1e-6),
  }
  const { basis } = yield* completed(inputs, shape, ticker)
  return basis.map((row) => {
    const entries = Array<bigint>(columns).fill(0n)
    places.forEach((i, at) => (entries[i] = row[at] ?? 0n))
    return entries
  })
}

/** The smallest multiple of an integer combination of rows that is one too. */
function combination(rows: readonly Row[], factors: Row, columns: number): Row {
  const sum = Array<bigint>(columns).fill(0n)
  const divisor = content(factors)
  if (isZero(factors)) return sum
  rows.forEach((row, at) => subtractInto(sum, -(factors[at] ?? 0n) / divisor, row))
  return sum
}

function ratio(a: bigint, b: bigint): number {
  return Number((a * 1_000_000n) / b) / 1e6
}
