import { minimalGenerators } from './minimal.ts'
import { type Monomials } from './monomials.ts'
import { mapExponents } from './scales.ts'

/** Minimal generators of the radical: every exponent becomes 1. */
export function radicalOf(ideal: Monomials): Monomials {
  return minimalGenerators(mapExponents(ideal, (exponent) => (exponent > 0n ? 1n : 0n)))
}
