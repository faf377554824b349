import { runToEnd, type Steps } from '../steps.ts'
import { smallestCoversSteps } from './covers.ts'
import { MonomialError } from './errors.ts'
import { minimalGenerators } from './minimal.ts'
import type { Monomials } from './monomials.ts'
import { independentParts } from './parts.ts'
import { countStandardMonomialsSteps } from './standard.ts'

export interface DegreeOptions {
  /** Minimal primes of the largest dimension of an independent part, at most. Default 1,000,000. */
  readonly primes?: number
}

/**
 * The degree (multiplicity) of the quotient ring: over the minimal primes of the largest dimension, the sum of the
 * lengths of the localizations, in which all variables outside of the prime become 1. The unit ideal has degree 0.
 */
export function degree(ideal: Monomials, options: DegreeOptions = {}): bigint {
  return runToEnd(degreeSteps(ideal, options))
}

/** The same in parts. */
export function* degreeSteps(ideal: Monomials, { primes = 1_000_000 }: DegreeOptions = {}): Steps<bigint> {
  let product = 1n
  for (const part of independentParts(ideal)) product *= yield* degreeOfPart(part, primes)
  return product
}

function* degreeOfPart(part: Monomials, primes: number): Steps<bigint> {
  const { covers } = yield* smallestCoversSteps(part, primes + 1)
  if (covers.length > primes)
    throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${primes} minimal primes of the largest dimension.`)
  if (part.scales.every((scale) => scale.at(-1) === 1n)) return BigInt(covers.length)
  let sum = 0n
  for (const cover of covers) {
    yield
    sum += yield* countStandardMonomialsSteps(localized(part, cover))
  }
  return sum
}

/** The ideal in these variables only, when the others are 1. */
function localized({ variables, length, ranks, scales }: Monomials, cover: readonly number[]): Monomials {
  const own = new Int32Array(length * cover.length)
  for (let row = 0, to = 0; row < length; row++) for (const i of cover) own[to++] = ranks[row * variables + i] ?? 0
  return minimalGenerators({ variables: cover.length, length, ranks: own, scales: cover.map((i) => scales[i] ?? [0n]) })
}
