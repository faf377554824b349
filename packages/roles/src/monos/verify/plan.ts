import type { Pause } from '../distribute/pause.ts'
import { createSieve } from '../monomial/certificate.ts'
import { genericDeformation } from '../monomial/generic.ts'
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

/**
 * Strongly generic ideals can be checked. Others have a deformation that is, the components of which become those of the
 * ideal and some that are redundant; these are left out after.
 *
 * @param generators minimal
 */
export function planFor(generators: Monomials): Plan {
  const completeness = completenessOf(generators)
  const asItIs: Plan = { ideal: generators, restore: async (lists) => lists, ...(completeness && { completeness }) }
  if (completeness !== undefined || generators.length < 2) return asItIs
  const { ideal, restore } = genericDeformation(generators)
  if (wholeSlice(ideal).work > WORTH * wholeSlice(generators).work) return asItIs
  const ofDeformed = completenessOf(ideal)
  return {
    ideal,
    ...(ofDeformed && { completeness: ofDeformed }),
    restore: (lists, pause) => irredundant(generators, lists.map(restore), pause),
  }
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
