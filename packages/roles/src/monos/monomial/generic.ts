import { minimalGenerators } from './minimal.ts'
import { canonical, compact, type Monomials } from './monomials.ts'
import { type Packing, packingFor, packRows, rankAt, takeLcm } from './packing.ts'
import { mapExponents } from './scales.ts'

/**
 * Whether no variable has the same positive exponent in two minimal generators: generic in the sense of Bayer, Peeva
 * and Sturmfels, Monomial Resolutions (1998); "strongly generic" in Miller and Sturmfels.
 */
export function isStronglyGeneric(ideal: Monomials): boolean {
  const { length, variables, ranks } = minimalGenerators(ideal)
  const seen = Array.from({ length: variables }, () => new Set<number>())
  for (let at = 0; at < length * variables; at++) {
    const rank = ranks[at] ?? 0
    const ranksOf = seen[at % variables]
    if (rank > 0 && ranksOf?.has(rank) === true) return false
    ranksOf?.add(rank)
  }
  return true
}

/**
 * Whether any two minimal generators with the same positive exponent in some variable have a third that divides their
 * lcm, and is smaller in each variable of it: generic in Miller and Sturmfels, Combinatorial Commutative Algebra,
 * Definition 6.5. The Scarf complex then gives the minimal free resolution, too.
 */
export function isGeneric(ideal: Monomials): boolean {
  const { packing, packed } = packMinimal(ideal)
  const { stride, variables } = packing
  const lcm = new Int32Array(stride)
  for (let p = 0; p < packed.length; p += stride)
    for (let q = 0; q < p; q += stride) {
      if (!agree(p, q)) continue
      lcm.set(packed.subarray(p, p + stride))
      takeLcm(lcm, 0, packed, q, packing)
      if (!isStrictlyDivided(packed, lcm, packing)) return false
    }
  return true

  function agree(p: number, q: number): boolean {
    for (let i = 0; i < variables; i++) {
      const rank = rankAt(packed, p, i, packing)
      if (rank > 0 && rank === rankAt(packed, q, i, packing)) return true
    }
    return false
  }
}

/** A strongly generic ideal near another one. */
export interface Deformation {
  /** Its exponents are small numbers that say nothing but their order. */
  readonly ideal: Monomials
  /** Replaces the exponents of any list of rows over the deformed ideal's exponents by those that they come from. */
  readonly restore: (list: Monomials) => Monomials
}

/**
 * Makes equal positive exponents of a variable differ, in the order of the minimal generators' canonical order, and keeps
 * all that differ in their order (Bayer, Peeva and Sturmfels). Restored, the components of the deformed ideal are those of
 * the ideal and others that contain one of them: `certifyComponents` tells them apart.
 */
export function genericDeformation(ideal: Monomials): Deformation {
  const generators = canonical(compact(minimalGenerators(ideal)))
  const { variables, length, ranks } = generators
  const deformed = new Int32Array(ranks.length)
  const origins = Array.from({ length: variables }, (_, i) => {
    const order = Array.from({ length }, (_, row) => row).filter((row) => ranks[row * variables + i] !== 0)
    order.sort((a, b) => (ranks[a * variables + i] ?? 0) - (ranks[b * variables + i] ?? 0) || a - b)
    order.forEach((row, at) => (deformed[row * variables + i] = at + 1))
    return [0n, ...order.map((row) => generators.scales[i]?.[ranks[row * variables + i] ?? 0] ?? 0n)]
  })
  const scales = origins.map((origin) => origin.map((_, rank) => BigInt(rank)))
  return {
    ideal: { variables, length, ranks: deformed, scales },
    restore: (list) => mapExponents(list, (exponent, i) => origins[i]?.[Number(exponent)] ?? 0n),
  }
}

function isStrictlyDivided(rows: Int32Array, lcm: Int32Array, packing: Packing): boolean {
  const { stride, variables } = packing
  for (let p = 0; p < rows.length; p += stride) {
    let i = 0
    while (i < variables) {
      const top = rankAt(lcm, 0, i, packing)
      const own = rankAt(rows, p, i, packing)
      if (own > top || (own === top && top > 0)) break
      i++
    }
    if (i === variables) return true
  }
  return false
}

function packMinimal(ideal: Monomials): { readonly packing: Packing; readonly packed: Int32Array } {
  const generators = compact(minimalGenerators(ideal))
  const packing = packingFor(generators.scales.map((scale) => scale.length - 1))
  const packed = new Int32Array(generators.length * packing.stride)
  packRows(generators, packing, packed, 0)
  return { packing, packed }
}
