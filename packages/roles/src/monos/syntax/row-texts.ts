import type { Monomials } from '../monomial/monomials.ts'
import type { ExponentRows } from './ideal.ts'

/**
 * The powers of variables in each row, `''` where there is none; without names, the exponents themselves. A row is to be
 * used before the next one is asked for.
 */
export function rowTexts(rows: ExponentRows, names?: readonly string[]): Generator<readonly string[], void> {
  return 'rows' in rows ? textsOfRows(rows.rows, names) : textsOfRanks(rows, names)
}

/** Each exponent is written once, and not for every row. */
function* textsOfRanks(
  { variables, length, ranks, scales }: Monomials,
  names?: readonly string[],
): Generator<readonly string[], void> {
  const known: (string | undefined)[][] = scales.map(() => [])
  const row: string[] = Array.from({ length: variables }, () => '')
  for (let at = 0, index = 0; index < length; index++) {
    for (let i = 0; i < variables; i++, at++) row[i] = textOf(i, ranks[at] ?? 0)
    yield row
  }

  function textOf(variable: number, rank: number): string {
    const texts = known[variable] ?? []
    return (texts[rank] ??= powerText(scales[variable]?.[rank] ?? 0n, names, variable))
  }
}

function* textsOfRows(
  rows: Iterable<readonly bigint[]>,
  names: readonly string[] | undefined,
): Generator<readonly string[], void> {
  for (const row of rows) yield row.map((exponent, variable) => powerText(exponent, names, variable))
}

function powerText(exponent: bigint, names: readonly string[] | undefined, variable: number): string {
  if (names === undefined) return String(exponent)
  if (exponent === 0n) return ''
  return exponent === 1n ? (names[variable] ?? '') : `${names[variable]}^${exponent}`
}

/** How many rows there are. */
export function countOf(rows: ExponentRows): number {
  return 'rows' in rows ? rows.count : rows.length
}

/** Each row as a product of powers; `one` is what 1 is written as. */
export function* monomialTexts(rows: ExponentRows, names: readonly string[], one: string): Generator<string, void> {
  for (const powers of rowTexts(rows, names)) yield powers.filter((power) => power !== '').join('*') || one
}
