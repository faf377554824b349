import { type Packing, rankAt } from './packing.ts'
import type { Scratch } from './scratch.ts'

/** Finds the lcm of the rows, and which variables occur in it. Returns how many these are. */
export function findLcm(rows: Int32Array, start: number, end: number, packing: Packing, scratch: Scratch): number {
  const { masks, stride, high, low, bits } = packing
  let occurring = 0
  for (let w = masks; w < stride; w++) {
    const guard = high[w] ?? 0
    const wide = bits[w] ?? 0
    let lcm = 0
    for (let p = start + w; p < end; p += stride) {
      const x = rows[p] ?? 0
      const larger = ((x | guard) - lcm) & guard
      const mask = larger - (larger >>> wide)
      lcm = (x & mask) | (lcm & ~mask)
    }
    const present = ((lcm | guard) - (low[w] ?? 0)) & guard
    scratch.lcm[w] = lcm
    scratch.present[w] = present
    occurring += bitCount(present)
  }
  return occurring
}

/**
 * Drops the rows that reach the lcm in two variables or more: such a row divides no monomial below the lcm, and is no
 * label either (Roune, The Slice Algorithm, Section 5). Returns the new end; counts the rows below the lcm everywhere.
 */
export function dropUseless(rows: Int32Array, start: number, end: number, packing: Packing, scratch: Scratch): number {
  const { masks, stride, high } = packing
  const { lcm, present } = scratch
  let inner = 0
  let to = start
  for (let p = start; p < end; p += stride) {
    let reached = 0
    let useless = false
    for (let w = masks; w < stride; w++) {
      const equal = (((rows[p + w] ?? 0) | (high[w] ?? 0)) - (lcm[w] ?? 0)) & (present[w] ?? 0)
      if (equal === 0) continue
      if (reached !== 0 || (equal & (equal - 1)) !== 0) {
        useless = true
        break
      }
      reached = 1
    }
    if (useless) continue
    inner += 1 - reached
    if (to !== p) for (let w = 0; w < stride; w++) rows[to + w] = rows[p + w] ?? 0
    to += stride
  }
  scratch.inner = inner
  return to
}

/** For each variable: how many rows it occurs in, what they have in common, and its smallest positive exponent. */
export function survey(rows: Int32Array, start: number, end: number, packing: Packing, scratch: Scratch): void {
  const { masks, stride, high, low, bits } = packing
  const { common, counts, least } = scratch
  common.fill(-1)
  counts.fill(0)
  for (let w = masks; w < stride; w++) {
    const guard = high[w] ?? 0
    const lowest = low[w] ?? 0
    const wide = bits[w] ?? 0
    let min = guard - (guard >>> wide)
    for (let p = start + w; p < end; p += stride) {
      const x = rows[p] ?? 0
      const absent = guard ^ (((x | guard) - lowest) & guard)
      const positive = x | (absent - (absent >>> wide))
      const smaller = ((min | guard) - positive) & guard
      const mask = smaller - (smaller >>> wide)
      min = (positive & mask) | (min & ~mask)
    }
    least[w] = min
  }
  for (let p = start; p < end; p += stride)
    for (let k = 0; k < masks; k++)
      for (let left = rows[p + k] ?? 0; left !== 0; left &= left - 1) {
        const variable = 32 * k + 31 - Math.clz32(left & -left)
        counts[variable] = (counts[variable] ?? 0) + 1
        for (let l = 0, at = variable * masks; l < masks; l++, at++) common[at] = (common[at] ?? 0) & (rows[p + l] ?? 0)
      }
}

/**
 * The lower bound of Roune's Section 5: every maximal standard monomial of the slice has a label in each variable x_i,
 * so it is divisible by gcd(rows with x_i) / x_i. Returns whether there is any; it stands in `scratch.bound`.
 */
export function findBound(rows: Int32Array, start: number, end: number, packing: Packing, scratch: Scratch): boolean {
  const { variables, masks } = packing
  const { bound, common, counts, least } = scratch
  let any = false
  bound.fill(0)
  for (let i = 0; i < variables; i++) {
    if (counts[i] === 0) continue
    const own = rankAt(least, 0, i, packing) - 1
    if (own > (bound[i] ?? 0)) bound[i] = own
    if (own > 0) any = true
    for (let k = 0; k < masks; k++) {
      let left = common[i * masks + k] ?? 0
      if (k === i >>> 5) left &= ~(1 << (i & 31))
      for (; left !== 0; left &= left - 1) {
        const j = 32 * k + 31 - Math.clz32(left & -left)
        const shared = leastOf(rows, start, end, i, j, packing)
        if (shared > (bound[j] ?? 0)) bound[j] = shared
        any = true
      }
    }
  }
  return any
}

/** The smallest exponent of x_j among the rows in which x_i occurs. */
function leastOf(rows: Int32Array, start: number, end: number, i: number, j: number, packing: Packing): number {
  const [mask, bit] = [i >>> 5, 1 << (i & 31)]
  let least = 2 ** 31 - 1
  for (let p = start; p < end; p += packing.stride)
    if (((rows[p + mask] ?? 0) & bit) !== 0) least = Math.min(least, rankAt(rows, p, j, packing))
  return least
}

export function bitCount(word: number): number {
  let count = 0
  for (let left = word; left !== 0; left &= left - 1) count++
  return count
}
