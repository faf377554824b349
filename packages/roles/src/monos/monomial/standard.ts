import { runToEnd, type Steps } from '../steps.ts'
import { MonomialError } from './errors.ts'
import { isUnit } from './irreducible.ts'
import { minimalGenerators } from './minimal.ts'
import { compact, type Monomials, rowsOf } from './monomials.ts'
import { type Packing, packingFor, packRows, rankAt, takeLcm } from './packing.ts'
import { independentParts } from './parts.ts'
import { isPurePower, type Node, walkPowers } from './power-tree.ts'

/**
 * How many monomials lie outside of the ideal: the vector space dimension of the quotient ring.
 *
 * @throws ERR_MONOMIAL_INFINITE when some variable has no power in the ideal
 */
export function countStandardMonomials(ideal: Monomials): bigint {
  return runToEnd(countStandardMonomialsSteps(ideal))
}

/** The same in parts. */
export function* countStandardMonomialsSteps(ideal: Monomials): Steps<bigint> {
  const parts = independentParts(ideal)
  if (isUnit(ideal)) return 0n
  if (parts.reduce((sum, part) => sum + part.variables, 0) < ideal.variables) throw infinite()
  let product = 1n
  for (const part of parts) product *= yield* countPart(part)
  return product
}

/**
 * The monomials outside of the ideal, in canonical order, one by one.
 *
 * @param options.degree lists those of at most this degree; without it there must be finitely many
 * @throws ERR_MONOMIAL_INFINITE
 */
export function* standardMonomials(
  ideal: Monomials,
  { degree, signal }: { readonly degree?: bigint; readonly signal?: AbortSignal } = {},
): Generator<bigint[], void, undefined> {
  const generators = minimalGenerators(ideal)
  const { variables } = ideal
  if (degree === undefined && !isUnit(ideal)) checkFinite(generators)
  yield* from(0, [...rowsOf(generators)], degree, [])

  function* from(
    variable: number,
    rows: readonly bigint[][],
    left: bigint | undefined,
    chosen: readonly bigint[],
  ): Generator<bigint[], void, undefined> {
    signal?.throwIfAborted()
    if (rows.some((row) => row.every((exponent, i) => i < variable || exponent === 0n))) return
    if (variable === variables) {
      yield [...chosen]
      return
    }
    for (let e = 0n; left === undefined || e <= left; e++) {
      const below = rows.filter((row) => (row[variable] ?? 0n) <= e)
      if (below.some((row) => row.every((exponent, i) => i <= variable || exponent === 0n))) return
      yield* from(variable + 1, below, left === undefined ? undefined : left - e, [...chosen, e])
    }
  }
}

/** Counts in boxes between pure powers, less what at most three other generators take away (inclusion and exclusion). */
function* countPart(part: Monomials): Steps<bigint> {
  const { variables, length, scales } = part
  checkFinite(part)
  if (variables === 0) return 0n
  const packing = packingFor(scales.map((scale) => scale.length - 1))
  const packed = new Int32Array(length * packing.stride)
  packRows(part, packing, packed, 0)
  const tops = new Int32Array(packing.stride)
  const mixed = new Int32Array(MIXED * packing.stride)
  const lcm = new Int32Array(packing.stride)
  let count = 0n
  yield* walkPowers(packed, length, packing, (node) => {
    if (node.end === node.start) return true
    const others = sortOut(node, packing, tops, mixed)
    if (others > MIXED) return false
    for (let subset = 0; subset < 1 << others; subset++) {
      lcm.fill(0)
      let sign = 1n
      for (let k = 0; k < others; k++) {
        if ((subset & (1 << k)) === 0) continue
        takeLcm(lcm, 0, mixed, k * packing.stride, packing)
        sign = -sign
      }
      count += sign * volume(node, lcm)
    }
    return true
  })
  return count

  /** Of the multiples of a monomial below the pure powers. */
  function volume({ rows, base }: Node, corner: Int32Array): bigint {
    let product = 1n
    for (let i = 0; i < variables; i++) {
      const divided = rankAt(rows, base, i, packing)
      const scale = scales[i] ?? []
      const top = divided + rankAt(tops, 0, i, packing)
      product *= (scale[top] ?? 0n) - (scale[divided + rankAt(corner, 0, i, packing)] ?? 0n)
    }
    return product
  }
}

const MIXED = 3

/** Collects the pure powers in one row and the first few others; returns how many others there are. */
function sortOut({ rows, start, end }: Node, packing: Packing, tops: Int32Array, mixed: Int32Array): number {
  const { stride, masks } = packing
  let others = 0
  tops.fill(0)
  for (let p = start; p < end; p += stride) {
    if (isPurePower(rows, p, masks)) takeLcm(tops, 0, rows, p, packing)
    else if (others++ < MIXED) for (let w = 0; w < stride; w++) mixed[(others - 1) * stride + w] = rows[p + w] ?? 0
  }
  return others
}

function checkFinite(generators: Monomials): void {
  const { variables, length, ranks } = compact(generators)
  const pure = new Set<number>()
  for (let row = 0; row < length; row++) {
    const support = Array.from({ length: variables }, (_, i) => i).filter((i) => ranks[row * variables + i] !== 0)
    if (support.length === 1) pure.add(support[0] ?? 0)
  }
  if (pure.size < variables) throw infinite()
}

function infinite(): MonomialError {
  return new MonomialError(
    'ERR_MONOMIAL_INFINITE',
    'There are infinitely many standard monomials: not every variable has a power in the ideal.',
  )
}
