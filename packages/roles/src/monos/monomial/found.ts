import { grown } from './monomials.ts'

/** Packed rows that were found, `stride` words to each. */
export interface Found {
  rows: Int32Array<ArrayBuffer>
  count: number
}

export function createFound(stride: number): Found {
  return { rows: new Int32Array(64 * stride), count: 0 }
}

/** Makes room for one more row and returns where it goes. */
export function nextFound(found: Found, stride: number): number {
  const at = found.count++ * stride
  if (at + stride > found.rows.length) found.rows = grown(found.rows, at + stride)
  return at
}
