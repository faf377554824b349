import { createSliceCheck } from '../monomial/certificate.ts'
import { canonical, compact, type Monomials, onScales } from '../monomial/monomials.ts'
import type { Slice } from '../monomial/split.ts'
import type { SliceResult } from '../vocabulary/slice.ts'

/** What is left of a worker's answer once it has been looked at. */
export type Verdict =
  /** Each row is a component of the slice; that there are no others but in the rest is the worker's word. */
  | { readonly isTrue: true; readonly list: Monomials; readonly rest: readonly Slice[] }
  /** No honest worker answers that. */
  | { readonly isTrue: false; readonly why: string }

export interface Asked {
  readonly id: number
  readonly slice: Slice
}

/**
 * Proves each component of an answer by itself, see `createSliceCheck`: who answers with a wrong one is a liar, or broken.
 * The list is canonical, and over these scales.
 */
export function judge({ id, slice }: Asked, result: SliceResult, scales: Monomials['scales']): Verdict {
  const { components, done, rest } = result
  if (result.id !== id) return lie(`an answer to ${result.id}, which was not asked`)
  if (components.variables !== slice.ideal.variables) return lie(`${components.variables} variables`)
  if (done !== (rest.length === 0)) return lie('a rest that is none')
  const flaw = createSliceCheck(slice)(components)
  if (flaw !== undefined) return lie(`row ${flaw.row} is no component: ${flaw.reason}`)
  return { isTrue: true, list: canonical(onScales(components, scales)), rest }
}

function lie(why: string): Verdict {
  return { isTrue: false, why }
}

/** Whether two slices are the same; estimates do not count. */
export function isSameSlice(a: Slice, b: Slice | undefined): boolean {
  if (b === undefined || a.ideal.variables !== b.ideal.variables || a.ideal.length !== b.ideal.length) return false
  const [x, y] = [canonical(compact(a.ideal)), canonical(compact(b.ideal))]
  return (
    a.shift.every((exponent, i) => exponent === b.shift[i]) &&
    a.open.every((isOpen, i) => isOpen === b.open[i]) &&
    x.scales.every((scale, i) => scale.join() === y.scales[i]?.join()) &&
    x.ranks.every((rank, at) => rank === y.ranks[at])
  )
}
