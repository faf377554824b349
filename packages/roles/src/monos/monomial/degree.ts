import { smallestCovers } from './covers.ts'
import { MonomialError } from './errors.ts'
import { minimalGenerators } from './minimal.ts'
import type { Monomials } from './monomials.ts'
import { independentParts } from './parts.ts'
import { countStandardMonomials } from './standard.ts'

/**
 * The degree (multiplicity) of the quotient ring: over the minimal primes of the largest dimension, the sum of the
 * lengths of the localizations, in which all variables outside of the prime become 1. The unit ideal has degree 0.
 *
 * @param options.primes such primes of an independent part, at most. Default 1,000,000
 */
export function degree(ideal: Monomials, { primes = 1_000_000 }: { readonly primes?: number } = {}): bigint {
  return independentParts(ideal).reduce((product, part) => product * degreeOfPart(part, primes), 1n)
}

function degreeOfPart(part: Monomials, primes: number): bigint {
  const { covers } = smallestCovers(part, primes + 1)
  if (covers.length > primes)
    throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${primes} minimal primes of the largest dimension.`)
  if (part.scales.every((scale) => scale.at(-1) === 1n)) return BigInt(covers.length)
  return covers.reduce((sum, cover) => sum + countStandardMonomials(localized(part, cover)), 0n)
}

/** The ideal in these variables only, when the others are 1. */
function localized({ variables, length, ranks, scales }: Monomials, cover: readonly number[]): Monomials {
  const own = new Int32Array(length * cover.length)
  for (let row = 0, to = 0; row < length; row++) for (const i of cover) own[to++] = ranks[row * variables + i] ?? 0
  return minimalGenerators({ variables: cover.length, length, ranks: own, scales: cover.map((i) => scales[i] ?? [0n]) })
}
