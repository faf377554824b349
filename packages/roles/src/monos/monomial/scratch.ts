import type { Packing } from './packing.ts'

/** What the passes over the rows of a slice find, kept in one place so that none of them allocates. */
export interface Scratch {
  /** The lcm of all rows, as a packed row without mask. */
  readonly lcm: Int32Array
  /** For each word, the guard bits of the fields where the lcm is positive. */
  readonly present: Int32Array
  /** For each variable: the common support of the rows in which it occurs, and how many these are. */
  readonly common: Int32Array
  readonly counts: Int32Array
  /** The smallest positive rank of each variable, as a packed row without mask. */
  readonly least: Int32Array
  readonly bound: Int32Array
  /** Guard bits that were seen, a word each. */
  readonly seen: Int32Array
  /** A set of variables. */
  readonly component: Int32Array
  /** Exponents of the rows in question; grows with them. */
  exponents: Int32Array
  /** Rows that are below the lcm in every variable. */
  inner: number
  /** Rows with a positive exponent among those that `lowFirst` brought to the front. */
  positive: number
  pivotVariable: number
  pivotExponent: number
}

export function createScratch({ variables, stride, masks }: Packing): Scratch {
  return {
    lcm: new Int32Array(stride),
    present: new Int32Array(stride),
    common: new Int32Array(variables * masks),
    counts: new Int32Array(variables),
    least: new Int32Array(stride),
    bound: new Int32Array(variables),
    seen: new Int32Array(stride),
    component: new Int32Array(masks),
    exponents: new Int32Array(1024),
    inner: 0,
    positive: 0,
    pivotVariable: 0,
    pivotExponent: 0,
  }
}
