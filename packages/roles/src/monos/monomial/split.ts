import { componentsLeaving, type Batch, type DecomposeOptions, isUnit, withPurePowers } from './irreducible.ts'
import { minimalGenerators } from './minimal.ts'
import { compact, larger, type Monomials } from './monomials.ts'
import { estimate } from './estimate.ts'
import { type Packing, rankAt } from './packing.ts'
import { choosePivot } from './pivot.ts'
import { mapExponents } from './scales.ts'
import { createScratch, type Scratch } from './scratch.ts'
import { quotient, simplify } from './simplify.ts'

/**
 * A part of an irreducible decomposition that can be found by itself: those components of `ideal` that leave out only
 * variables that are `open`, each exponent that is there raised by that of `shift`. (Pivots are pure powers, so Roune's
 * subtract ideal is never needed: a variable that is not open says the same.)
 */
export interface Slice {
  readonly ideal: Monomials
  readonly shift: readonly bigint[]
  readonly open: readonly boolean[]
  /** How many components there are, and how many generators have to be looked at to find them: estimates. */
  readonly components: number
  readonly work: number
}

export interface SplitOptions {
  /** How many slices are wanted; there may be fewer, and one more. Default 64. */
  readonly slices?: number
  /** Random descents for each estimate. Default 16. */
  readonly probes?: number
  readonly signal?: AbortSignal
}

/** The whole decomposition as one slice. */
export function wholeSlice(ideal: Monomials, { probes = 16 }: SplitOptions = {}): Slice {
  const generators = compact(minimalGenerators(ideal))
  const open = generators.scales.map(() => true)
  const shift = generators.scales.map(() => 0n)
  return { ideal: generators, shift, open, ...sizeOf(generators, open, probes) }
}

/**
 * Parts of an ideal's irreducible decomposition: every component is in exactly one. Splits what looks largest, again and
 * again; largest first in the end.
 */
export function splitIdeal(ideal: Monomials, options: SplitOptions = {}): Slice[] {
  return splitSlice(wholeSlice(ideal, options), options)
}

/** Parts of a slice: every one of its components is in exactly one of them. Empty if it has none. */
export function splitSlice(slice: Slice, { slices = 64, probes = 16, signal }: SplitOptions = {}): Slice[] {
  let waiting = [slice]
  const whole: Slice[] = []
  while (waiting.length > 0 && waiting.length + whole.length < slices) {
    signal?.throwIfAborted()
    const largest = waiting.reduce((a, b) => (b.work > a.work ? b : a))
    waiting = waiting.filter((other) => other !== largest)
    const halves = halve(largest, probes)
    if (halves === undefined) whole.push(largest)
    else waiting.push(...halves)
  }
  return [...waiting, ...whole].sort((a, b) => b.work - a.work)
}

/** The components of a slice in batches, as they are in the decomposition of the whole. */
export function* solveSlice(slice: Slice, options: DecomposeOptions = {}): Generator<Batch, void, undefined> {
  const { ideal, shift, open } = slice
  for (const batch of componentsLeaving(ideal, (variable) => open[variable] === true, options)) {
    const shifted = mapExponents(batch, (exponent, i) => (exponent > 0n ? exponent + (shift[i] ?? 0n) : 0n))
    yield { ...shifted, done: batch.done }
  }
}

/** What lies outside of a pivot and what lies inside, without what is empty; `undefined` if there is nothing to split. */
function halve(slice: Slice, probes: number): Slice[] | undefined {
  const { ideal, open } = slice
  if (isUnit(ideal)) return []
  const { packing, packed, count, tops } = withPurePowers(ideal, (variable) => open[variable] === true)
  const { stride } = packing
  const scratch = createScratch(packing)
  const rows = new Int32Array(2 * (count + 1) * stride)
  rows.set(packed, stride)
  const end = simplify(rows, 0, (count + 1) * stride, ideal.variables, packing, scratch)
  if (end === stride && ideal.variables > 0) return []
  if (scratch.inner <= 1) return undefined
  choosePivot(rows, stride, end, packing, scratch)
  const outside = outsideOf(rows, end, packing, scratch)
  const { pivotVariable } = scratch
  const inside = quotient(rows, 0, end, pivotVariable, scratch.pivotExponent, packing, scratch)
  const closed = open.map((is, i) => is && i !== pivotVariable)
  return [
    sliceOf(outside, outside.length, slice, closed, packing, tops, probes),
    sliceOf(rows, inside, slice, open, packing, tops, probes),
  ].filter((half) => half.components > 0)
}

/** The slice of the monomials that the pivot does not divide. */
function outsideOf(rows: Int32Array, end: number, packing: Packing, scratch: Scratch): Int32Array {
  const { stride } = packing
  const kept = [0]
  for (let p = stride; p < end; p += stride)
    if (rankAt(rows, p, scratch.pivotVariable, packing) <= scratch.pivotExponent) kept.push(p)
  const outside = new Int32Array(kept.length * stride)
  kept.forEach((p, at) => outside.set(rows.subarray(p, p + stride), at * stride))
  return outside
}

/** Turns packed rows, the multiplier first, into exponents; the powers that stand for an open variable are left out. */
function sliceOf(
  rows: Int32Array,
  end: number,
  { ideal, shift }: Slice,
  open: readonly boolean[],
  packing: Packing,
  tops: Int32Array,
  probes: number,
): Slice {
  const { variables, scales } = ideal
  const divided = scales.map((_, i) => rankAt(rows, 0, i, packing))
  const ranks: number[] = []
  let length = 0
  for (let p = packing.stride; p < end; p += packing.stride) {
    const row = divided.map((below, i) => {
      const rank = rankAt(rows, p, i, packing)
      return rank === 0 ? 0 : rank + below
    })
    if (row.some((rank, i) => rank > 0 && rank === tops[i])) continue
    ranks.push(...row)
    length++
  }
  const below = divided.map((rank, i) => scales[i]?.[rank] ?? 0n)
  const kept: Monomials = { variables, length, ranks: Int32Array.from(ranks), scales }
  const part = compact(mapExponents(kept, (exponent, i) => larger(exponent - (below[i] ?? 0n), 0n)))
  const raised = shift.map((exponent, i) => exponent + (below[i] ?? 0n))
  return { ideal: part, shift: raised, open, ...sizeOf(part, open, probes) }
}

function sizeOf(
  ideal: Monomials,
  open: readonly boolean[],
  probes: number,
): { readonly components: number; readonly work: number } {
  if (isUnit(ideal)) return { components: 0, work: 0 }
  const { packing, packed, count } = withPurePowers(ideal, (variable) => open[variable] === true)
  return estimate(packed, count, packing, probes)
}
