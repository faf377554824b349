import { divideBy } from './divide-by.ts'
import type { Packing } from './packing.ts'
import type { Scratch } from './scratch.ts'
import { dropUseless, findBound, findLcm, survey } from './slice-rows.ts'

/**
 * Simplifies a slice in place until nothing changes, and returns its new end; an end right behind the multiplier says
 * that there is nothing in it. `scratch` then has the lcm, how many rows are below it, and if these are two or more, what
 * `survey` finds.
 *
 * @param base where the row is by which the slice's results are multiplied; its generators follow
 * @param active how many variables the slice has
 */
export function simplify(
  rows: Int32Array,
  base: number,
  from: number,
  active: number,
  packing: Packing,
  scratch: Scratch,
): number {
  const { stride, variables } = packing
  const start = base + stride
  let end = from
  for (;;) {
    if (end - start < active * stride || findLcm(rows, start, end, packing, scratch) < active) return start
    const useful = dropUseless(rows, start, end, packing, scratch)
    if (useful !== end) {
      end = useful
      continue
    }
    if (scratch.inner <= 1) return end
    survey(rows, start, end, packing, scratch)
    if (!findBound(rows, start, end, packing, scratch)) return end
    for (let i = 0; i < variables; i++) {
      const e = scratch.bound[i] ?? 0
      if (e > 0) end = quotient(rows, base, end, i, e, packing, scratch)
    }
  }
}

/** Replaces a slice's ideal by its quotient by x^e, and multiplies what comes of it by x^e; returns the new end. */
export function quotient(
  rows: Int32Array,
  base: number,
  end: number,
  variable: number,
  e: number,
  packing: Packing,
  scratch: Scratch,
): number {
  const at = base + (packing.word[variable] ?? 0)
  rows[at] = (rows[at] ?? 0) + (e << (packing.shift[variable] ?? 0))
  return divideBy(rows, base + packing.stride, end, variable, e, packing, scratch)
}
