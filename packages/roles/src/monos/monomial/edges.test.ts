import { describe, expect, test } from 'vitest'
import { bettiNumbers, bettiTotals, projectiveDimension, regularity } from './betti.ts'
import { createComponentCheck, createSliceCheck } from './certificate.ts'
import { codimension, dimension } from './covers.ts'
import { degree } from './degree.ts'
import { alexanderDual } from './dual.ts'
import type { MonomialErrorCode } from './errors.ts'
import { isGeneric, isStronglyGeneric } from './generic.ts'
import { multigradedNumerator, univariateNumerator } from './hilbert.ts'
import { irreducible, irreducibleComponents } from './irreducible.ts'
import { minimalGenerators } from './minimal.ts'
import { mergedRows } from './merge.ts'
import { canonical, compareRows, concatenated, type Monomials, monomials, rowsOf } from './monomials.ts'
import { colon, intersection, sum } from './operations.ts'
import { scarfComplex } from './scarf.ts'
import { solveSlice, splitIdeal, wholeSlice } from './split.ts'
import { countStandardMonomials, standardMonomials } from './standard.ts'

describe('rows of an ideal', () => {
  test.each<[what: string, code: MonomialErrorCode, place: object, make: () => unknown]>([
    [
      'a negative exponent',
      'ERR_MONOMIAL_EXPONENT',
      { row: 1, variable: 0 },
      () =>
        monomials(2, [
          [0n, 1n],
          [-1n, 0n],
        ]),
    ],
    ['a row that is too short', 'ERR_MONOMIAL_SHAPE', { row: 0 }, () => monomials(2, [[1n]])],
    ['a row that is too long', 'ERR_MONOMIAL_SHAPE', { row: 0 }, () => monomials(1, [[1n, 2n]])],
    [
      'an exponent above the bound',
      'ERR_MONOMIAL_EXPONENT',
      { row: 0, variable: 1 },
      () => monomials(2, [[0n, 10n]], { exponent: 9n }),
    ],
    ['too many rows', 'ERR_MONOMIAL_LIMIT', { row: 2 }, () => monomials(1, endless(), { rows: 2 })],
    ['too many variables', 'ERR_MONOMIAL_LIMIT', {}, () => monomials(5000, [])],
    ['a number of variables that is none', 'ERR_MONOMIAL_LIMIT', {}, () => monomials(1.5, [])],
    ['ideals in different rings', 'ERR_MONOMIAL_SHAPE', {}, () => sum(monomials(1, []), monomials(2, []))],
    [
      'a vector below the generators',
      'ERR_MONOMIAL_SHAPE',
      {},
      () => alexanderDual(monomials(1, [[2n]]), { vector: [1n] }),
    ],
    [
      'infinitely many standard monomials, counted',
      'ERR_MONOMIAL_INFINITE',
      {},
      () => countStandardMonomials(monomials(2, [[1n, 1n]])),
    ],
    [
      'infinitely many standard monomials, listed',
      'ERR_MONOMIAL_INFINITE',
      {},
      () => [...standardMonomials(monomials(1, []))],
    ],
    ['more terms than allowed', 'ERR_MONOMIAL_LIMIT', {}, () => multigradedNumerator(pairs(6), { terms: 63 })],
    [
      'more terms than allowed in one variable',
      'ERR_MONOMIAL_LIMIT',
      {},
      () => univariateNumerator(path(9), { terms: 5 }),
    ],
    ['more components than a list may have', 'ERR_MONOMIAL_LIMIT', {}, () => irreducible(path(12), { rows: 10 })],
    [
      'an independent part with more components than may be kept',
      'ERR_MONOMIAL_LIMIT',
      {},
      () => [...irreducibleComponents(pairs(2), { rows: 1 })],
    ],
    ['more faces than allowed', 'ERR_MONOMIAL_LIMIT', {}, () => scarfComplex(path(9), { faces: 9 })],
    ['more minimal primes than allowed', 'ERR_MONOMIAL_LIMIT', {}, () => degree(path(20), { primes: 10 })],
    ['more lcms than allowed', 'ERR_MONOMIAL_LIMIT', {}, () => bettiNumbers(path(9), { lcms: 20 })],
    ['a complex that is too large', 'ERR_MONOMIAL_LIMIT', {}, () => bettiNumbers(projectivePlane(), { vertices: 4 })],
  ])('%s is refused with a code and its place', (_, code, place, make) => {
    expect(make).toThrow(expect.objectContaining({ name: 'MonomialError', code, ...place }))
  })

  test('are read one at a time, and come back in canonical order, each once', () => {
    const list = canonical(
      monomials(2, [
        [3n, 0n],
        [0n, 2n ** 70n],
        [0n, 5n],
        [3n, 0n],
      ]),
    )
    expect([...rowsOf(list)]).toEqual([
      [0n, 5n],
      [0n, 2n ** 70n],
      [3n, 0n],
    ])
    expect(compareRows([0n, 2n ** 70n], [3n, 0n])).toBeLessThan(0)
  })
})

describe('what is special about an ideal', () => {
  const one = (variables: number) => Array.from({ length: variables }, () => 0n)
  test.each<[what: string, ideal: Monomials, expected: object]>([
    [
      'the zero ideal',
      monomials(3, []),
      {
        components: [[0n, 0n, 0n]],
        dimension: 3,
        codimension: 0,
        degree: 1n,
        totals: [1n],
        projective: 0,
        regularity: undefined,
      },
    ],
    [
      'the unit ideal',
      monomials(3, [one(3)]),
      { components: [], dimension: -1, codimension: -1, degree: 0n, totals: [], projective: -1, regularity: undefined },
    ],
    [
      'the unit ideal with more generators',
      monomials(2, [
        [1n, 0n],
        [0n, 0n],
        [0n, 7n],
      ]),
      { components: [], dimension: -1, codimension: -1, degree: 0n, totals: [], projective: -1, regularity: undefined },
    ],
    [
      'the zero ideal without variables',
      monomials(0, []),
      {
        components: [[]],
        dimension: 0,
        codimension: 0,
        degree: 1n,
        totals: [1n],
        projective: 0,
        regularity: undefined,
      },
    ],
    [
      'the unit ideal without variables',
      monomials(0, [[]]),
      { components: [], dimension: -1, codimension: -1, degree: 0n, totals: [], projective: -1, regularity: undefined },
    ],
    [
      'a power beyond every number',
      monomials(1, [[10n ** 400n]]),
      {
        components: [[10n ** 400n]],
        dimension: 0,
        codimension: 1,
        degree: 10n ** 400n,
        totals: [1n, 1n],
        projective: 1,
        regularity: 10n ** 400n,
      },
    ],
    [
      'a variable that does not occur',
      monomials(2, [
        [2n, 0n],
        [3n, 0n],
      ]),
      {
        components: [[2n, 0n]],
        dimension: 1,
        codimension: 1,
        degree: 2n,
        totals: [1n, 1n],
        projective: 1,
        regularity: 2n,
      },
    ],
  ])('%s', (_, ideal, expected) => {
    const numbers = bettiNumbers(ideal)
    expect({
      components: [...rowsOf(canonical(irreducible(ideal)))],
      dimension: dimension(ideal),
      codimension: codimension(ideal),
      degree: degree(ideal),
      totals: bettiTotals(numbers),
      projective: projectiveDimension(numbers),
      regularity: regularity(numbers),
    }).toEqual(expected)
  })

  test('exponents that doubles cannot tell apart are told apart', () => {
    const [a, b] = [2n ** 53n, 2n ** 53n + 1n]
    const components = canonical(
      irreducible(
        monomials(2, [
          [a, b],
          [b, a],
        ]),
      ),
    )
    expect([...rowsOf(components)]).toEqual([
      [0n, a],
      [a, 0n],
      [b, b],
    ])
  })

  test('degrees of a numerator may be beyond safe integers', () => {
    const big = 2n ** 60n
    expect(
      univariateNumerator(
        monomials(2, [
          [big, 1n],
          [1n, big + 1n],
        ]),
      ),
    ).toEqual([
      [0n, 1n],
      [big + 1n, -1n],
      [big + 2n, -1n],
      [2n * big + 1n, 1n],
    ])
  })

  test('coefficients of a numerator may be beyond safe integers', () => {
    const numerator = new Map(univariateNumerator(pairs(64)))
    expect(numerator.get(64n)).toBe(1_832_624_140_942_590_534n)
    const star = Array.from({ length: 64 }, (_, k) =>
      Array.from({ length: 65 }, (_, i) => (i === k || i === 64 ? 1n : 0n)),
    )
    expect(new Map(univariateNumerator(monomials(65, star))).get(33n)).toBe(1_832_624_140_942_590_534n)
  })

  test('forty variables and one generator', () => {
    const all = monomials(40, [Array.from({ length: 40 }, (_, i) => BigInt(i))])
    expect(irreducible(all).length).toBe(39)
    expect(degree(all)).toBe(780n)
  })

  test('a hundred thousand generators are minimized', { timeout: 60_000 }, () => {
    const rows = Array.from({ length: 50_000 }, (_, k) => [BigInt(k), BigInt(50_000 - k), BigInt((k * 7919) % 1009)])
    const minimal = minimalGenerators(monomials(3, [...rows, ...rows.map((row) => row.map((e) => e + 1n))]))
    expect(minimal.length).toBe(50_000)
  })

  test('Betti numbers do not mind many variables if there are few generators, nor many generators in few variables', () => {
    const rows = [
      Array.from({ length: 50 }, (_, i) => BigInt(i % 7)),
      Array.from({ length: 50 }, (_, i) => BigInt(i % 5)),
      Array.from({ length: 50 }, (_, i) => BigInt(i % 3)),
    ]
    expect(bettiTotals(bettiNumbers(monomials(50, rows)))).toEqual([1n, 3n, 3n, 1n])
    const power = Array.from({ length: 41 }, (_, k) => [BigInt(k), BigInt(40 - k)])
    expect(bettiTotals(bettiNumbers(monomials(2, power)))).toEqual([1n, 41n, 40n])
  })

  test('the Betti numbers of the projective plane are those over the rationals, not those modulo 2', () => {
    expect(bettiTotals(bettiNumbers(projectivePlane()))).toEqual([1n, 10n, 15n, 6n])
  })

  test('generic in the wide sense is more than strongly generic', () => {
    const ideal = monomials(3, [
      [2n, 0n, 1n],
      [2n, 2n, 0n],
      [1n, 1n, 0n],
    ])
    expect([isStronglyGeneric(ideal), isGeneric(ideal)]).toEqual([true, true])
    const wide = monomials(2, [
      [2n, 1n],
      [1n, 2n],
      [3n, 0n],
      [0n, 3n],
    ])
    expect([isStronglyGeneric(wide), isGeneric(wide)]).toEqual([true, true])
    const shared = monomials(3, [
      [2n, 3n, 0n],
      [2n, 0n, 3n],
      [1n, 1n, 1n],
    ])
    expect([isStronglyGeneric(shared), isGeneric(shared)]).toEqual([false, true])
    const not = monomials(3, [
      [1n, 1n, 0n],
      [1n, 0n, 1n],
    ])
    expect([isStronglyGeneric(not), isGeneric(not)]).toEqual([false, false])
  })

  test('the Scarf complex of a triangle of squares has every face', () => {
    const { fVector, faces } = scarfComplex(
      monomials(3, [
        [2n, 0n, 0n],
        [0n, 2n, 0n],
        [0n, 0n, 2n],
      ]),
    )
    expect(fVector).toEqual([1, 3, 3, 1])
    expect([...(faces[2] ?? [])]).toEqual([0, 1, 0, 2, 1, 2])
  })

  test('a colon by nothing is everything', () => {
    const ideal = monomials(2, [[1n, 1n]])
    expect([...rowsOf(colon(ideal, monomials(2, [])))]).toEqual([[0n, 0n]])
    expect(intersection(ideal, monomials(2, [])).length).toBe(0)
  })
})

describe('a decomposition in batches', () => {
  test('is told how far it is, and holds no more than it was asked to', () => {
    let [before, count, batches] = [0, 0, 0]
    for (const { length, done } of irreducibleComponents(pairs(12), { batch: 100, slices: 50 })) {
      expect(length).toBeLessThanOrEqual(101)
      expect(done).toBeGreaterThanOrEqual(before)
      before = done
      count += length
      batches++
    }
    expect({ before, count }).toEqual({ before: 1, count: 4096 })
    expect(batches).toBeGreaterThan(40)
  })

  test('of a product with more components than could ever be held begins at once', () => {
    const [first] = irreducibleComponents(pairs(60), { batch: 10 })
    expect(first?.length).toBeGreaterThan(0)
  })

  test('ends when its signal says so', () => {
    const controller = new AbortController()
    const batches = irreducibleComponents(pairs(60), { signal: controller.signal })
    expect(batches.next().done).toBe(false)
    controller.abort(new Error('enough'))
    expect(() => batches.next()).toThrow('enough')
  })
})

describe('slices', () => {
  test('can be split further, and their estimates are near what they have', () => {
    const [slice] = splitIdeal(path(16), { slices: 4 })
    const parts = splitIdeal(path(16), { slices: 40, probes: 64 })
    const whole = wholeSlice(path(16), { probes: 256 })
    const exact = irreducible(path(16)).length
    expect(slice?.components).toBeGreaterThan(0)
    expect(parts.length).toBeGreaterThan(20)
    expect(parts.reduce((sum, part) => sum + count(solveSlice(part)), 0)).toBe(exact)
    expect(whole.components / exact).toBeGreaterThan(0.5)
    expect(whole.components / exact).toBeLessThan(2)
  })

  test('that are solved in canonical order are merged without being held together', () => {
    const slices = splitIdeal(path(14), { slices: 7 })
    const solved = slices.map((slice) => {
      const batches = [...solveSlice(slice)]
      return canonical(concatenated(batches, batches[0]!))
    })
    expect([...mergedRows(solved.map(rowsOf))]).toEqual([...rowsOf(canonical(irreducible(path(14))))])
    expect([...mergedRows([])]).toEqual([])
  })

  test('take no component of another slice for their own', () => {
    const [first, second] = splitIdeal(path(12), { slices: 4 })
    const check = createSliceCheck(first!)
    const flaws = Array.from(solveSlice(second!), (batch) => check(batch)?.reason)
    expect(flaws.every((flaw) => flaw !== undefined)).toBe(true)
  })

  test('refuse what has an exponent that no generator has', () => {
    const check = createComponentCheck(monomials(1, [[3n]]))
    expect(check(monomials(1, [[2n]]))).toEqual({ row: 0, reason: 'redundant' })
    expect(check(monomials(1, [[0n]]))).toEqual({ row: 0, reason: 'not-containing' })
    expect(check(monomials(2, [[3n, 0n]]))).toEqual({ row: 0, reason: 'not-containing' })
  })
})

function* endless(): Generator<bigint[]> {
  for (let e = 1n; ; e++) yield [e]
}

/** x_1 x_2, x_3 x_4, …: 2^n components. */
function pairs(n: number): Monomials {
  return monomials(
    2 * n,
    Array.from({ length: n }, (_, k) => Array.from({ length: 2 * n }, (_, i) => (i >> 1 === k ? 1n : 0n))),
  )
}

/** The edges of a path. */
function path(n: number): Monomials {
  return monomials(
    n,
    Array.from({ length: n - 1 }, (_, k) => Array.from({ length: n }, (_, i) => (i === k || i === k + 1 ? 1n : 0n))),
  )
}

/** The non-faces of the real projective plane with six vertices (Reisner): its homology depends on the characteristic. */
function projectivePlane(): Monomials {
  const triples = ['abc', 'abd', 'ace', 'adf', 'aef', 'bcf', 'bde', 'bef', 'cde', 'cdf']
  return monomials(
    6,
    triples.map((triple) => Array.from('abcdef', (letter) => (triple.includes(letter) ? 1n : 0n))),
  )
}

function count(batches: Iterable<Monomials>): number {
  let sum = 0
  for (const { length } of batches) sum += length
  return sum
}
