import { checkVariables, compareIntegers, type Monomials, onScales, replaced } from './monomials.ts'

/** Both lists over the same scales, so that their ranks can be compared. */
export function aligned(a: Monomials, b: Monomials): readonly [Monomials, Monomials] {
  checkVariables(a, b)
  const scales = a.scales.map((scale, i) => [...new Set([...scale, ...(b.scales[i] ?? [])])].sort(compareIntegers))
  return [onScales(a, scales), onScales(b, scales)]
}

/** The same rows with other exponents: what each is replaced by depends on itself and the variable, and is not negative. */
export function mapExponents(list: Monomials, map: (exponent: bigint, variable: number) => bigint): Monomials {
  const { variables, length } = list
  const mapped = list.scales.map((scale, variable) => scale.map((exponent) => map(exponent, variable)))
  const scales = mapped.map((exponents) => [...new Set([0n, ...exponents])].sort(compareIntegers))
  const places = mapped.map((exponents, variable) => {
    const rankOf = new Map(scales[variable]?.map((exponent, rank) => [exponent, rank]))
    return Int32Array.from(exponents, (exponent) => rankOf.get(exponent) ?? 0)
  })
  return { variables, length, ranks: replaced(list, places), scales }
}
