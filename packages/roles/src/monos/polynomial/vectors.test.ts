import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dimension } from '../monomial/covers.ts'
import { degree } from '../monomial/degree.ts'
import { minimalGenerators } from '../monomial/minimal.ts'
import { monomials } from '../monomial/monomials.ts'
import {
  type GroebnerBasis,
  groebnerBasis,
  isGroebnerBasisOver,
  leadingMonomials,
  polynomialNormalForm,
} from './groebner-basis.ts'
import { isImageOf, modularGroebnerBasis } from './modular-groebner-basis.ts'
import { polynomialText } from './polynomials.ts'
import { readIdeal } from './testing/read-ideal.ts'

const fixtures = new URL('../fixtures/algebra/polynomial/', import.meta.url)

type Expected = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const answers: Readonly<Record<string, (basis: GroebnerBasis) => unknown>> = {
  groebner: ({ polynomials }) => hashed(polynomials.map(polynomialText)),
  initialIdeal: (basis) => hashed(leadingMonomials(basis).map((row) => row.join(' '))),
  dimension: (basis) => dimension(initialIdeal(basis)),
  degree: (basis) => String(degree(initialIdeal(basis))),
}

const names = readdirSync(new URL('inputs/', fixtures))
  .filter((file) => file.endsWith('.poly'))
  .map((file) => file.slice(0, -5))
  .sort()

describe('the answers are those of Macaulay2 and Singular', () => {
  test.each(names)('%s', (name) => {
    const ops = expected(name)
    const basis = groebnerBasis(read(name), { ties: 'grevlex' })
    expect(Object.fromEntries(Object.keys(ops).map((op) => [op, answers[op]?.(basis)]))).toEqual(
      Object.fromEntries(
        Object.entries(ops).map(([op, { value, count, sha256 }]) => [op, sha256 ? [count, sha256] : value]),
      ),
    )
  })

  test.each(names)('%s over the rationals is, modulo the prime, what it is over its field', (name) => {
    const ideal = read(name)
    const overPrime = groebnerBasis(ideal, { ties: 'grevlex' })
    const rational = { ...ideal, characteristic: 0n }
    const exact = groebnerBasis(rational, { ties: 'grevlex' })
    expect(isGroebnerBasisOver(exact, rational)).toBe(true)
    expect(isImageOf(exact.polynomials, { prime: ideal.characteristic, polynomials: overPrime.polynomials })).toBe(true)
    const modular = modularGroebnerBasis(rational, { ties: 'grevlex' })
    expect(modular.polynomials.map(polynomialText)).toEqual(exact.polynomials.map(polynomialText))
  })

  test.each(names)('%s generates the same ideal in lex order', (name) => {
    const ideal = read(name)
    const [lex, grevlex] = [groebnerBasis(ideal, { ties: 'lex' }), groebnerBasis(ideal, { ties: 'grevlex' })]
    expect(isGroebnerBasisOver(lex, ideal)).toBe(true)
    for (const polynomial of lex.polynomials) expect(polynomialNormalForm(grevlex, polynomial)).toEqual([])
  })
})

function initialIdeal(basis: GroebnerBasis) {
  return minimalGenerators(monomials(basis.variables, leadingMonomials(basis)))
}

function hashed(lines: readonly string[]): [number, string] {
  const text = lines.map((line) => `${line}\n`).join('')
  return [lines.length, createHash('sha256').update(text).digest('hex')]
}

function read(name: string) {
  return readIdeal(readFileSync(new URL(`inputs/${name}.poly`, fixtures), 'utf8'))
}

function expected(name: string): Expected {
  return (JSON.parse(readFileSync(new URL(`expected/${name}.json`, fixtures), 'utf8')) as { ops: Expected }).ops
}
