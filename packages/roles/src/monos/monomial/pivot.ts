import { type Packing, rankAt } from './packing.ts'
import type { Scratch } from './scratch.ts'

/**
 * Chooses x^e for a slice that cannot be simplified: the variable that occurs in most generators, at the median of its
 * exponents ("median" in Roune's Section 7), but below the largest, so that both halves are proper.
 */
export function choosePivot(rows: Int32Array, start: number, end: number, packing: Packing, scratch: Scratch): void {
  const { variables, stride } = packing
  const { counts, lcm } = scratch
  let variable = 0
  let most = 0
  for (let i = 0; i < variables; i++) {
    const count = counts[i] ?? 0
    if (count <= most || rankAt(lcm, 0, i, packing) < 2) continue
    most = count
    variable = i
  }
  if (scratch.exponents.length < most) scratch.exponents = new Int32Array(2 * most)
  const { exponents } = scratch
  let n = 0
  for (let p = start; p < end; p += stride) {
    const exponent = rankAt(rows, p, variable, packing)
    if (exponent > 0) exponents[n++] = exponent
  }
  scratch.pivotVariable = variable
  scratch.pivotExponent = Math.min(smallest(exponents, n, n >> 1), rankAt(lcm, 0, variable, packing) - 1)
}

/** The entry that would be at this place if the first n were sorted (C. A. R. Hoare, Algorithm 65: find). */
export function smallest(entries: Int32Array, n: number, place: number): number {
  let low = 0
  let high = n - 1
  while (low < high) {
    const middle = entries[(low + high) >> 1] ?? 0
    let i = low
    let j = high
    while (i <= j) {
      while ((entries[i] ?? 0) < middle) i++
      while ((entries[j] ?? 0) > middle) j--
      if (i > j) break
      const held = entries[i] ?? 0
      entries[i++] = entries[j] ?? 0
      entries[j--] = held
    }
    if (place <= j) high = j
    else if (place >= i) low = i
    else break
  }
  return entries[place] ?? 0
}
