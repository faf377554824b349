import type { Pause } from '../distribute/pause.ts'
import { createSieve } from '../monomial/certificate.ts'
import { genericDeformation, isStronglyGeneric } from '../monomial/generic.ts'
import { canonical, type Monomials } from '../monomial/monomials.ts'
import { wholeSlice } from '../monomial/split.ts'
import { type Completeness, completenessOf } from './completeness.ts'

/** Which ideal is decomposed instead of another one, and why. */
export interface Plan {
  readonly ideal: Monomials
  /** Absent where there is no cheaper check than the computation. */
  readonly completeness?: Completeness
  /** Makes of its components those that were asked for. */
  readonly restore: (lists: readonly Monomials[], pause: Pause) => Promise<readonly Monomials[]>
}

/** More work than this for an ideal that can be checked is not worth it: two workers for one slice are. */
const WORTH = 1.25

/** To decompose the ideal itself; there is a check if it is strongly generic. */
export function planAsItIs(generators: Monomials): Plan {
  const completeness = completenessOf(generators)
  return { ideal: generators, restore: (lists) => Promise.resolve(lists), ...(completeness && { completeness }) }
}

/**
 * To decompose a deformation, which is strongly generic: its components become those of the ideal, and some that are
 * redundant and left out. `undefined` where the ideal can be checked itself, or that would be too much more to do.
 *
 * @param generators minimal
 */
export function planDeformed(generators: Monomials): Plan | undefined {
  if (generators.length < 2 || isStronglyGeneric(generators)) return undefined
  const { ideal, restore } = genericDeformation(generators)
  if (wholeSlice(ideal).work > WORTH * wholeSlice(generators).work) return undefined
  return { ...planAsItIs(ideal), restore: (lists, pause) => irredundant(generators, lists.map(restore), pause) }
}

async function irredundant(ideal: Monomials, lists: readonly Monomials[], pause: Pause): Promise<Monomials[]> {
  const sieve = createSieve(ideal)
  const kept: Monomials[] = []
  for (const list of lists) {
    kept.push(canonical(sieve(list)))
    await pause()
  }
  return kept
}
