import { canonical, compact, concatenated, type Monomials, onScales } from '../monomial/monomials.ts'
import { type Slice, solveSlice, splitSlice } from '../monomial/split.ts'
import type { Meter } from './meter.ts'
import type { Pause } from './pause.ts'

/** Looked at between two pauses: a few milliseconds. */
const SLICES_AT_ONCE = 512
/** Parts of a slice that turns out to be big. */
export const REST = 16
/** Components in one answer: what is more is left to others. */
export const MAX_ROWS = 100_000

export interface SolveOptions {
  readonly pause: Pause
  readonly signal: AbortSignal
  /** Asked between two steps, with what was found so far; yes ends it without a result. */
  readonly giveUp?: (rows: number) => boolean
  /** The share of the slice that is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void
  /** Is told of all that was found, in so many milliseconds without pauses. */
  readonly meter?: Pick<Meter, 'found'> | undefined
}

/** All components of a slice, in canonical order over these scales; `undefined` if it was given up. */
export async function solve(
  slice: Slice,
  scales: Monomials['scales'],
  { pause, signal, giveUp, onProgress, meter }: SolveOptions,
): Promise<Monomials | undefined> {
  const lists: Monomials[] = []
  let rows = 0
  let begun = performance.now()
  for (const batch of solveSlice(slice, { signal, slices: SLICES_AT_ONCE })) {
    if (batch.length > 0) lists.push(onScales(batch, scales))
    rows += batch.length
    if (giveUp?.(rows) === true) return undefined
    onProgress?.(batch.done)
    meter?.found(batch.length, performance.now() - begun)
    await pause()
    begun = performance.now()
  }
  const { variables } = slice.ideal
  return canonical(concatenated(lists, { variables, length: 0, ranks: new Int32Array(0), scales }))
}

/** The exponents that the components of a slice can have. */
export function scalesOf({ ideal, shift }: Slice): Monomials['scales'] {
  return ideal.scales.map((scale, i) => scale.map((exponent) => (exponent > 0n ? exponent + (shift[i] ?? 0n) : 0n)))
}

/**
 * Parts of a slice, about as many as wanted; those that cannot be split are among them. Equal slices
 * have equal parts, wherever they are split.
 */
export async function splitGently(
  slice: Slice,
  wanted: number,
  { pause, signal }: Pick<SolveOptions, 'pause' | 'signal'>,
): Promise<Slice[]> {
  const waiting: Slice[] = [{ ...slice, ideal: canonical(compact(slice.ideal)) }]
  const whole: Slice[] = []
  while (waiting.length > 0 && waiting.length + whole.length < wanted) {
    signal.throwIfAborted()
    await pause()
    const largest = waiting.reduce((a, b) => (b.work > a.work ? b : a))
    waiting.splice(waiting.indexOf(largest), 1)
    const halves = splitSlice(largest, { slices: 2, signal })
    if (halves.length < 2) whole.push(...halves)
    else waiting.push(...halves)
  }
  return [...waiting, ...whole]
}
