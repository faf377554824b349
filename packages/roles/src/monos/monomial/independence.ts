import type { Packing } from './packing.ts'
import type { Scratch } from './scratch.ts'

/**
 * Looks for variables that share no row with the others, starting from those of the first row; they are then in
 * `scratch.component`. Returns whether there are others.
 */
export function findComponent(
  rows: Int32Array,
  start: number,
  end: number,
  packing: Packing,
  scratch: Scratch,
): boolean {
  const { masks, stride } = packing
  const { component } = scratch
  for (let k = 0; k < masks; k++) component[k] = rows[start + k] ?? 0
  for (;;) {
    let grew = false
    let whole = true
    for (let p = start; p < end; p += stride) {
      let meets = false
      let inside = true
      for (let k = 0; k < masks; k++) {
        const mask = rows[p + k] ?? 0
        const own = component[k] ?? 0
        if ((mask & own) !== 0) meets = true
        if ((mask & ~own) !== 0) inside = false
      }
      if (inside) continue
      if (!meets) {
        whole = false
        continue
      }
      grew = true
      for (let k = 0; k < masks; k++) component[k] = (component[k] ?? 0) | (rows[p + k] ?? 0)
    }
    if (whole) return false
    if (!grew) return true
  }
}

/** Brings the rows in the component's variables to the front; returns where they end. */
export function gatherComponent(
  rows: Int32Array,
  start: number,
  end: number,
  packing: Packing,
  { component }: Scratch,
): number {
  const { masks, stride } = packing
  let to = start
  for (let p = start; p < end; p += stride) {
    let inside = false
    for (let k = 0; k < masks; k++) if (((rows[p + k] ?? 0) & (component[k] ?? 0)) !== 0) inside = true
    if (!inside) continue
    if (to !== p)
      for (let w = 0; w < stride; w++) {
        const held = rows[to + w] ?? 0
        rows[to + w] = rows[p + w] ?? 0
        rows[p + w] = held
      }
    to += stride
  }
  return to
}
