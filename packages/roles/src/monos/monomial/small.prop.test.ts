import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { bettiNumbers } from './betti.ts'
import { createComponentCheck, createSliceCheck, isDecomposition } from './certificate.ts'
import { createCompletenessCheck } from './completeness.ts'
import { dimension } from './covers.ts'
import { degree } from './degree.ts'
import { alexanderDual, maximalStandardMonomials } from './dual.ts'
import { genericDeformation, isGeneric, isStronglyGeneric } from './generic.ts'
import { dimensionAndDegree, hilbertFunction, multigradedNumerator, univariateNumerator } from './hilbert.ts'
import { irreducible } from './irreducible.ts'
import { minimalGenerators } from './minimal.ts'
import { canonical, type Monomials, monomials, rowOf, rowsOf, select } from './monomials.ts'
import { colon, intersection, product, saturation, sum } from './operations.ts'
import { primaryDecomposition } from './primary.ts'
import { solveSlice, splitIdeal } from './split.ts'
import { countStandardMonomials, standardMonomials } from './standard.ts'

type Row = readonly bigint[]

/** One more than the largest exponent: a box of this size shows all there is to see of an ideal. */
const SIZE = 4
const exponent = fc.integer({ min: 0, max: SIZE - 1 }).map((e) => BigInt(e % SIZE))
const rowsIn = (variables: number) =>
  fc.array(fc.array(exponent, { minLength: variables, maxLength: variables }), { maxLength: 7 })
const ideals = fc
  .integer({ min: 0, max: 4 })
  .chain((variables) => rowsIn(variables).map((rows) => monomials(variables, rows)))
const idealPairs = fc
  .integer({ min: 1, max: 3 })
  .chain((variables) =>
    fc.tuple(rowsIn(variables), rowsIn(variables)).map((both) => both.map((rows) => monomials(variables, rows))),
  )

describe('an ideal', () => {
  test('has minimal generators that generate it, none of which divides another', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const minimal = [...rowsOf(minimalGenerators(ideal))]
        expect(minimal.some((a, i) => minimal.some((b, j) => i !== j && divides(a, b)))).toBe(false)
        for (const m of box(ideal.variables)) expect(contains(minimal, m)).toBe(contains([...rowsOf(ideal)], m))
      }),
    )
  })

  test('is the intersection of its irreducible components, and of no fewer of them', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const components = [...rowsOf(irreducible(ideal))]
        for (const m of box(ideal.variables))
          expect(components.every((c) => inComponent(c, m))).toBe(contains([...rowsOf(ideal)], m))
        components.forEach((_, left) => {
          const others = components.filter((_, at) => at !== left)
          expect(box(ideal.variables).some((m) => others.every((c) => inComponent(c, m)) && !inside(ideal, m))).toBe(
            true,
          )
        })
      }),
    )
  })

  test('is the dual of its dual', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const vector = Array.from({ length: ideal.variables }, () => 5n)
        expect(text(alexanderDual(alexanderDual(ideal, { vector }), { vector }))).toBe(text(minimalGenerators(ideal)))
      }),
    )
  })

  test('has the maximal standard monomials that its definition says', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const maximal = box(ideal.variables).filter(
          (m) => !inside(ideal, m) && m.every((_, i) => inside(ideal, m.with(i, (m[i] ?? 0n) + 1n))),
        )
        expect(text(maximalStandardMonomials(ideal))).toBe(lines(maximal))
      }),
    )
  })

  test('is the intersection of primary components with different primes', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const components = [...primaryDecomposition(ideal)]
        for (const m of box(ideal.variables))
          expect(components.every(({ generators }) => inside(generators, m))).toBe(inside(ideal, m))
        expect(new Set(components.map(({ prime }) => prime.join())).size).toBe(components.length)
        for (const { prime, generators } of components) {
          const pure = [...rowsOf(generators)].filter((row) => row.filter((e) => e > 0n).length === 1)
          expect(pure.length).toBe(prime.filter((one) => one === 1n).length)
        }
      }),
    )
  })

  test('has as many standard monomials of each degree as its numerator says', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const numerator = univariateNumerator(ideal)
        const standard = [...standardMonomials(ideal, { degree: 6n })]
        for (let degree = 0n; degree <= 6n; degree++)
          expect(hilbertFunction(ideal.variables, numerator, degree)).toBe(
            BigInt(standard.filter((m) => total(m) === degree).length),
          )
        expect(lines(standard)).toBe(lines(box(ideal.variables, 7).filter((m) => total(m) <= 6n && !inside(ideal, m))))
      }),
      { numRuns: 40 },
    )
  })

  test('has a multigraded numerator that collapses to the one in a single variable', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const sums = new Map<bigint, bigint>()
        const { monomials, coefficients } = multigradedNumerator(ideal)
        coefficients.forEach((c, row) => {
          const degree = total(rowOf(monomials, row))
          sums.set(degree, (sums.get(degree) ?? 0n) + c)
        })
        expect([...sums].filter(([, c]) => c !== 0n).sort(([a], [b]) => Number(a - b))).toEqual(
          univariateNumerator(ideal),
        )
      }),
    )
  })

  test('has the dimension and the degree that its numerator shows', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const shown = dimensionAndDegree(ideal.variables, univariateNumerator(ideal))
        expect({ dimension: dimension(ideal), degree: degree(ideal) }).toEqual(shown)
        if (shown.dimension === 0) expect(countStandardMonomials(ideal)).toBe(degree(ideal))
      }),
    )
  })

  test('has Betti numbers whose alternating sum is the numerator', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const sums = new Map<bigint, bigint>()
        for (const { step, degree, count } of bettiNumbers(ideal))
          sums.set(degree, (sums.get(degree) ?? 0n) + (step % 2 === 0 ? count : -count))
        expect([...sums].filter(([, c]) => c !== 0n).sort(([a], [b]) => Number(a - b))).toEqual(
          univariateNumerator(ideal),
        )
      }),
    )
  })

  test('has components that a near generic ideal has too', () => {
    fc.assert(
      fc.property(ideals, (ideal) => {
        const { ideal: near, restore } = genericDeformation(ideal)
        expect(isStronglyGeneric(near)).toBe(true)
        const restored = canonical(restore(irreducible(near)))
        const check = createComponentCheck(ideal)
        const kept = Array.from({ length: restored.length }, (_, row) => row).filter(
          (row) => check(select(restored, [row])) === undefined,
        )
        expect(text(select(restored, kept))).toBe(text(irreducible(ideal)))
        if (isStronglyGeneric(ideal)) expect(isGeneric(ideal)).toBe(true)
      }),
    )
  })
})

describe('an ideal in more variables than a word has bits', () => {
  const wide = fc
    .array(fc.array(fc.tuple(fc.nat(39), fc.bigInt(1n, 2n ** 60n)), { minLength: 1, maxLength: 4 }), { maxLength: 6 })
    .map((rows) =>
      monomials(
        40,
        rows.map((powers) =>
          powers.reduce(
            (row, [i, e]) => row.with(i, e),
            Array.from({ length: 40 }, () => 0n),
          ),
        ),
      ),
    )

  test('has components that prove to be all, and slices that have each of them', () => {
    fc.assert(
      fc.property(wide, (ideal) => {
        const components = irreducible(ideal)
        expect(isDecomposition(ideal, components)).toBe(true)
        const parts = splitIdeal(ideal, { slices: 5, probes: 4 }).flatMap((slice) =>
          [...solveSlice(slice)].flatMap((batch) => [...rowsOf(batch)].map((row) => row.join(' '))),
        )
        expect(parts.sort()).toEqual([...rowsOf(components)].map((row) => row.join(' ')).sort())
      }),
      { numRuns: 50 },
    )
  })

  test('has Betti numbers, a numerator, a dimension and a degree that agree', () => {
    fc.assert(
      fc.property(wide, (ideal) => {
        const numerator = univariateNumerator(ideal)
        const sums = new Map<bigint, bigint>()
        for (const { step, degree, count } of bettiNumbers(ideal))
          sums.set(degree, (sums.get(degree) ?? 0n) + (step % 2 === 0 ? count : -count))
        expect([...sums].filter(([, c]) => c !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(numerator)
        expect({ dimension: dimension(ideal), degree: degree(ideal) }).toEqual(dimensionAndDegree(40, numerator))
      }),
      { numRuns: 50 },
    )
  })
})

describe('slices', () => {
  test('together have each component once', () => {
    fc.assert(
      fc.property(ideals, fc.integer({ min: 1, max: 12 }), (ideal, slices) => {
        const rows: Row[] = []
        for (const slice of splitIdeal(ideal, { slices })) {
          const check = createSliceCheck(slice)
          for (const batch of solveSlice(slice, { batch: 2 })) {
            expect(check(batch)).toBeUndefined()
            rows.push(...rowsOf(batch))
          }
        }
        expect(rows.map((row) => row.join(' ')).sort()).toEqual(
          [...rowsOf(irreducible(ideal))].map((row) => row.join(' ')).sort(),
        )
      }),
    )
  })
})

describe('certificates', () => {
  const changed = ideals.chain((ideal) => {
    const rows = [...rowsOf(irreducible(ideal))]
    const row = fc.array(exponent, { minLength: ideal.variables, maxLength: ideal.variables })
    return fc
      .array(fc.oneof(row, ...(rows.length > 0 ? [fc.constantFrom(...rows)] : [])), { maxLength: 6 })
      .map((claimed) => ({ ideal, rows, claimed }))
  })

  test('let pass what is a component, once, and nothing else', () => {
    fc.assert(
      fc.property(changed, ({ ideal, rows, claimed }) => {
        const check = createComponentCheck(ideal)
        const seen = new Set<string>()
        for (const row of claimed) {
          const good = rows.some((other) => other.join() === row.join()) && !seen.has(row.join())
          expect(check(monomials(ideal.variables, [row])) === undefined).toBe(good)
          seen.add(row.join())
        }
      }),
    )
  })

  test('tell a whole decomposition from one that lacks a component', () => {
    fc.assert(
      fc.property(ideals, fc.nat(), (ideal, at) => {
        const components = irreducible(ideal)
        const most = Array.from({ length: components.length }, (_, row) => row).filter(
          (row) => row !== at % Math.max(1, components.length),
        )
        const lacking = select(components, most)
        expect(isDecomposition(ideal, components)).toBe(true)
        expect(isDecomposition(ideal, lacking)).toBe(components.length === 0)
        for (const generic of [ideal, genericDeformation(ideal).ideal]) {
          const all = irreducible(generic)
          const whole = createCompletenessCheck(generic)
          const part = createCompletenessCheck(generic)
          whole?.add(all)
          part?.add(
            select(
              all,
              Array.from({ length: Math.max(0, all.length - 1) }, (_, row) => row),
            ),
          )
          expect(whole?.isComplete() ?? true).toBe(true)
          expect(part?.isComplete() ?? all.length === 0).toBe(all.length === 0)
        }
      }),
    )
  })
})

describe('two ideals', () => {
  test.each([
    ['sum', sum, (a: Monomials, b: Monomials, m: Row) => inside(a, m) || inside(b, m)],
    ['intersection', intersection, (a: Monomials, b: Monomials, m: Row) => inside(a, m) && inside(b, m)],
    [
      'product',
      product,
      (a: Monomials, b: Monomials, m: Row) =>
        [...rowsOf(a)].some(
          (g) =>
            divides(g, m) &&
            inside(
              b,
              m.map((e, i) => e - (g[i] ?? 0n)),
            ),
        ),
    ],
    [
      'colon',
      colon,
      (a: Monomials, b: Monomials, m: Row) =>
        [...rowsOf(b)].every((g) =>
          inside(
            a,
            m.map((e, i) => e + (g[i] ?? 0n)),
          ),
        ),
    ],
    [
      'saturation',
      saturation,
      (a: Monomials, b: Monomials, m: Row) =>
        [...rowsOf(b)].every((g) =>
          inside(
            a,
            m.map((e, i) => e + 10n * (g[i] ?? 0n)),
          ),
        ),
    ],
  ])('have the %s that its definition says', (_, operation, holds) => {
    fc.assert(
      fc.property(idealPairs, ([a, b]) => {
        const result = operation(a!, b!)
        expect(text(minimalGenerators(result))).toBe(text(result))
        for (const m of box(a!.variables, 7)) expect(inside(result, m)).toBe(holds(a!, b!, m))
      }),
      { numRuns: 50 },
    )
  })
})

function divides(a: Row, b: Row): boolean {
  return a.every((e, i) => e <= (b[i] ?? 0n))
}

function contains(generators: readonly Row[], m: Row): boolean {
  return generators.some((g) => divides(g, m))
}

function inside(ideal: Monomials, m: Row): boolean {
  return contains([...rowsOf(ideal)], m)
}

function inComponent(component: Row, m: Row): boolean {
  return component.some((e, i) => e > 0n && (m[i] ?? 0n) >= e)
}

function total(m: Row): bigint {
  return m.reduce((sum, e) => sum + e, 0n)
}

/** All monomials with exponents below the size, in canonical order. */
function box(variables: number, size = SIZE): Row[] {
  let rows: Row[] = [[]]
  for (let i = 0; i < variables; i++)
    rows = rows.flatMap((row) => Array.from({ length: size }, (_, e) => [...row, BigInt(e)]))
  return rows
}

function text(list: Monomials): string {
  return lines(rowsOf(canonical(list)))
}

function lines(rows: Iterable<Row>): string {
  return [...rows].map((row) => `${row.join(' ')}\n`).join('')
}
