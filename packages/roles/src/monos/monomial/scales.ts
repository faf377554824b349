import { checkVariables, compareIntegers, type Monomials } from './monomials.ts'

/** The same rows over scales that hold nothing but what occurs. */
export function compact(list: Monomials): Monomials {
  const { variables, length, ranks } = list
  const used = list.scales.map((scale) => new Uint8Array(scale.length).fill(1, 0, 1))
  for (let at = 0; at < length * variables; at++) (used[at % variables] as Uint8Array)[ranks[at] ?? 0] = 1
  const scales = list.scales.map((scale, variable) => scale.filter((_, rank) => used[variable]?.[rank] === 1))
  return onScales(list, scales)
}

/** Both lists over the same scales, so that their ranks can be compared. */
export function aligned(a: Monomials, b: Monomials): readonly [Monomials, Monomials] {
  checkVariables(a, b)
  const scales = a.scales.map((scale, i) => [...new Set([...scale, ...(b.scales[i] ?? [])])].sort(compareIntegers))
  return [onScales(a, scales), onScales(b, scales)]
}

/** The same rows over other scales, which must hold every exponent that occurs. */
function onScales(list: Monomials, scales: readonly (readonly bigint[])[]): Monomials {
  const { variables, length } = list
  const places = list.scales.map((scale, variable) => {
    const rankOf = new Map(scales[variable]?.map((exponent, rank) => [exponent, rank]))
    return Int32Array.from(scale, (exponent) => rankOf.get(exponent) ?? 0)
  })
  return { variables, length, ranks: replaced(list, places), scales }
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

/** Looks every rank up in its variable's table. */
function replaced({ variables, length, ranks }: Monomials, tables: readonly Int32Array[]): Int32Array {
  const result = new Int32Array(length * variables)
  for (let i = 0; i < variables; i++) {
    const table = tables[i] ?? new Int32Array(0)
    for (let at = i; at < result.length; at += variables) result[at] = table[ranks[at] ?? 0] ?? 0
  }
  return result
}
