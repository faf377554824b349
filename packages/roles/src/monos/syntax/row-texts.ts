import type { Monomials } from '../monomial/monomials.ts'

/** The powers of variables in each row, `''` where there is none; without names, the exponents themselves. One array is used for all. */
export function* rowTexts(
  { variables, length, ranks, scales }: Monomials,
  names?: readonly string[],
): Generator<string[], void> {
  const known: (string | undefined)[][] = scales.map(() => [])
  const row: string[] = Array.from({ length: variables }, () => '')
  for (let at = 0, index = 0; index < length; index++) {
    for (let i = 0; i < variables; i++, at++) row[i] = textOf(i, ranks[at] ?? 0)
    yield row
  }

  function textOf(variable: number, rank: number): string {
    const texts = known[variable] ?? []
    return (texts[rank] ??= write(variable, scales[variable]?.[rank] ?? 0n))
  }

  function write(variable: number, exponent: bigint): string {
    if (names === undefined) return String(exponent)
    if (exponent === 0n) return ''
    return exponent === 1n ? (names[variable] ?? '') : `${names[variable]}^${exponent}`
  }
}

/** Each row as a product of powers; `one` is what 1 is written as. */
export function* monomialTexts(rows: Monomials, names: readonly string[], one: string): Generator<string, void> {
  for (const powers of rowTexts(rows, names)) yield powers.filter((power) => power !== '').join('*') || one
}
