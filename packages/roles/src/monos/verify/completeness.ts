import { createCompletenessCheck } from '../monomial/completeness.ts'
import type { Monomials } from '../monomial/monomials.ts'
import type { Pause } from '../distribute/pause.ts'

/** A way to tell whether components that were each proven are all there are, at a chance of error of at most 2^-bits. */
export interface Completeness {
  readonly bits: number
  readonly holds: (lists: Iterable<Monomials>, pause: Pause) => Promise<boolean>
}

/** The chance that a wrong answer passes is at most 2^-60. */
const BITS = 60
/** Rows between two pauses. */
const AT_ONCE = 4096

/**
 * For strongly generic ideals; `undefined` for others. For squarefree ideals the question is whether two hypergraphs are
 * each other's transversals, which nobody knows how to tell much quicker than by finding all of them (Fredman and
 * Khachiyan, On the Complexity of Dualization of Monotone Disjunctive Normal Forms, J. Algorithms 21, 1996).
 */
export function completenessOf(ideal: Monomials): Completeness | undefined {
  if (createCompletenessCheck(ideal) === undefined) return undefined
  const each = bitsOf(ideal.variables)
  const times = Math.ceil(BITS / each)
  return { bits: Math.floor(times * each), holds }

  async function holds(lists: Iterable<Monomials>, pause: Pause): Promise<boolean> {
    const checks = Array.from({ length: times }, () => createCompletenessCheck(ideal))
    for (const list of lists)
      for (let from = 0; from < list.length; from += AT_ONCE) {
        const part = piece(list, from, Math.min(list.length, from + AT_ONCE))
        for (const check of checks) check?.add(part)
        await pause()
      }
    return checks.every((check) => check?.isComplete() === true)
  }
}

/** `createCompletenessCheck` errs with a probability below ((n - 1) / 2^25.99)^3. */
function bitsOf(variables: number): number {
  return 3 * (25.99 - Math.log2(Math.max(variables - 1, 1)))
}

function piece(list: Monomials, from: number, to: number): Monomials {
  const { variables, ranks } = list
  return { ...list, length: to - from, ranks: ranks.subarray(from * variables, to * variables) }
}
