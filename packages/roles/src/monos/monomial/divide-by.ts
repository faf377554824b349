import type { Packing } from './packing.ts'
import type { Scratch } from './scratch.ts'

/**
 * Makes the rows those of the ideal's quotient by x^e, minimal again, in place; returns the new end. What had an
 * exponent above e stays minimal; of the others, one can become superfluous only through one with a larger exponent.
 */
export function divideBy(
  rows: Int32Array,
  start: number,
  end: number,
  variable: number,
  e: number,
  packing: Packing,
  scratch: Scratch,
): number {
  const { stride } = packing
  const word = packing.word[variable] ?? 0
  const shift = packing.shift[variable] ?? 0
  const field = (packing.field[variable] ?? 0) << shift
  const mask = variable >>> 5
  const bit = 1 << (variable & 31)
  const middle = lowFirst(rows, start, end, variable, e, packing, scratch)
  for (let p = middle; p < end; p += stride) rows[p + word] = (rows[p + word] ?? 0) - (e << shift)
  if (scratch.positive > 0) markSuperfluous(rows, start, middle, packing, scratch.exponents)
  let to = start
  for (let p = start, at = 0; p < end; p += stride, at++) {
    if (p < middle) {
      if (scratch.positive > 0 && (scratch.exponents[at] ?? 0) < 0) continue
      rows[p + word] = (rows[p + word] ?? 0) & ~field
      rows[p + mask] = (rows[p + mask] ?? 0) & ~bit
    }
    if (to !== p) for (let w = 0; w < stride; w++) rows[to + w] = rows[p + w] ?? 0
    to += stride
  }
  return to
}

/**
 * Brings the rows whose exponent is at most e to the front, takes a note of their exponents, and sets all bits of the
 * field, so that comparisons need not leave it out. Returns where they end; `scratch.positive` counts positive exponents.
 */
function lowFirst(
  rows: Int32Array,
  start: number,
  end: number,
  variable: number,
  e: number,
  packing: Packing,
  scratch: Scratch,
): number {
  const { stride } = packing
  const word = packing.word[variable] ?? 0
  const shift = packing.shift[variable] ?? 0
  const field = packing.field[variable] ?? 0
  const mask = variable >>> 5
  const bit = 1 << (variable & 31)
  const most = (end - start) / stride
  if (scratch.exponents.length < most) scratch.exponents = new Int32Array(2 * most)
  const { exponents } = scratch
  let middle = start
  let count = 0
  let positive = 0
  for (let p = start; p < end; p += stride) {
    const exponent = ((rows[p + word] ?? 0) >>> shift) & field
    if (exponent > e) continue
    if (exponent > 0) positive++
    exponents[count++] = exponent
    if (middle !== p)
      for (let w = 0; w < stride; w++) {
        const held = rows[middle + w] ?? 0
        rows[middle + w] = rows[p + w] ?? 0
        rows[p + w] = held
      }
    rows[middle + word] = (rows[middle + word] ?? 0) | (field << shift)
    rows[middle + mask] = (rows[middle + mask] ?? 0) | bit
    middle += stride
  }
  scratch.positive = positive
  return middle
}

/** Makes the exponent of each row negative that a row with a larger exponent divides in all other variables. */
function markSuperfluous(rows: Int32Array, start: number, end: number, packing: Packing, exponents: Int32Array): void {
  const { stride, masks, high } = packing
  for (let b = start, at = 0; b < end; b += stride, at++) {
    const own = exponents[at] ?? 0
    for (let a = start, other = 0; a < end; a += stride, other++) {
      if ((exponents[other] ?? 0) <= own) continue
      let w = 0
      while (w < masks && ((rows[a + w] ?? 0) & ~(rows[b + w] ?? 0)) === 0) w++
      if (w < masks) continue
      while (w < stride) {
        const guard = high[w] ?? 0
        if (((((rows[b + w] ?? 0) | guard) - (rows[a + w] ?? 0)) & guard) !== guard) break
        w++
      }
      if (w < stride) continue
      exponents[at] = -1 - own
      break
    }
  }
}
