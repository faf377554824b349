import { MonomialError } from './errors.ts'
import { defaultMonomialLimits, type MonomialLimits } from './limits.ts'

/**
 * A list of monomials in so many variables, as ranks: for each variable a scale of the exponents that occur, and for
 * each monomial its places on these scales. Algorithms compare ranks only, so an exponent may have any number of digits.
 *
 * An ideal is the list of its generators. An irreducible component is a row too: an entry e > 0 is the generator
 * x_i^e, and 0 says that x_i does not occur.
 */
export interface Monomials {
  readonly variables: number
  /** How many rows there are. */
  readonly length: number
  /** Row by row, `variables` to a row; the exponent of x_i in row r is `scales[i][ranks[r * variables + i]]`. */
  readonly ranks: Int32Array
  /** For each variable, strictly ascending from `0n` on. Lists share them, so there may be more than occur. */
  readonly scales: readonly (readonly bigint[])[]
}

/** Reads rows of exponents, one at a time; they are checked and bounded, and may repeat. */
export function monomials(
  variables: number,
  rows: Iterable<readonly bigint[]>,
  limits: Partial<MonomialLimits> = {},
): Monomials {
  const bounds = { ...defaultMonomialLimits, ...limits }
  if (!Number.isInteger(variables) || variables < 0 || variables > bounds.variables)
    throw new MonomialError('ERR_MONOMIAL_LIMIT', `${variables} variables; at most ${bounds.variables} are allowed.`)
  const seen = Array.from({ length: variables }, () => new Map([[0n, 0]]))
  let ranks = new Int32Array(64 * Math.max(variables, 1))
  let length = 0
  for (const row of rows) {
    checkRow(row, length, variables, bounds)
    if ((length + 1) * variables > ranks.length) ranks = grown(ranks, (length + 1) * variables)
    row.forEach((exponent, variable) => {
      const ids = seen[variable] as Map<bigint, number>
      const id = ids.get(exponent) ?? ids.size
      if (id === ids.size) ids.set(exponent, id)
      ranks[length * variables + variable] = id
    })
    length++
  }
  const scales = seen.map((ids) => [...ids.keys()].sort(compareIntegers))
  const places = seen.map((ids, variable) => {
    const place = new Int32Array(ids.size)
    scales[variable]?.forEach((exponent, rank) => (place[ids.get(exponent) ?? 0] = rank))
    return place
  })
  for (let at = 0; at < length * variables; at++) ranks[at] = places[at % variables]?.[ranks[at] ?? 0] ?? 0
  return { variables, length, ranks: ranks.slice(0, length * variables), scales }
}

/** The exponents of one row. */
export function rowOf({ variables, ranks, scales }: Monomials, index: number): bigint[] {
  return scales.map((scale, variable) => scale[ranks[index * variables + variable] ?? 0] ?? 0n)
}

/** All rows, made as they are asked for. */
export function* rowsOf(list: Monomials): Generator<bigint[], void, undefined> {
  for (let index = 0; index < list.length; index++) yield rowOf(list, index)
}

/** The canonical order: column by column, ascending as numbers. */
export function compareRows(a: readonly bigint[], b: readonly bigint[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareIntegers(a[i] ?? 0n, b[i] ?? 0n)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** The same rows in canonical order, each once. */
export function canonical(list: Monomials): Monomials {
  const { variables, length, ranks } = list
  const order = Int32Array.from({ length }, (_, index) => index * variables)
  const compare = (a: number, b: number): number => {
    for (let i = 0; i < variables; i++) {
      const difference = (ranks[a + i] ?? 0) - (ranks[b + i] ?? 0)
      if (difference !== 0) return difference
    }
    return 0
  }
  order.sort(compare)
  const kept = order.filter((start, at) => at === 0 || compare(order[at - 1] ?? 0, start) !== 0)
  return select(list, kept, 1)
}

/** The rows at these places; `unit` is what a place counts in: rows, or with 1, entries. */
export function select(list: Monomials, places: ArrayLike<number>, unit: number = list.variables): Monomials {
  const { variables } = list
  const ranks = new Int32Array(places.length * variables)
  for (let at = 0; at < places.length; at++) {
    const start = (places[at] ?? 0) * unit
    for (let i = 0; i < variables; i++) ranks[at * variables + i] = list.ranks[start + i] ?? 0
  }
  return { ...list, length: places.length, ranks }
}

/** The same rows over scales that hold nothing but what occurs. */
export function compact(list: Monomials): Monomials {
  const { variables, length, ranks } = list
  const used = list.scales.map((scale) => new Uint8Array(scale.length).fill(1, 0, 1))
  for (let at = 0; at < length * variables; at++) (used[at % variables] as Uint8Array)[ranks[at] ?? 0] = 1
  const scales = list.scales.map((scale, variable) => scale.filter((_, rank) => used[variable]?.[rank] === 1))
  return onScales(list, scales)
}

/** The same rows over other scales, which must hold every exponent that occurs. */
export function onScales(list: Monomials, scales: readonly (readonly bigint[])[]): Monomials {
  const { variables, length } = list
  const places = list.scales.map((scale, variable) => ranksOn(scales[variable] ?? [], scale))
  return { variables, length, ranks: replaced(list, places), scales }
}

/** The rank of each of these exponents on a scale, both ascending; of one that is not there, 0. */
export function ranksOn(scale: readonly bigint[], exponents: readonly bigint[]): Int32Array {
  const ranks = new Int32Array(exponents.length)
  let rank = 0
  exponents.forEach((exponent, at) => {
    while (rank < scale.length && (scale[rank] ?? 0n) < exponent) rank++
    if (scale[rank] === exponent) ranks[at] = rank
  })
  return ranks
}

/** Looks every rank up in its variable's table. */
export function replaced({ variables, length, ranks }: Monomials, tables: readonly Int32Array[]): Int32Array {
  const result = new Int32Array(length * variables)
  for (let i = 0; i < variables; i++) {
    const table = tables[i] ?? new Int32Array(0)
    for (let at = i; at < result.length; at += variables) result[at] = table[ranks[at] ?? 0] ?? 0
  }
  return result
}

/** One list after the other; both over the same scales. */
export function concatenated(parts: readonly Monomials[], like: Monomials): Monomials {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const ranks = new Int32Array(length * like.variables)
  let at = 0
  for (const part of parts) {
    ranks.set(part.ranks.subarray(0, part.length * like.variables), at)
    at += part.length * like.variables
  }
  return { ...like, length, ranks }
}

export function checkVariables(a: Monomials, b: Monomials): void {
  if (a.variables === b.variables) return
  throw new MonomialError('ERR_MONOMIAL_SHAPE', `One ideal has ${a.variables} variables and the other ${b.variables}.`)
}

export function compareIntegers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** A copy with room for at least so many entries. */
export function grown(array: Int32Array<ArrayBuffer>, room: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(room, array.length * 2))
  larger.set(array)
  return larger
}

function checkRow(row: readonly bigint[], index: number, variables: number, bounds: MonomialLimits): void {
  if (index >= bounds.rows)
    throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${bounds.rows} rows.`, { row: index })
  if (row.length !== variables)
    throw new MonomialError('ERR_MONOMIAL_SHAPE', `Row ${index} has ${row.length} exponents, not ${variables}.`, {
      row: index,
    })
  const variable = row.findIndex((exponent) => exponent < 0n || exponent > bounds.exponent)
  if (variable < 0) return
  const what = (row[variable] ?? 0n) < 0n ? 'negative' : 'larger than allowed'
  throw new MonomialError('ERR_MONOMIAL_EXPONENT', `Exponent ${variable} of row ${index} is ${what}.`, {
    row: index,
    variable,
  })
}
