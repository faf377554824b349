import { findInner, labelsOfInner } from './inner.ts'
import { type Packing, rankAt } from './packing.ts'
import { choosePivot } from './pivot.ts'
import { createScratch, type Scratch } from './scratch.ts'
import { quotient, simplify } from './simplify.ts'

/**
 * How many components a slice has and how many rows are looked at to find them, by random descents: at each pivot one
 * half stands for both. Without bias, and the same for the same slice (D. E. Knuth, Estimating the Efficiency of
 * Backtrack Programs, Math. Comp. 29, 1975). A slice that no descent finds anything in is still counted as 1, unless it
 * is seen to be empty at once.
 */
export function estimate(
  packed: Int32Array,
  count: number,
  packing: Packing,
  probes: number,
): { readonly components: number; readonly work: number } {
  const { stride, variables } = packing
  const scratch = createScratch(packing)
  const rows = new Int32Array((count + 1) * stride)
  const random = createRandom(count)
  rows.set(packed, stride)
  const from = simplify(rows, 0, (count + 1) * stride, variables, packing, scratch)
  if (from === stride && variables > 0) return { components: 0, work: 0 }
  const root = rows.slice(0, from)
  let [components, work] = [0, 0]
  for (let probe = 0; probe < probes; probe++) {
    rows.set(root)
    let end = from
    for (let weight = 1; ; weight *= 2) {
      work += (weight * (end - stride)) / stride
      end = simplify(rows, 0, end, variables, packing, scratch)
      if (end === stride && variables > 0) break
      if (scratch.inner <= 1) {
        components += weight * few(rows, end, packing, scratch)
        break
      }
      choosePivot(rows, stride, end, packing, scratch)
      const { pivotVariable, pivotExponent } = scratch
      if (random() < 0.5) end = quotient(rows, 0, end, pivotVariable, pivotExponent, packing, scratch)
      else end = keepUpTo(rows, end, pivotVariable, pivotExponent, packing)
    }
  }
  return { components: Math.max(1, components / probes), work: Math.max(1, work / probes) }
}

/** Exactly, where at most one row is below the lcm. */
function few(rows: Int32Array, end: number, packing: Packing, scratch: Scratch): number {
  if (scratch.inner === 0) return 1
  const inner = findInner(rows, packing.stride, end, packing, scratch)
  let labels = 0
  for (let i = 0; i < packing.variables; i++) {
    const e = rankAt(rows, inner, i, packing)
    if (e > 0 && labelsOfInner(rows, packing.stride, end, i, e, packing, scratch) === packing.variables - 1) labels++
  }
  return labels
}

function keepUpTo(rows: Int32Array, end: number, variable: number, e: number, packing: Packing): number {
  const { stride } = packing
  let to = stride
  for (let p = stride; p < end; p += stride) {
    if (rankAt(rows, p, variable, packing) > e) continue
    rows.copyWithin(to, p, p + stride)
    to += stride
  }
  return to
}

/** Numbers from 0 to 1 that look random (mulberry32); enough to choose a direction. */
function createRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
