import { describe, expect, test } from 'vitest'
import { runToEnd } from '../binomial/kernel-options.ts'
import { groebnerBasis, isGroebnerBasisOver, polynomialNormalForm } from './groebner-basis.ts'
import {
  checkedBasis,
  modularGroebnerBasis,
  modularGroebnerBasisSteps,
  modularImage,
  modularPrimes,
} from './modular-groebner-basis.ts'
import { type MonomialOrder, type PolynomialIdeal, polynomialText } from './polynomials.ts'
import { createReconstruction } from './rational-reconstruction.ts'
import { readPolynomialText } from './testing/read-ideal.ts'

const names = ['x', 'y', 'z', 't']
const lex: MonomialOrder = { ties: 'lex' }
const grevlex: MonomialOrder = { ties: 'grevlex' }
const code = (code: string) => expect.objectContaining({ code })

function ideal(texts: readonly string[], characteristic = 0n, variables = names) {
  return {
    variables: variables.length,
    characteristic,
    polynomials: texts.map((text) => readPolynomialText(text, variables)),
  }
}

function texts(basis: PolynomialIdeal): string[] {
  return basis.polynomials.map(polynomialText)
}

describe('known bases', () => {
  test('an intersection of a circle and a hyperbola in lex order', () => {
    const basis = groebnerBasis(ideal(['x^2+y^2-5', 'x*y-2'], 0n, ['x', 'y']), lex)
    expect(texts(basis)).toEqual(['4:0,0 -5:0,2 1:0,4', '-5/2:0,1 1/2:0,3 1:1,0'])
  })

  test('the twisted cubic, its parameter eliminated', () => {
    const curve = ideal(['x-t', 'y-t^2', 'z-t^3'], 0n, ['t', 'x', 'y', 'z'])
    const basis = groebnerBasis(curve, { eliminate: 1, ties: 'grevlex' })
    const free = basis.polynomials.filter((polynomial) => polynomial.every(({ exponents }) => exponents[0] === 0n))
    const cubic = groebnerBasis(ideal(['x^2-y', 'x*y-z', 'y^2-x*z'], 0n, ['t', 'x', 'y', 'z']), grevlex)
    expect(free.map(polynomialText)).toEqual(texts(cubic))
  })

  test('a weight decides before the degree', () => {
    const of = ideal(['x^2-y^3'], 0n, ['x', 'y'])
    const lead = (order: MonomialOrder) => groebnerBasis(of, order).polynomials[0]?.[0]?.exponents
    expect(lead(grevlex)).toEqual([0n, 3n])
    expect(lead({ weights: [[2n, 1n]], ties: 'grevlex' })).toEqual([2n, 0n])
    expect(
      lead({
        weights: [
          [3n, 2n],
          [1n, 0n],
        ],
        ties: 'lex',
      }),
    ).toEqual([2n, 0n])
  })

  test('katsura 3 over the rationals has the eight solutions known for it', () => {
    const katsura = ideal(
      ['x+2*y+2*z+2*t-1', 'x^2+2*y^2+2*z^2+2*t^2-x', '2*x*y+2*y*z+2*z*t-y', 'y^2+2*x*z+2*y*t-z'],
      0n,
    )
    const basis = groebnerBasis(katsura, lex)
    // Shape position: eight solutions, the last polynomial is in the last variable alone.
    expect(basis.polynomials.map((polynomial) => polynomial[0]?.exponents.join())).toEqual([
      '0,0,0,8',
      '0,0,1,0',
      '0,1,0,0',
      '1,0,0,0',
    ])
    expect(isGroebnerBasisOver(basis, katsura)).toBe(true)
    expect(texts(modularGroebnerBasis(katsura, lex))).toEqual(texts(basis))
  })

  test('in characteristic 2 and in that of the largest prime', () => {
    expect(texts(groebnerBasis(ideal(['x^2+y^2', 'x+y+1'], 2n, ['x', 'y']), lex))).toEqual(['1:0,0'])
    const large = groebnerBasis(ideal(['2*x-1', '3*y-x'], 2_147_483_647n, ['x', 'y']), lex)
    expect(texts(large)).toEqual(['357913941:0,0 1:0,1', '1073741823:0,0 1:1,0'])
  })

  test('what is empty, constant or a unit', () => {
    for (const order of [lex, grevlex, { eliminate: 1, ties: 'grevlex' } as const]) {
      expect(texts(groebnerBasis(ideal([]), order))).toEqual([])
      expect(texts(groebnerBasis({ ...ideal([]), polynomials: [[]] }, order))).toEqual([])
      expect(texts(groebnerBasis(ideal(['x-x', '0*y']), order))).toEqual([])
      expect(texts(groebnerBasis(ideal(['x^2', '7']), order))).toEqual(['1:0,0,0,0'])
      expect(texts(groebnerBasis(ideal(['x*y-1', 'x']), order))).toEqual(['1:0,0,0,0'])
    }
    for (const order of [lex, grevlex]) {
      expect(texts(groebnerBasis(ideal([], 0n, []), order))).toEqual([])
      expect(texts(groebnerBasis(ideal(['5'], 7n, []), order))).toEqual(['1:'])
    }
    expect(texts(groebnerBasis(ideal(['5*x+10*y'], 5n, ['x', 'y']), lex))).toEqual([])
  })
})

describe('normal forms', () => {
  test('are exact, with denominators', () => {
    const basis = groebnerBasis(ideal(['3*x-y', 'y^2-2'], 0n, ['x', 'y']), lex)
    const form = polynomialNormalForm(basis, readPolynomialText('x^2+1/2*x+5', ['x', 'y']))
    expect(polynomialText(form)).toBe('47/9:0,0 1/6:0,1')
    expect(polynomialNormalForm(basis, readPolynomialText('9*x^2-2', ['x', 'y']))).toEqual([])
    expect(polynomialNormalForm(basis, [])).toEqual([])
  })

  test('modulo nothing are the polynomial, and modulo a unit nothing', () => {
    const polynomial = readPolynomialText('2*x+3', ['x'])
    const zero = groebnerBasis(ideal([], 0n, ['x']), lex)
    const unit = groebnerBasis(ideal(['1'], 0n, ['x']), lex)
    expect(polynomialText(polynomialNormalForm(zero, polynomial))).toBe('3:0 2:1')
    expect(polynomialNormalForm(unit, polynomial)).toEqual([])
    const constant = [{ numerator: 7n, exponents: [] }]
    expect(polynomialNormalForm(groebnerBasis(ideal([], 5n, []), lex), constant)).toEqual([
      { numerator: 2n, exponents: [] },
    ])
  })
})

describe('modular computations', () => {
  const inhomogeneous = ideal(['3*x^2-2*y-1', '5*x*y-7*z', 'y^3-11/13*z*t+1'])
  const homogeneous = ideal(['3*x^2-2*y*z', '5*x*y-7*z*t', 'y^3-11*z*t^2'])

  test('are proved for homogeneous ideals, and say so', () => {
    const proved = modularGroebnerBasis(homogeneous, grevlex)
    expect(proved.verified).toBe('proof')
    expect(texts(proved)).toEqual(texts(groebnerBasis(homogeneous, grevlex)))
    const likely = modularGroebnerBasis(inhomogeneous, grevlex)
    expect(likely.verified).toBe('probabilistic')
    expect(texts(likely)).toEqual(texts(groebnerBasis(inhomogeneous, grevlex)))
    expect(runToEnd(modularGroebnerBasisSteps(homogeneous, grevlex))).toEqual(proved)
  })

  test('are not led astray by unlucky primes or by false images', () => {
    const truth = groebnerBasis(homogeneous, grevlex)
    const parts = createReconstruction()
    // Modulo 2, 3, 5, 7 and 11 leading or other terms vanish.
    for (const prime of [2n, 3n, 5n, 7n, 11n]) parts.add(modularImage(homogeneous, grevlex, prime)!)
    const images = [...modularPrimes().take(8)].map((prime) => modularImage(homogeneous, grevlex, prime)!)
    for (const image of images) parts.add(image)
    expect(parts.result()?.map(polynomialText)).toEqual(texts(truth))
    const [image] = images
    const larger = groebnerBasis(ideal(['x', 'y', 'z']), grevlex).polynomials
    expect(checkedBasis(homogeneous, grevlex, larger, image!)).toBeUndefined()
    expect(checkedBasis(homogeneous, grevlex, truth.polynomials.slice(1), image!)).toBeUndefined()
    expect(checkedBasis(homogeneous, grevlex, truth.polynomials, image!)?.verified).toBe('proof')
  })

  test('leave out primes that divide a denominator, and give up after as many as they may use', () => {
    expect(modularImage(inhomogeneous, grevlex, 13n)).toBeUndefined()
    expect(() => modularGroebnerBasis(inhomogeneous, grevlex, { primes: 1 })).toThrow(
      code('ERR_POLYNOMIAL_COEFFICIENT'),
    )
  })
})

describe('what cannot be is refused by name', () => {
  test.each([
    ['an exponent of 2^31', () => groebnerBasis(ideal(['x^2147483648']), lex), 'ERR_POLYNOMIAL_EXPONENT'],
    [
      'an exponent that grows',
      () => groebnerBasis(ideal(['x^2000000000*y-z', 'x*y^2000000000-t']), grevlex),
      'ERR_POLYNOMIAL_EXPONENT',
    ],
    ['a composite characteristic', () => groebnerBasis(ideal(['x'], 6n), lex), 'ERR_POLYNOMIAL_CHARACTERISTIC'],
    ['a large characteristic', () => groebnerBasis(ideal(['x'], 2n ** 61n - 1n), lex), 'ERR_POLYNOMIAL_CHARACTERISTIC'],
    ['a denominator of zero', () => groebnerBasis(ideal(['1/0*x']), lex), 'ERR_POLYNOMIAL_COEFFICIENT'],
    ['one that is zero in the field', () => groebnerBasis(ideal(['1/7*x'], 7n), lex), 'ERR_POLYNOMIAL_COEFFICIENT'],
    [
      'a negative weight',
      () => groebnerBasis(ideal(['x']), { weights: [[-1n, 0n, 0n, 0n]], ties: 'lex' }),
      'ERR_POLYNOMIAL_ORDER',
    ],
    [
      'a weight that is too short',
      () => groebnerBasis(ideal(['x']), { weights: [[1n]], ties: 'lex' }),
      'ERR_POLYNOMIAL_SHAPE',
    ],
    [
      'too many variables to eliminate',
      () => groebnerBasis(ideal(['x']), { eliminate: 5, ties: 'lex' }),
      'ERR_POLYNOMIAL_ORDER',
    ],
    [
      'a term of another ring',
      () => groebnerBasis({ ...ideal([]), polynomials: [[{ numerator: 1n, exponents: [1n] }]] }, lex),
      'ERR_POLYNOMIAL_SHAPE',
    ],
    [
      'too much work',
      () => groebnerBasis(ideal(['x^3-y*z', 'y^3-z*t', 'z^3-x*t+1']), grevlex, { limits: { steps: 3 } }),
      'ERR_BINOMIAL_LIMIT',
    ],
  ])('%s', (_, act, expected) => {
    expect(act).toThrow(code(expected))
  })

  test('a signal ends a computation', () => {
    const signal = AbortSignal.abort(new Error('enough'))
    expect(() => groebnerBasis(ideal(['x']), lex, { signal })).toThrow('enough')
  })
})
