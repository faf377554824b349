import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groebnerBasis, isGroebnerBasisOver, polynomialNormalForm } from './groebner-basis.ts'
import { modularGroebnerBasis } from './modular-groebner-basis.ts'
import { type MonomialOrder, type Polynomial, polynomialText, type Term } from './polynomials.ts'

const terms = fc.record({
  numerator: fc.bigInt(-5n, 5n),
  denominator: fc.constant(1n),
  exponents: fc.array(fc.bigInt(0n, 2n), { minLength: 3, maxLength: 3 }),
})
const polynomials = fc.array(terms, { minLength: 1, maxLength: 3 })
const ideals = fc.record({
  variables: fc.constant(3),
  characteristic: fc.constantFrom(0n, 2n, 32_003n, 2_147_483_647n),
  polynomials: fc.array(polynomials, { minLength: 1, maxLength: 3 }),
})
const orders = fc.constantFrom<MonomialOrder>(
  { ties: 'grevlex' },
  { ties: 'lex' },
  { eliminate: 1, ties: 'grevlex' },
  { weights: [[1n, 3n, 2n]], ties: 'lex' },
)
const runs = { numRuns: 60 }

describe('Gröbner bases', () => {
  test('pass the criterion of Buchberger, and hold the generators', () => {
    fc.assert(
      fc.property(ideals, orders, (ideal, order) => {
        expect(isGroebnerBasisOver(groebnerBasis(ideal, order), ideal)).toBe(true)
      }),
      runs,
    )
  })

  test('do not depend on the generators', () => {
    fc.assert(
      fc.property(ideals, orders, polynomials, (ideal, order, factor) => {
        const [first = []] = ideal.polynomials
        const others = [
          ...ideal.polynomials.toReversed(),
          product(first, factor),
          [...first, ...(ideal.polynomials[1] ?? [])],
        ]
        expect(groebnerBasis({ ...ideal, polynomials: others }, order)).toEqual(groebnerBasis(ideal, order))
      }),
      runs,
    )
  })

  test('of different orders generate the same ideal', () => {
    fc.assert(
      fc.property(ideals, orders, orders, (ideal, one, other) => {
        const there = groebnerBasis(ideal, one)
        expect(groebnerBasis({ ...ideal, polynomials: there.polynomials }, other)).toEqual(groebnerBasis(ideal, other))
      }),
      runs,
    )
  })

  test('over the rationals are the same from modular images', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const rational = { ...ideal, characteristic: 0n }
        const order = { ties: 'grevlex' } as const
        const found = modularGroebnerBasis(rational, order).polynomials
        expect(found.map(polynomialText)).toEqual(groebnerBasis(rational, order).polynomials.map(polynomialText))
      }),
      { numRuns: 25 },
    )
  })
})

describe('normal forms', () => {
  test('are zero for combinations of the generators, and do not change by them', () => {
    fc.assert(
      fc.property(ideals, orders, polynomials, polynomials, (ideal, order, factor, polynomial) => {
        const basis = groebnerBasis(ideal, order)
        const member = product(ideal.polynomials[0] ?? [], factor)
        expect(polynomialNormalForm(basis, member)).toEqual([])
        const form = polynomialNormalForm(basis, polynomial)
        expect(polynomialText(polynomialNormalForm(basis, [...polynomial, ...member]))).toBe(polynomialText(form))
        expect(polynomialText(polynomialNormalForm(basis, form))).toBe(polynomialText(form))
        const rest = [...polynomial, ...form.map((term) => ({ ...term, numerator: -term.numerator }))]
        expect(polynomialNormalForm(basis, rest)).toEqual([])
      }),
      runs,
    )
  })
})

function product(a: Polynomial, b: Polynomial): Polynomial {
  return a.flatMap((p) =>
    b.map((q): Term => ({
      numerator: p.numerator * q.numerator,
      denominator: (p.denominator ?? 1n) * (q.denominator ?? 1n),
      exponents: p.exponents.map((exponent, i) => exponent + (q.exponents[i] ?? 0n)),
    })),
  )
}
