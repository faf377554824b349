import type { Monomials } from './monomials.ts'

/**
 * How the ranks of one monomial lie in a few 32-bit words: first a mask of the variables that occur, then fields of
 * equal width within a word, each below a guard bit that is kept zero. Divisibility, lcm and comparison then handle
 * all fields of a word at once (L. Lamport, "Multiple byte processing with full-word instructions", CACM 18, 1975).
 */
export interface Packing {
  readonly variables: number
  /** Words of the mask; the fields follow. */
  readonly masks: number
  /** Words of a row. */
  readonly stride: number
  /** For each variable: the word of its field, counted from the start of a row, how far it is shifted, and its mask. */
  readonly word: Int32Array
  readonly shift: Int32Array
  readonly field: Int32Array
  /** For each word: the bits of its fields without the guard, all guard bits, and the lowest bit of each field. */
  readonly bits: Int32Array
  readonly high: Int32Array
  readonly low: Int32Array
}

/** A packing with room for these ranks, and for sums of ranks that do not exceed them. */
export function packingFor(tops: ArrayLike<number>): Packing {
  const variables = tops.length
  const masks = Math.max(1, Math.ceil(variables / 32))
  const widths = Array.from(tops, (top) => 32 - Math.clz32(Math.max(top, 1)))
  const order = widths.map((_, variable) => variable).sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0) || a - b)
  const [word, shift, field] = [new Int32Array(variables), new Int32Array(variables), new Int32Array(variables)]
  const [bits, high, low] = [Array<number>(masks).fill(0), Array<number>(masks).fill(0), Array<number>(masks).fill(0)]
  let [at, used] = [masks - 1, 32]
  for (const variable of order) {
    const width = widths[variable] ?? 1
    if (used + (bits[at] ?? 0) + 1 > 32 || at < masks) {
      at++
      used = 0
      bits[at] = width
      high[at] = low[at] = 0
    }
    const wide = bits[at] ?? width
    word[variable] = at
    shift[variable] = used
    field[variable] = 2 ** wide - 1
    high[at] = (high[at] ?? 0) | (1 << (used + wide))
    low[at] = (low[at] ?? 0) | (1 << used)
    used += wide + 1
  }
  const table = (words: readonly number[]) => Int32Array.from(words)
  return { variables, masks, stride: at + 1, word, shift, field, bits: table(bits), high: table(high), low: table(low) }
}

/** Writes the rows of a list, one after the other. */
export function packRows(list: Monomials, packing: Packing, into: Int32Array, start: number): void {
  const { variables, length, ranks } = list
  for (let row = 0, at = start; row < length; row++, at += packing.stride) {
    into.fill(0, at, at + packing.stride)
    for (let i = 0; i < variables; i++) setRank(into, at, i, ranks[row * variables + i] ?? 0, packing)
  }
}

/** Puts a rank where there was 0. */
export function setRank(rows: Int32Array, at: number, variable: number, rank: number, packing: Packing): void {
  if (rank === 0) return
  const mask = at + (variable >>> 5)
  const word = at + (packing.word[variable] ?? 0)
  rows[mask] = (rows[mask] ?? 0) | (1 << (variable & 31))
  rows[word] = (rows[word] ?? 0) | (rank << (packing.shift[variable] ?? 0))
}

export function rankAt(rows: Int32Array, at: number, variable: number, { word, shift, field }: Packing): number {
  return ((rows[at + (word[variable] ?? 0)] ?? 0) >>> (shift[variable] ?? 0)) & (field[variable] ?? 0)
}

/** Whether the row at p of a divides the row at q of b. */
export function divides(a: Int32Array, p: number, b: Int32Array, q: number, packing: Packing): boolean {
  const { masks, stride, high } = packing
  for (let w = 0; w < masks; w++) if (((a[p + w] ?? 0) & ~(b[q + w] ?? 0)) !== 0) return false
  for (let w = masks; w < stride; w++) {
    const guard = high[w] ?? 0
    if (((((b[q + w] ?? 0) | guard) - (a[p + w] ?? 0)) & guard) !== guard) return false
  }
  return true
}

/** Makes the row at p of a the lcm of itself and the row at q of b. */
export function takeLcm(a: Int32Array, p: number, b: Int32Array, q: number, packing: Packing): void {
  const { masks, stride, high, bits } = packing
  for (let w = 0; w < masks; w++) a[p + w] = (a[p + w] ?? 0) | (b[q + w] ?? 0)
  for (let w = masks; w < stride; w++) {
    const guard = high[w] ?? 0
    const [x, y] = [a[p + w] ?? 0, b[q + w] ?? 0]
    const larger = ((y | guard) - x) & guard
    const mask = larger - (larger >>> (bits[w] ?? 0))
    a[p + w] = (y & mask) | (x & ~mask)
  }
}
