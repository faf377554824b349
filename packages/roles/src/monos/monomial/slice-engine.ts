import { MonomialError } from './errors.ts'
import { createFound, type Found, nextFound } from './found.ts'
import { createFrames, PRODUCT, pushFrame, RELEASE, SLICE } from './frames.ts'
import { findComponent, gatherComponent } from './independence.ts'
import { grown } from './monomials.ts'
import { type Packing, rankAt } from './packing.ts'
import { choosePivot } from './pivot.ts'
import { createScratch } from './scratch.ts'
import { findInner, labelsOfInner } from './inner.ts'
import { quotient, simplify } from './simplify.ts'
import { bitCount } from './slice-rows.ts'

export interface SliceEngine {
  /** Goes on until so many rows are in `found`, or so many slices were looked at. Returns whether there is more. */
  readonly run: (rows: number, slices: number) => boolean
  /** What was found, as packed rows whose masks mean nothing; whoever takes it sets the count back to 0. */
  readonly found: Found
  /** The share of the whole that is done, by the halvings that led to what is left. */
  readonly done: () => number
}

/**
 * Finds the labels of the maximal standard monomials of an ideal, each once, by the slice algorithm: B. H. Roune, The
 * Slice Algorithm for Irreducible Decomposition of Monomial Ideals, J. Symb. Comput. 44 (2009), arXiv:0806.3680. A label
 * is the monomial times all variables: in every x_i its exponent is that of a generator.
 *
 * A slice is an ideal and a monomial to multiply by. Pivots are pure powers, so the third part of Roune's slices, the
 * ideal whose monomials are left out, never has to be kept: outside of x^e, generators with an exponent above e are
 * neither labels nor divisors. Everything is on stacks of words; nothing is allocated once these have grown.
 *
 * @param packed the minimal generators; the ideal is not the unit ideal
 * @param most rows of an independent part, which are kept until those of the other part are found
 */
export function createSliceEngine(packed: Int32Array, count: number, packing: Packing, most: number): SliceEngine {
  const { stride, masks, variables } = packing
  const scratch = createScratch(packing)
  const found = createFound(stride)
  const frames = createFrames()
  const stores: Found[] = []
  const factorOf: number[] = []
  const point = new Int32Array(stride)
  let arena = new Int32Array(Math.max(4096, (count + 2) * stride * 4))
  let storesInUse = 0
  let left = 1

  // A slice lies in the arena as one row, by which its results are multiplied, and then its generators.
  arena.set(packed.subarray(0, count * stride), stride)
  pushFrame(frames, SLICE, 0, count, variables, -1, -1, 1)
  return { run, found, done: () => 1 - left }

  function run(rows: number, slices: number): boolean {
    for (let n = 0; frames.depth > 0 && found.count < rows && n < slices; n++) {
      const frame = --frames.depth
      const kind = frames.kind[frame]
      if (kind === SLICE) slice(frame)
      else if (kind === PRODUCT) multiply(frame, rows)
      else storesInUse--
    }
    return frames.depth > 0
  }

  function slice(frame: number): void {
    const base = frames.base[frame] ?? 0
    const active = frames.active[frame] ?? 0
    const target = frames.target[frame] ?? -1
    const factor = frames.factor[frame] ?? -1
    const weight = frames.weight[frame] ?? 0
    const start = base + stride
    const hopeless = factor >= 0 && stores[factor]?.count === 0
    const from = start + (frames.count[frame] ?? 0) * stride
    const end = hopeless ? start : simplify(arena, base, from, active, packing, scratch)
    if (end === start && active > 0) left -= weight
    else if (scratch.inner === 0 || active === 0) {
      for (let w = masks; w < stride; w++) point[w] = (arena[base + w] ?? 0) + (scratch.lcm[w] ?? 0)
      emit(end, target, factor)
      left -= weight
    } else if (scratch.inner === 1) {
      emitAroundInner(base, end, active, target, factor)
      left -= weight
    } else if (findComponent(arena, start, end, packing, scratch)) part(base, end, active, target, factor, weight)
    else halve(base, end, active, target, factor, weight)
  }

  /** With a single row below the lcm, that row is the label of one variable, and the lcm gives the others. */
  function emitAroundInner(base: number, end: number, active: number, target: number, factor: number): void {
    const inner = findInner(arena, base + stride, end, packing, scratch)
    let free = end
    for (let i = 0; i < variables; i++) {
      const e = rankAt(arena, inner, i, packing)
      if (e === 0 || labelsOfInner(arena, base + stride, end, i, e, packing, scratch) < active - 1) continue
      for (let w = masks; w < stride; w++) point[w] = (arena[base + w] ?? 0) + (scratch.lcm[w] ?? 0)
      const word = packing.word[i] ?? 0
      point[word] = (point[word] ?? 0) - ((rankAt(scratch.lcm, 0, i, packing) - e) << (packing.shift[i] ?? 0))
      emit(free, target, factor)
      free += stride
    }
  }

  /** Two independent ideals: the smaller is solved first and kept, and what comes of the larger is combined with it. */
  function part(base: number, end: number, active: number, target: number, factor: number, weight: number): void {
    const start = base + stride
    let own = 0
    for (let k = 0; k < masks; k++) own += bitCount(scratch.component[k] ?? 0)
    const middle = gatherComponent(arena, start, end, packing, scratch)
    const smallFirst = middle - start <= end - middle
    reserve(2 * end - base)
    const [from, to] = smallFirst ? [start, middle] : [middle, end]
    arena.copyWithin(end + stride, from, to)
    if (smallFirst) arena.copyWithin(start, middle, end)
    shareMultiplier(base, end, smallFirst)
    const store = storesInUse++
    const kept = (stores[store] ??= createFound(stride))
    kept.count = 0
    factorOf[store] = factor
    const inKept = smallFirst ? own : active - own
    pushFrame(frames, RELEASE, end, 0, 0, -1, -1, 0)
    pushFrame(frames, SLICE, base, (end - start - (to - from)) / stride, active - inKept, target, store, weight)
    pushFrame(frames, SLICE, end, (to - from) / stride, inKept, store, -1, 0)
  }

  /** Each part takes its own variables of what the whole was to be multiplied by; `component` says whose these are. */
  function shareMultiplier(base: number, other: number, componentIsOther: boolean): void {
    const { component } = scratch
    arena.fill(0, other, other + stride)
    for (let i = 0; i < variables; i++) {
      const inComponent = ((component[i >>> 5] ?? 0) & (1 << (i & 31))) !== 0
      if (inComponent !== componentIsOther) continue
      const word = packing.word[i] ?? 0
      const bits = (arena[base + word] ?? 0) & ((packing.field[i] ?? 0) << (packing.shift[i] ?? 0))
      arena[other + word] = (arena[other + word] ?? 0) | bits
      arena[base + word] = (arena[base + word] ?? 0) & ~bits
    }
  }

  /** The slice outside of the pivot goes first; the one inside takes its place. */
  function halve(base: number, end: number, active: number, target: number, factor: number, weight: number): void {
    choosePivot(arena, base + stride, end, packing, scratch)
    const { pivotVariable: variable, pivotExponent: e } = scratch
    reserve(2 * end - base)
    arena.copyWithin(end, base, base + stride)
    let to = end + stride
    for (let p = base + stride; p < end; p += stride) {
      if (rankAt(arena, p, variable, packing) > e) continue
      for (let w = 0; w < stride; w++) arena[to + w] = arena[p + w] ?? 0
      to += stride
    }
    const inside = quotient(arena, base, end, variable, e, packing, scratch)
    pushFrame(frames, SLICE, base, (inside - base) / stride - 1, active, target, factor, weight / 2)
    pushFrame(frames, SLICE, end, (to - end) / stride - 1, active, target, factor, weight / 2)
  }

  /** Sends on what is in `point`; when it has to be combined, it waits in the arena from `free` on. */
  function emit(free: number, target: number, factor: number): void {
    if (factor < 0) {
      keep(target)
      return
    }
    reserve(free + stride)
    arena.set(point, free)
    pushFrame(frames, PRODUCT, free, 0, 0, target, factor, 0)
  }

  function keep(target: number): void {
    const into = target < 0 ? found : (stores[target] ?? found)
    if (target >= 0 && into.count >= most)
      throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${most} rows in an independent part.`)
    const at = nextFound(into, stride)
    for (let w = masks; w < stride; w++) into.rows[at + w] = point[w] ?? 0
  }

  /** Combines a row with those of a store, as far as there is room for the results. */
  function multiply(frame: number, room: number): void {
    const base = frames.base[frame] ?? 0
    const target = frames.target[frame] ?? -1
    const factor = frames.factor[frame] ?? -1
    const store = stores[factor]
    const further = factorOf[factor] ?? -1
    for (let next = frames.count[frame] ?? 0; next < (store?.count ?? 0); next++) {
      if (found.count >= room) {
        pushFrame(frames, PRODUCT, base, next, 0, target, factor, 0)
        return
      }
      const at = next * stride
      for (let w = masks; w < stride; w++) point[w] = (arena[base + w] ?? 0) + (store?.rows[at + w] ?? 0)
      if (further >= 0) {
        pushFrame(frames, PRODUCT, base, next + 1, 0, target, factor, 0)
        emit(base + stride, target, further)
        return
      }
      keep(target)
    }
  }

  function reserve(words: number): void {
    if (words + stride > arena.length) arena = grown(arena, words + stride)
  }
}
