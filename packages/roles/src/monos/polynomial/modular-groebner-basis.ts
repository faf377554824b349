import { gcd } from '../binomial/integers.ts'
import { type KernelOptions, runToEnd, type Steps } from '../binomial/kernel-options.ts'
import { PolynomialError } from './errors.ts'
import { type GroebnerBasis, groebnerBasisSteps, isGroebnerBasisOverSteps, isPrime } from './groebner-basis.ts'
import { compareExponents, type MonomialOrder, type Polynomial, type PolynomialIdeal } from './polynomials.ts'
import { createReconstruction, type ModularImage } from './rational-reconstruction.ts'

export interface ModularOptions extends KernelOptions {
  /** Primes before giving up. Default 10,000. */
  readonly primes?: number
}

export interface VerifiedGroebnerBasis extends GroebnerBasis {
  /**
   * `proof`: equality of ideals is proved. `probabilistic`: it is proved that this is a Gröbner basis and that its ideal
   * holds all generators; that it is not larger was only seen modulo several primes of 26 bits.
   */
  readonly verified: 'proof' | 'probabilistic'
  /** How many primes were used. */
  readonly primes: number
}

/** The primes of modular computations, largest first: all below 2^26, where arithmetic is fastest. */
export function* modularPrimes(): Generator<bigint, void, undefined> {
  for (let candidate = 2 ** 26 - 1; candidate > 2 ** 25; candidate -= 2) if (isPrime(candidate)) yield BigInt(candidate)
}

/** One part of a modular computation, to be done anywhere; undefined if the prime divides a denominator. */
export function modularImage(
  ideal: PolynomialIdeal,
  order: MonomialOrder,
  prime: bigint,
  options: KernelOptions = {},
): ModularImage | undefined {
  return runToEnd(modularImageSteps(ideal, order, prime, options))
}

function* modularImageSteps(
  ideal: PolynomialIdeal,
  order: MonomialOrder,
  prime: bigint,
  options: KernelOptions,
): Steps<ModularImage | undefined> {
  const divides = ({ denominator = 1n }: { denominator?: bigint }) => denominator % prime === 0n
  if (ideal.polynomials.some((polynomial) => polynomial.some(divides))) return undefined
  const polynomials = integral(ideal.polynomials)
  const basis = yield* groebnerBasisSteps({ ...ideal, characteristic: prime, polynomials }, order, options)
  return { prime, polynomials: basis.polynomials }
}

/**
 * A Gröbner basis over the rationals from ones modulo primes. What is put together is looked at modulo one more prime,
 * and then checked exactly: `checkedBasis`.
 */
export function modularGroebnerBasis(
  ideal: PolynomialIdeal,
  order: MonomialOrder,
  options: ModularOptions = {},
): VerifiedGroebnerBasis {
  return runToEnd(modularGroebnerBasisSteps(ideal, order, options))
}

export function* modularGroebnerBasisSteps(
  ideal: PolynomialIdeal,
  order: MonomialOrder,
  options: ModularOptions = {},
): Steps<VerifiedGroebnerBasis> {
  const { primes: most = 10_000 } = options
  const parts = createReconstruction()
  let [used, next] = [0, 1]
  let candidate: readonly Polynomial[] | undefined
  for (const prime of modularPrimes()) {
    if (used >= most) break
    const image = yield* modularImageSteps(ideal, order, prime, options)
    if (image === undefined) continue
    used++
    const confirmed = candidate !== undefined && isImageOf(candidate, image)
    parts.add(image)
    if (confirmed && candidate) {
      const basis = yield* checkedBasisSteps(ideal, order, candidate, image, options)
      if (basis) return { ...basis, primes: used }
    }
    if (!confirmed && candidate) candidate = undefined
    if (used < next) continue
    candidate = parts.result()
    next = candidate ? used + 1 : Math.ceil(used * 1.25)
  }
  throw new PolynomialError('ERR_POLYNOMIAL_COEFFICIENT', `The coefficients are too large for ${used} primes.`)
}

/**
 * Checks polynomials G that should be the Gröbner basis of an ideal I over the rationals; undefined if they are not.
 * That all S-polynomials of G and all generators of I reduce to zero is computed exactly: G is a Gröbner basis, and I lies
 * in its ideal. For homogeneous generators, G and the image modulo one prime having the same leading monomials then proves
 * equality, provided that the image is right, that is, computed here and not taken from others (E. A. Arnold, Modular algorithms for computing Gröbner bases, J. Symbolic Computation 35, 2003): in each
 * degree, the ideal of the image cannot be larger than I.
 */
export function checkedBasis(
  ideal: PolynomialIdeal,
  order: MonomialOrder,
  polynomials: readonly Polynomial[],
  image: ModularImage,
  options: KernelOptions = {},
): Omit<VerifiedGroebnerBasis, 'primes'> | undefined {
  return runToEnd(checkedBasisSteps(ideal, order, polynomials, image, options))
}

function* checkedBasisSteps(
  ideal: PolynomialIdeal,
  order: MonomialOrder,
  polynomials: readonly Polynomial[],
  image: ModularImage,
  options: KernelOptions,
): Steps<Omit<VerifiedGroebnerBasis, 'primes'> | undefined> {
  const basis = { variables: ideal.variables, characteristic: 0n, order, polynomials }
  if (!isImageOf(polynomials, image) || !(yield* isGroebnerBasisOverSteps(basis, ideal, options))) return undefined
  return { ...basis, verified: ideal.polynomials.every(isHomogeneous) ? 'proof' : 'probabilistic' }
}

/** Whether monic polynomials are, modulo a prime, those of an image. */
export function isImageOf(polynomials: readonly Polynomial[], image: ModularImage): boolean {
  if (polynomials.length !== image.polynomials.length) return false
  return polynomials.every((polynomial, at) => {
    const expected = new Map(
      (image.polynomials[at] ?? []).map(({ exponents, numerator }) => [exponents.join(), numerator]),
    )
    const lead = image.polynomials[at]?.[0]?.exponents ?? []
    if (compareExponents(polynomial[0]?.exponents ?? [], lead) !== 0) return false
    let seen = 0
    const fits = polynomial.every(({ numerator, denominator = 1n, exponents }) => {
      const value = expected.get(exponents.join()) ?? 0n
      if (value !== 0n) seen++
      return denominator % image.prime !== 0n && (numerator - value * denominator) % image.prime === 0n
    })
    return fits && seen === expected.size
  })
}

function isHomogeneous(polynomial: Polynomial): boolean {
  const degrees = polynomial.map(({ exponents }) => exponents.reduce((sum, exponent) => sum + exponent, 0n))
  return degrees.every((degree) => degree === degrees[0])
}

/** Generators without denominators, so that modulo a prime they are what they are over the integers. */
function integral(polynomials: readonly Polynomial[]): Polynomial[] {
  return polynomials.map((polynomial) => {
    let common = 1n
    for (const { denominator = 1n } of polynomial) common *= denominator / gcd(common, denominator)
    return polynomial.map(({ numerator, denominator = 1n, exponents }) => ({
      numerator: numerator * (common / denominator),
      exponents,
    }))
  })
}
