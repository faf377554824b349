import type { Monomials } from '../monomial/monomials.ts'
import type { Slice } from '../monomial/split.ts'

/** A part of an irreducible decomposition that a worker is asked for. */
export interface SliceTask {
  /** The employer's number for it. */
  readonly id: number
  readonly slice: Slice
  /** When to give back what is left, as slices of its own, in milliseconds; absent, never. */
  readonly patience?: number
}

/** What a worker found. */
export interface SliceResult {
  readonly id: number
  /** No more of this slice follows. */
  readonly done: boolean
  readonly components: Monomials
  /** What is left of the slice: together with the components it is all of it. */
  readonly rest: readonly Slice[]
}
