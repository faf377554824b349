import fc from 'fast-check'
import { expect, it } from 'vitest'
import { monomials, rowsOf } from '../monomial/monomials.ts'
import { type MonomialIdeal, type PolynomialIdeal, syntaxes } from './ideal.ts'
import { readMonomialIdeal, readPolynomialIdeal } from './read.ts'
import { writeComponents, writeMonomialIdeal, writePolynomialIdeal } from './write.ts'

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,4}$/)
const exponent = fc.oneof(fc.constant(0n), fc.bigInt(0n, 3n), fc.bigInt(0n, 2n ** 70n))

const ideal: fc.Arbitrary<MonomialIdeal> = fc
  .uniqueArray(name, { maxLength: 5 })
  .chain((names) =>
    fc
      .array(fc.array(exponent, { minLength: names.length, maxLength: names.length }), { maxLength: 5 })
      .map((rows) => ({ names, generators: monomials(names.length, rows) })),
  )

it.each(syntaxes)('%s: what is written is read back', (syntax) => {
  fc.assert(
    fc.property(ideal, ({ names, generators }) => {
      const text = [...writeMonomialIdeal({ names, generators }, syntax)].join('')
      const back = readMonomialIdeal(text)
      expect([...rowsOf(back.generators)]).toEqual([...rowsOf(generators)])
      // Singular and Macaulay2 have words of their own: then all names are replaced, and a comment says so.
      if (!/^(?:--|\/\/) x_1 is /m.test(text)) expect(back.names).toEqual(names)
      else expect(text).toContain(` is ${names.at(-1)}\n`)
    }),
    { numRuns: 200 },
  )
})

const polynomialIdeal: fc.Arbitrary<PolynomialIdeal> = fc
  .record({
    characteristic: fc.constantFrom(0n, 32003n),
    kind: fc.constantFrom('lex', 'grevlex', 'elimination'),
    polynomials: fc.array(
      fc.uniqueArray(
        fc.tuple(fc.array(fc.bigInt(0n, 9n), { minLength: 3, maxLength: 3 }), fc.bigInt(1n, 99n), fc.boolean()),
        { selector: ([exponents]) => exponents.join(' '), minLength: 1, maxLength: 5 },
      ),
      { maxLength: 4 },
    ),
  })
  .map(({ characteristic, kind, polynomials }) => ({
    names: ['x', 'y_1', 'z'],
    characteristic,
    order: { kind, eliminate: kind === 'elimination' ? 1 : 0 } as const,
    generators: polynomials.map((terms) =>
      terms.map(([exponents, size, odd]) => ({
        numerator: characteristic === 0n && odd ? -size : size,
        denominator: characteristic === 0n && odd ? size + 1n : 1n,
        exponents,
      })),
    ),
  }))

it.each(['macaulay2', 'singular'] as const)('%s: polynomials, their field and their order are read back', (syntax) => {
  fc.assert(
    fc.property(polynomialIdeal, (written) => {
      expect(readPolynomialIdeal([...writePolynomialIdeal(written, syntax)].join(''))).toEqual(written)
    }),
  )
})

it('writes irreducible components as a list of ideals', () => {
  const rows = monomials(2, [
    [2n, 0n],
    [1n, 3n],
    [0n, 0n],
  ])
  const text = (syntax: (typeof syntaxes)[number]): string => [...writeComponents(['a', 'b'], rows, syntax)].join('')
  expect(text('4ti2')).toBe('3 2\n2 0\n1 3\n0 0\n a b\n')
  expect(text('monos')).toBe('vars a, b;\n[\n a^2\n];\nvars a, b;\n[\n a,\n b^3\n];\nvars a, b;\n[\n];\n')
  expect(text('frobby')).toContain('(monomial-ideal-with-order\n (lex-order a b)\n a\n b^3\n)\n')
  expect(text('macaulay2')).toBe(
    'R = QQ[a, b];\nL = {\n monomialIdeal(a^2),\n monomialIdeal(a, b^3),\n monomialIdeal(0_R)};\n',
  )
  expect(text('singular')).toContain('list L =\n ideal(a^2),\n ideal(a, b^3),\n ideal(0);\n')
  expect([...writeComponents(['a'], monomials(1, []), 'singular')].join('')).toMatch(/list L =\n list\(\);\n$/)
})
