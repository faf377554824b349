import { createTicker, type KernelOptions, runToEnd, type Steps, type Ticker } from '../binomial/kernel-options.ts'
import { changedOrder } from './change-order.ts'
import { PolynomialError } from './errors.ts'
import type { Field } from './field.ts'
import { isGroebnerBasis, normalForms, reducedGroebnerBasis } from './groebner-engine.ts'
import { createMonomialTable, type MonomialTable } from './monomial-table.ts'
import { compareExponents, type MonomialOrder, type Polynomial, type PolynomialIdeal } from './polynomials.ts'
import { createPrimeField } from './prime-field.ts'
import { rationalField } from './rational-field.ts'
import { readPolynomial, type Sparse, sortedTerms, writePolynomial } from './sparse.ts'

/** The reduced Gröbner basis: monic polynomials, leading terms first, sorted by leading exponents column by column. */
export interface GroebnerBasis extends PolynomialIdeal {
  readonly order: MonomialOrder
}

/** What a computation in one ring needs; coefficients are of a type of their own in each field. */
interface Ring<C> {
  readonly table: MonomialTable
  readonly field: Field<C>
  readonly ticker: Ticker
  readonly sugar: boolean
}

/**
 * Computes in the field itself. Whatever is found is made from the generators, and all S-polynomials are reduced: the
 * answer needs no further proof. Over the rationals, `modularGroebnerBasis` is faster where coefficients grow.
 */
export function groebnerBasis(
  ideal: PolynomialIdeal,
  order: MonomialOrder,
  options: KernelOptions = {},
): GroebnerBasis {
  return runToEnd(groebnerBasisSteps(ideal, order, options))
}

export function* groebnerBasisSteps(
  ideal: PolynomialIdeal,
  order: MonomialOrder,
  options: KernelOptions = {},
): Steps<GroebnerBasis> {
  const ring = ringOf(ideal, order, options)
  const basis = yield* basisIn(ring, ideal)
  const polynomials = sorted(basis.map((polynomial) => writePolynomial(polynomial, ring.table, ring.field)))
  return { variables: ideal.variables, characteristic: ideal.characteristic, order, polynomials }
}

/** The normal form of a polynomial modulo a Gröbner basis: the leading term first, no terms if it lies in the ideal. */
export function polynomialNormalForm(
  basis: GroebnerBasis,
  polynomial: Polynomial,
  options: KernelOptions = {},
): Polynomial {
  return runToEnd(polynomialNormalFormSteps(basis, polynomial, options))
}

export function* polynomialNormalFormSteps(
  basis: GroebnerBasis,
  polynomial: Polynomial,
  options: KernelOptions = {},
): Steps<Polynomial> {
  const ring = ringOf(basis, basis.order, options)
  const { table, field } = ring
  const terms = sortedTerms(polynomial, table, field, 0)
  const [first] = terms
  if (first === undefined) return []
  const leading = { numerator: 1n, exponents: [] }
  if (basis.variables === 0) {
    const [, value] = field.monic(field.read([leading, first[1]]))
    return value === undefined || basis.polynomials.length > 0 ? [] : [{ ...value, exponents: [] }]
  }
  // A larger term, which nothing may reduce, goes along with coefficient 1 and tells by what the rest was multiplied.
  const variable = table.idOf(Array.from({ length: basis.variables }, (_, i) => (i === 0 ? 1 : 0)))
  const tag = table.product(first[0], variable)
  const tagged: Sparse<unknown> = {
    monomials: Int32Array.from([tag, ...terms.map(([id]) => id)]),
    coefficients: field.read([leading, ...terms.map(([, term]) => term)]),
  }
  const [rest] = yield* normalForms([tagged], readAll(basis.polynomials, ring), ring, tag)
  return rest === undefined ? [] : writePolynomial(rest, table, field).slice(1)
}

/**
 * Whether a list of polynomials is a Gröbner basis whose ideal holds the generators: all S-polynomials and all generators
 * reduce to zero, exactly. It does not tell whether the basis lies in the ideal of the generators.
 */
export function isGroebnerBasisOver(
  basis: GroebnerBasis,
  ideal: PolynomialIdeal,
  options: KernelOptions = {},
): boolean {
  return runToEnd(isGroebnerBasisOverSteps(basis, ideal, options))
}

/** The same in parts. */
export function* isGroebnerBasisOverSteps(
  basis: GroebnerBasis,
  ideal: PolynomialIdeal,
  options: KernelOptions = {},
): Steps<boolean> {
  const ring = ringOf(basis, basis.order, options)
  const elements = readAll(basis.polynomials, ring)
  const rests = yield* normalForms(readAll(ideal.polynomials, ring), elements, ring)
  return rests.every((rest) => rest === undefined) && (yield* isGroebnerBasis(elements, ring))
}

/** The exponents of the leading monomials. */
export function leadingMonomials({ polynomials }: GroebnerBasis): bigint[][] {
  return polynomials.map((polynomial) => [...(polynomial[0]?.exponents ?? [])]).sort(compareExponents)
}

/**
 * Other orders than grevlex go through a grevlex basis: by linear algebra if it is zero-dimensional, and else it is what
 * the algorithm starts from.
 */
function* basisIn(ring: Ring<unknown>, { variables, polynomials }: PolynomialIdeal): Steps<Sparse<unknown>[]> {
  if (!ring.sugar) return yield* reducedGroebnerBasis(readAll(polynomials, ring), ring)
  const plain = { ...ring, table: createMonomialTable(variables, { ties: 'grevlex' }), sugar: false }
  const first = yield* reducedGroebnerBasis(readAll(polynomials, plain), plain)
  const changed = yield* changedOrder(first, plain, ring.table)
  if (changed) return changed
  const known = first.map((polynomial) => writePolynomial(polynomial, plain.table, plain.field))
  return yield* reducedGroebnerBasis(readAll(known, ring), ring)
}

function ringOf(
  { variables, characteristic }: PolynomialIdeal,
  order: MonomialOrder,
  options: KernelOptions,
): Ring<unknown> {
  const ticker = createTicker(options)
  if (!Number.isInteger(variables) || variables < 0 || variables > ticker.limits.columns)
    throw new PolynomialError(
      'ERR_POLYNOMIAL_SHAPE',
      `${variables} variables; at most ${ticker.limits.columns} are allowed.`,
    )
  const table = createMonomialTable(variables, order)
  const sugar = order.ties === 'lex' || order.weights !== undefined || order.eliminate !== undefined
  // Each field is used with its own coefficients only, so what type they have does not matter from here on.
  const field = (
    characteristic === 0n ? rationalField : createPrimeField(checkedPrime(characteristic))
  ) as Field<unknown>
  return { table, field, ticker, sugar }
}

function readAll(polynomials: readonly Polynomial[], { table, field }: Ring<unknown>): Sparse<unknown>[] {
  return polynomials
    .map((polynomial, at) => readPolynomial(polynomial, table, field, at))
    .filter((polynomial) => polynomial !== undefined)
}

function sorted(polynomials: readonly Polynomial[]): Polynomial[] {
  return polynomials.toSorted((a, b) => compareExponents(a[0]?.exponents ?? [], b[0]?.exponents ?? []))
}

function checkedPrime(characteristic: bigint): number {
  const value = Number(characteristic)
  if (characteristic > 1n && characteristic < 2n ** 31n && isPrime(value)) return value
  throw new PolynomialError(
    'ERR_POLYNOMIAL_CHARACTERISTIC',
    `The characteristic is ${characteristic}; it must be 0 or a prime below 2^31.`,
  )
}

export function isPrime(value: number): boolean {
  if (value < 4) return value > 1
  if (value % 2 === 0) return false
  for (let divisor = 3; divisor * divisor <= value; divisor += 2) if (value % divisor === 0) return false
  return true
}
