import { checkVariables, compareIntegers, type Monomials, onScales, ranksOn, replaced } from './monomials.ts'

/** Both lists over the same scales, so that their ranks can be compared. */
export function aligned(a: Monomials, b: Monomials): readonly [Monomials, Monomials] {
  checkVariables(a, b)
  const scales = a.scales.map((scale, i) => [...new Set([...scale, ...(b.scales[i] ?? [])])].sort(compareIntegers))
  return [onScales(a, scales), onScales(b, scales)]
}

/** The same rows with other exponents: what each is replaced by depends on itself and the variable, and is not negative. */
export function mapExponents(list: Monomials, map: (exponent: bigint, variable: number) => bigint): Monomials {
  const { variables, length } = list
  const scales: (readonly bigint[])[] = []
  const places = list.scales.map((exponents, variable) => {
    const mapped = exponents.map((exponent) => map(exponent, variable))
    const ascending = isAscending(mapped)
    const scale = unique(ascending ? mapped : mapped.toSorted(compareIntegers))
    scales.push(scale)
    if (ascending) return ranksOn(scale, mapped)
    const rankOf = new Map(scale.map((exponent, rank) => [exponent, rank]))
    return Int32Array.from(mapped, (exponent) => rankOf.get(exponent) ?? 0)
  })
  return { variables, length, ranks: replaced(list, places), scales }
}

/** Most maps keep the order: then nothing need be sorted, nor looked up. */
function isAscending(exponents: readonly bigint[]): boolean {
  return exponents.every((exponent, at) => at === 0 || (exponents[at - 1] ?? 0n) <= exponent)
}

/** A scale: 0, and each of these once. */
function unique(ascending: readonly bigint[]): bigint[] {
  return [0n, ...ascending.filter((exponent, at) => exponent !== (at === 0 ? 0n : ascending[at - 1]))]
}
