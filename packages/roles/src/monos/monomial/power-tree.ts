import type { Steps } from '../steps.ts'
import { divideBy } from './divide-by.ts'
import { grown } from './monomials.ts'
import { type Packing, rankAt } from './packing.ts'
import { smallest } from './pivot.ts'
import { createScratch } from './scratch.ts'
import { bitCount } from './slice-rows.ts'

/**
 * Packed rows from `start` to `end` are the minimal generators of an ideal; the row at `base` says by which ranks it was
 * divided on the way there.
 */
export interface Node {
  readonly rows: Int32Array
  readonly base: number
  readonly start: number
  readonly end: number
}

/**
 * Splits an ideal I by powers x^e into I + (x^e) and I : x^e, again and again, until a node is a leaf; the standard
 * monomials of I are those of the first, and x^e times those of the second (Bigatti, Computation of Hilbert-Poincaré
 * Series, J. Pure Appl. Algebra 119, 1997). The power is the one that most generators in several variables have in
 * common, since an ideal without such is as good as generic; or else the median of the variable in most of them. There
 * must be such a generator in what is no leaf.
 *
 * @param leaf handles a node and returns true, or returns false to have it split
 */
export function* walkPowers(
  packed: Int32Array,
  count: number,
  packing: Packing,
  leaf: (node: Node) => boolean,
): Steps<void> {
  const { stride, variables, masks } = packing
  const scratch = createScratch(packing)
  const mostRepeated = createRepetition(packing)
  let arena = new Int32Array(Math.max(4096, (count + 2) * stride * 4))
  arena.set(packed.subarray(0, count * stride), stride)
  /** Those I of which I + (x^e) is being walked; I : x^e comes next. */
  const waiting: { readonly base: number; readonly end: number; readonly variable: number; readonly e: number }[] = []
  let [base, end] = [0, (count + 1) * stride]
  for (let nodes = 1; ; nodes++) {
    if (nodes % NODES_AT_ONCE === 0) yield
    const start = base + stride
    if (!leaf({ rows: arena, base, start, end })) {
      const repeated = mostRepeated(arena, start, end)
      const often = repeated.times > 1 && repeated.times * RARE >= (end - start) / stride
      const [variable, e] = often ? [repeated.variable, repeated.exponent] : median(start, end)
      if (3 * end + 2 * stride > arena.length) arena = grown(arena, 3 * end + 2 * stride)
      waiting.push({ base, end, variable, e })
      ;[base, end] = [end, withPower(base, end, variable, e)]
      continue
    }
    const node = waiting.pop()
    if (node === undefined) return
    const { variable, e } = node
    base = node.base
    const word = base + (packing.word[variable] ?? 0)
    arena[word] = (arena[word] ?? 0) + (e << (packing.shift[variable] ?? 0))
    end = divideBy(arena, base + stride, node.end, variable, e, packing, scratch)
  }

  /** Writes the node of I + (x^e) behind that of I; returns its end. */
  function withPower(base: number, end: number, variable: number, e: number): number {
    arena.copyWithin(end, base, base + stride)
    let to = end + stride
    for (let p = base + stride; p < end; p += stride) {
      if (rankAt(arena, p, variable, packing) >= e) continue
      for (let w = 0; w < stride; w++) arena[to + w] = arena[p + w] ?? 0
      to += stride
    }
    arena.fill(0, to, to + stride)
    arena[to + (variable >>> 5)] = 1 << (variable & 31)
    arena[to + (packing.word[variable] ?? 0)] = e << (packing.shift[variable] ?? 0)
    return to + stride
  }

  function median(start: number, end: number): readonly [variable: number, e: number] {
    const { counts } = scratch
    counts.fill(0)
    for (let p = start; p < end; p += stride) {
      if (isPurePower(arena, p, masks)) continue
      for (let k = 0; k < masks; k++)
        for (let left = arena[p + k] ?? 0; left !== 0; left &= left - 1) {
          const i = 32 * k + 31 - Math.clz32(left & -left)
          counts[i] = (counts[i] ?? 0) + 1
        }
    }
    let variable = 0
    for (let i = 1; i < variables; i++) if ((counts[i] ?? 0) > (counts[variable] ?? 0)) variable = i
    const most = counts[variable] ?? 0
    if (scratch.exponents.length < most) scratch.exponents = new Int32Array(2 * most)
    let n = 0
    for (let p = start; p < end; p += stride) {
      const exponent = rankAt(arena, p, variable, packing)
      if (exponent > 0 && !isPurePower(arena, p, masks)) scratch.exponents[n++] = exponent
    }
    return [variable, smallest(scratch.exponents, n, n >> 1)]
  }
}

const NODES_AT_ONCE = 64

/** A power that fewer than one in so many generators have would leave too much as it is. */
const RARE = 128

/** The power x^e that most generators in several variables have as their exact power of x. */
export interface Repetition {
  readonly variable: number
  readonly exponent: number
  readonly times: number
}

/** Finds it among packed rows, in one pass over them; the tables it needs are made once. */
export function createRepetition(packing: Packing): (rows: Int32Array, start: number, end: number) => Repetition {
  const { stride, masks, variables, field } = packing
  const firsts = new Int32Array(variables + 1)
  for (let i = 0; i < variables; i++) firsts[i + 1] = (firsts[i] ?? 0) + 1 + Math.min(field[i] ?? 0, MOST_COUNTED)
  const counts = new Int32Array(firsts[variables] ?? 0)
  return (rows, start, end) => {
    let [variable, exponent, times] = [0, 0, 0]
    for (let pass = 0; pass < 2; pass++)
      for (let p = start; p < end; p += stride) {
        if (isPurePower(rows, p, masks)) continue
        for (let k = 0; k < masks; k++)
          for (let left = rows[p + k] ?? 0; left !== 0; left &= left - 1) {
            const i = 32 * k + 31 - Math.clz32(left & -left)
            const e = rankAt(rows, p, i, packing)
            const at = (firsts[i] ?? 0) + Math.min(e, MOST_COUNTED)
            const count = pass === 0 ? (counts[at] ?? 0) + 1 : 0
            counts[at] = count
            if (count > times) [variable, exponent, times] = [i, e, count]
          }
      }
    return { variable, exponent, times }
  }
}

/** Larger ranks are counted as one, which makes a pivot worse but no result wrong. */
const MOST_COUNTED = 2 ** 20

export function isPurePower(rows: Int32Array, p: number, masks: number): boolean {
  let bits = 0
  for (let k = 0; k < masks; k++) bits += bitCount(rows[p + k] ?? 0)
  return bits < 2
}
