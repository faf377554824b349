import { MonomialError } from './errors.ts'
import { defaultMonomialLimits } from './limits.ts'
import { minimalGenerators } from './minimal.ts'
import { canonical, compact, type Monomials } from './monomials.ts'
import { divides, type Packing, packingFor, packRows, takeLcm } from './packing.ts'

/** A set of generators that has an lcm of its own. */
export interface ScarfFace {
  /** How many generators there are, and which: places of the rows, ascending, only so many of them. */
  readonly size: number
  readonly members: Int32Array
  /** Packed. */
  readonly lcm: Int32Array
}

/** The Scarf complex: `faces[k]` has the faces of k generators, one after the other, in lexicographic order. */
export interface ScarfComplex {
  /** The minimal generators in canonical order; faces count them from 0 on. */
  readonly generators: Monomials
  readonly faces: readonly Int32Array[]
  /** How many faces there are of each size, the empty one first. */
  readonly fVector: readonly number[]
}

/**
 * The sets of minimal generators whose lcm no other set has (Bayer, Peeva and Sturmfels, Monomial Resolutions, 1998).
 * For a generic ideal they give its minimal free resolution.
 */
export function scarfComplex(
  ideal: Monomials,
  { faces: most = defaultMonomialLimits.rows }: { readonly faces?: number } = {},
): ScarfComplex {
  const generators = canonical(compact(minimalGenerators(ideal)))
  const packing = packingFor(generators.scales.map((scale) => scale.length - 1))
  const packed = new Int32Array(generators.length * packing.stride)
  packRows(generators, packing, packed, 0)
  const found: number[][] = []
  let count = 0
  visitScarf(packed, 0, packed.length, packing, ({ size, members }) => {
    if (++count > most) throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${most} faces.`)
    const faces = (found[size] ??= [])
    for (let k = 0; k < size; k++) faces.push(members[k] ?? 0)
  })
  const faces = found.map((members) => Int32Array.from(members))
  // The empty face has no members to count.
  return { generators, faces, fVector: faces.map((members, size) => (size === 0 ? 1 : members.length / size)) }
}

/**
 * Visits each face once, a face before those that contain it. What can be added to a face is among what could be added
 * to it without its last member, since the Scarf complex is one.
 */
export function visitScarf(
  rows: Int32Array,
  start: number,
  end: number,
  packing: Packing,
  visit: (face: ScarfFace) => void,
): void {
  const { stride, masks, high, low } = packing
  const count = (end - start) / stride
  const deepest = Math.min(count, packing.variables)
  const lcms = Array.from({ length: deepest + 1 }, () => new Int32Array(stride))
  const candidates = Array.from({ length: deepest + 1 }, () => new Int32Array(count))
  const members = new Int32Array(deepest)
  candidates[0]?.set(Int32Array.from({ length: count }, (_, row) => row))
  grow(0, count)

  function grow(size: number, choices: number): void {
    const lcm = lcms[size]
    const own = candidates[size]
    if (lcm === undefined || own === undefined) return
    visit({ size, members, lcm })
    const next = lcms[size + 1]
    const further = candidates[size + 1]
    if (next === undefined || further === undefined) return
    // First which single generators can be added at all, then each with the larger ones among them.
    let able = 0
    for (let k = 0; k < choices; k++) {
      members[size] = own[k] ?? 0
      next.set(lcm)
      takeLcm(next, 0, rows, start + (own[k] ?? 0) * stride, packing)
      if (isFace(size + 1, next)) own[able++] = own[k] ?? 0
    }
    for (let k = 0; k < able; k++) {
      members[size] = own[k] ?? 0
      next.set(lcm)
      takeLcm(next, 0, rows, start + (own[k] ?? 0) * stride, packing)
      further.set(own.subarray(k + 1, able))
      grow(size + 1, able - k - 1)
    }
  }

  /** Each member alone reaches the lcm in some variable, and nothing else divides the lcm. */
  function isFace(size: number, lcm: Int32Array): boolean {
    return everyMemberCounts(size, lcm) && nothingElseDivides(size, lcm)
  }

  function everyMemberCounts(size: number, lcm: Int32Array): boolean {
    for (let k = 0; k < size; k++) {
      let alone = false
      for (let w = masks; w < stride && !alone; w++) {
        let others = 0
        for (let l = 0; l < size; l++) if (l !== k) others |= reached(members[l] ?? 0, w, lcm)
        alone = (reached(members[k] ?? 0, w, lcm) & ~others) !== 0
      }
      if (!alone) return false
    }
    return true
  }

  /** The guard bits of the variables in which a row reaches the lcm, and occurs. */
  function reached(row: number, w: number, lcm: Int32Array): number {
    const guard = high[w] ?? 0
    const exponents = lcm[w] ?? 0
    const present = (exponents | guard) - (low[w] ?? 0)
    return (((rows[start + row * stride + w] ?? 0) | guard) - exponents) & present & guard
  }

  function nothingElseDivides(size: number, lcm: Int32Array): boolean {
    let k = 0
    for (let row = 0, p = start; row < count; row++, p += stride) {
      if (k < size && members[k] === row) k++
      else if (divides(rows, p, lcm, 0, packing)) return false
    }
    return true
  }
}
