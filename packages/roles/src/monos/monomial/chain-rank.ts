import { MonomialError } from './errors.ts'

/** A column with its entries from the lowest row up: rows descend. */
interface Column {
  readonly rows: readonly number[]
  readonly values: readonly number[]
}

/**
 * The rank over the rationals of the boundary map from faces (sets as bits) to those with one vertex less. Elimination
 * without fractions, in integers that are checked to stay exact.
 */
export function chainRank(faces: readonly number[], boundary: readonly number[]): number {
  const place = new Map(boundary.map((face, at) => [face, at]))
  const pivots = new Map<number, Column>()
  for (const face of faces) {
    let column = boundaryOf(face, place)
    for (;;) {
      const low = column.rows[0]
      if (low === undefined) break
      const pivot = pivots.get(low)
      if (pivot === undefined) {
        pivots.set(low, column)
        break
      }
      column = eliminated(column, pivot)
    }
  }
  return pivots.size
}

function boundaryOf(face: number, place: ReadonlyMap<number, number>): Column {
  const entries: [row: number, value: number][] = []
  let sign = 1
  for (let left = face; left !== 0; left &= left - 1, sign = -sign)
    entries.push([place.get(face & ~(left & -left)) ?? -1, sign])
  entries.sort(([a], [b]) => b - a)
  return { rows: entries.map(([row]) => row), values: entries.map(([, value]) => value) }
}

/** A combination of both without the entry in their first row, which is the same. */
function eliminated(a: Column, b: Column): Column {
  const [x, y] = [a.values[0] ?? 0, b.values[0] ?? 0]
  const common = gcd(Math.abs(x), Math.abs(y))
  const [p, q] = [y / common, x / common]
  const rows: number[] = []
  const values: number[] = []
  let content = 0
  for (let i = 0, j = 0; i < a.rows.length || j < b.rows.length;) {
    const row = Math.max(a.rows[i] ?? -1, b.rows[j] ?? -1)
    const value =
      (a.rows[i] === row ? p * (a.values[i++] ?? 0) : 0) - (b.rows[j] === row ? q * (b.values[j++] ?? 0) : 0)
    if (value === 0) continue
    if (!Number.isSafeInteger(value))
      throw new MonomialError('ERR_MONOMIAL_LIMIT', 'Homology with coefficients above 2^53.')
    rows.push(row)
    values.push(value)
    content = gcd(content, Math.abs(value))
  }
  return { rows, values: content > 1 ? values.map((value) => value / content) : values }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
