import type { Packing } from './packing.ts'
import { rankAt } from './packing.ts'
import type { Scratch } from './scratch.ts'

/** Where the row is that is below the lcm in every variable; there is one. */
export function findInner(rows: Int32Array, start: number, end: number, packing: Packing, scratch: Scratch): number {
  for (let p = start; p < end; p += packing.stride) if (reachedWord(rows, p, packing, scratch) < 0) return p
  return end
}

/**
 * In how many other variables the lcm's exponent is still that of a label, when the exponent of x_i is e: some row has
 * to reach it that is below e in x_i.
 */
export function labelsOfInner(
  rows: Int32Array,
  start: number,
  end: number,
  variable: number,
  e: number,
  packing: Packing,
  scratch: Scratch,
): number {
  const { stride, masks, high } = packing
  const { seen, lcm, present } = scratch
  seen.fill(0)
  let labels = 0
  for (let p = start; p < end; p += stride) {
    if (rankAt(rows, p, variable, packing) >= e) continue
    const w = reachedWord(rows, p, packing, scratch)
    if (w < masks) continue
    const reached = (((rows[p + w] ?? 0) | (high[w] ?? 0)) - (lcm[w] ?? 0)) & (present[w] ?? 0)
    if (((seen[w] ?? 0) & reached) !== 0) continue
    seen[w] = (seen[w] ?? 0) | reached
    labels++
  }
  return labels
}

/** The word in which a row reaches the lcm, or -1. */
function reachedWord(rows: Int32Array, p: number, { stride, masks, high }: Packing, { lcm, present }: Scratch): number {
  for (let w = masks; w < stride; w++)
    if (((((rows[p + w] ?? 0) | (high[w] ?? 0)) - (lcm[w] ?? 0)) & (present[w] ?? 0)) !== 0) return w
  return -1
}
