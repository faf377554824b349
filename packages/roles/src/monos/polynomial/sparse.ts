import type { Field } from './field.ts'
import { PolynomialError } from './errors.ts'
import type { MonomialTable } from './monomial-table.ts'
import type { Polynomial, Term } from './polynomials.ts'

/** A polynomial that is not zero, up to a factor: monomials of a table, the leading one first. */
export interface Sparse<C> {
  readonly monomials: Int32Array
  readonly coefficients: C
}

/** Reads a polynomial; undefined if it is zero. */
export function readPolynomial<C>(
  polynomial: Polynomial,
  table: MonomialTable,
  field: Field<C>,
  at: number,
): Sparse<C> | undefined {
  const terms = sortedTerms(polynomial, table, field, at)
  if (terms.length === 0) return undefined
  return { monomials: Int32Array.from(terms, ([id]) => id), coefficients: field.read(terms.map(([, term]) => term)) }
}

/** The terms that are not zero with the numbers of their monomials, the leading one first. */
export function sortedTerms<C>(
  polynomial: Polynomial,
  table: MonomialTable,
  field: Field<C>,
  at: number,
): (readonly [number, Term])[] {
  const sums = new Map<number, Term>()
  for (const term of polynomial) {
    const id = table.idOf(checkedExponents(term, table.variables, at))
    const known = sums.get(id)
    sums.set(id, known === undefined ? term : added(known, term))
  }
  const kept = new Set(field.nonZero([...sums.values()]))
  return [...sums].filter(([, term]) => kept.has(term)).sort(([a], [b]) => table.compare(b, a))
}

/** The polynomial divided by its leading coefficient, the leading term first. */
export function writePolynomial<C>(
  { monomials, coefficients }: Sparse<C>,
  table: MonomialTable,
  field: Field<C>,
): Term[] {
  return field
    .monic(coefficients)
    .map((value, at) => ({ ...value, exponents: table.exponentsOf(monomials[at] ?? 0).map(BigInt) }))
}

function added(a: Term, b: Term): Term {
  const [p, q] = [a.denominator ?? 1n, b.denominator ?? 1n]
  return { numerator: a.numerator * q + b.numerator * p, denominator: p * q, exponents: a.exponents }
}

function checkedExponents({ exponents }: Term, variables: number, at: number): number[] {
  if (exponents.length !== variables)
    throw new PolynomialError(
      'ERR_POLYNOMIAL_SHAPE',
      `A term of polynomial ${at} has ${exponents.length} exponents, not ${variables}.`,
      at,
    )
  const wrong = exponents.find((exponent) => exponent < 0n || exponent >= 2n ** 31n)
  if (wrong !== undefined)
    throw new PolynomialError(
      'ERR_POLYNOMIAL_EXPONENT',
      `Polynomial ${at} has the exponent ${wrong}; it must be from 0 to 2^31 - 1.`,
      at,
    )
  return exponents.map(Number)
}
