import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type BettiNumber, bettiNumbers, bettiTotals, projectiveDimension, regularity } from './betti.ts'
import { codimension, dimension } from './covers.ts'
import { degree } from './degree.ts'
import { alexanderDual, maximalStandardMonomials } from './dual.ts'
import { dimensionAndDegree, multigradedNumerator, univariateNumerator } from './hilbert.ts'
import { irreducible } from './irreducible.ts'
import { minimalGenerators } from './minimal.ts'
import { canonical, compareRows, type Monomials, monomials, rowOf, rowsOf } from './monomials.ts'
import { colon, intersection, product, saturation, sum } from './operations.ts'
import { associatedPrimes, primaryDecomposition } from './primary.ts'
import { radicalOf } from './radical.ts'
import { scarfComplex } from './scarf.ts'

const fixtures = new URL('../fixtures/algebra/', import.meta.url)

interface Expected {
  readonly ops: Readonly<Record<string, { readonly sha256?: string; readonly value?: unknown }>>
}

/** Three answers are read off the same numbers. */
const known = new WeakMap<Monomials, readonly BettiNumber[]>()
function bettiOnce(ideal: Monomials): readonly BettiNumber[] {
  const numbers = known.get(ideal) ?? bettiNumbers(ideal)
  known.set(ideal, numbers)
  return numbers
}

/** Each answer in the form of the vectors: a value, or the canonical text whose hash they have. */
const operations: Readonly<Record<string, (ideal: Monomials) => unknown>> = {
  mingens: (ideal) => text(minimalGenerators(ideal)),
  irreducible: (ideal) => text(irreducible(ideal)),
  alexanderDual: (ideal) => text(alexanderDual(ideal)),
  associatedPrimes: (ideal) => text(associatedPrimes(ideal)),
  radical: (ideal) => text(radicalOf(ideal)),
  maximalStandard: (ideal) => text(maximalStandardMonomials(ideal)),
  primary: (ideal) => [...primaryDecomposition(ideal)].map(({ generators }) => text(generators)).join('\n'),
  dimension,
  codimension,
  degree: (ideal) => String(degree(ideal)),
  hilbertUnivariate: (ideal) =>
    univariateNumerator(ideal)
      .map((term) => `${term.join(' ')}\n`)
      .join(''),
  hilbertMultigraded: multigradedText,
  bettiTotals: (ideal) => bettiTotals(bettiOnce(ideal)).map(Number),
  projectiveDimension: (ideal) => projectiveDimension(bettiOnce(ideal)),
  regularity: (ideal) => Number(regularity(bettiOnce(ideal))),
  scarf: scarfText,
}

const pairs: Readonly<Record<string, (a: Monomials, b: Monomials) => Monomials>> = {
  sum,
  product,
  intersection,
  colon,
  saturation,
}

/** Of these vectors only what takes a second or two is asked here, and the rest by `bench/monos.ts`. */
const large = /^(L09|X)/
const quick = ['mingens', 'irreducible', 'radical', 'dimension', 'codimension']

const names = readdirSync(new URL('inputs/', fixtures))
  .map((file) => file.replace(/\.mon$/, ''))
  .sort()

describe('the answers are those of frobby, Macaulay2 and independent programs', () => {
  const single = names.filter((name) => !/\.[ab]$/.test(name))
  test.each(single)('%s', { timeout: 120_000 }, (name) => {
    const ideal = read(name)
    const ops = large.test(name) ? only(expected(name).ops, quick) : expected(name).ops
    const answers = Object.keys(ops).map((op) => [op, answered(operations[op]?.(ideal))])
    expect(Object.fromEntries(answers)).toEqual(wanted(ops))
  })

  const first = names.filter((name) => name.endsWith('.a')).map((name) => name.slice(0, -2))
  test.each(first)('the pair %s', { timeout: 60_000 }, (name) => {
    const [a, b] = [read(`${name}.a`), read(`${name}.b`)]
    const { ops } = expected(name)
    const answers = Object.keys(ops).map((op) => {
      const answer = pairs[op]?.(a, b)
      return [op, answer && answered(text(answer))]
    })
    expect(Object.fromEntries(answers)).toEqual(wanted(ops))
  })

  test('every kind of answer is asked for by some vector', () => {
    const asked = new Set(names.flatMap((name) => Object.keys(expected(name.replace(/\.[ab]$/, '')).ops)))
    expect([...asked].sort()).toEqual([...Object.keys(operations), ...Object.keys(pairs)].sort())
  })

  test.each(single.filter((name) => 'hilbertUnivariate' in expected(name).ops && name < 'L07'))(
    'dimension and degree can be read off the numerator of %s',
    { timeout: 60_000 },
    (name) => {
      const ideal = read(name)
      const read_ = dimensionAndDegree(ideal.variables, univariateNumerator(ideal))
      const { dimension, degree } = expected(name).ops
      expect(read_.dimension).toBe(dimension?.value)
      if (degree) expect(String(read_.degree)).toBe(degree.value)
    },
  )
})

function read(name: string): Monomials {
  const [head = '', ...lines] = readFileSync(new URL(`inputs/${name}.mon`, fixtures), 'utf8').split('\n')
  const [rows = 0, variables = 0] = head.split(' ').map(Number)
  return monomials(
    variables,
    lines.slice(0, rows).map((line) => line.split(/\s+/).filter(Boolean).map(BigInt)),
  )
}

function only<T>(table: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(table).filter(([key]) => keys.includes(key)))
}

function expected(name: string): Expected {
  return JSON.parse(readFileSync(new URL(`expected/${name}.json`, fixtures), 'utf8')) as Expected
}

function wanted(ops: Expected['ops']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(ops).map(([op, { sha256, value }]) => [op, sha256 ?? value]))
}

/** Texts are compared by hash. */
function answered(answer: unknown): unknown {
  return typeof answer === 'string' && !/^\d+$/.test(answer)
    ? createHash('sha256').update(answer).digest('hex')
    : answer
}

function text(list: Monomials): string {
  return lines(rowsOf(canonical(list)))
}

function lines(rows: Iterable<readonly bigint[]>): string {
  let all = ''
  for (const row of rows) all += `${row.join(' ')}\n`
  return all
}

function multigradedText(ideal: Monomials): string {
  const { monomials, coefficients } = multigradedNumerator(ideal)
  const rows = Array.from(coefficients, (coefficient, row) => [...rowOf(monomials, row), coefficient])
  return lines(rows.sort(compareRows))
}

function scarfText(ideal: Monomials): string {
  let all = '\n'
  scarfComplex(ideal).faces.forEach((faces, size) => {
    for (let at = 0; at < faces.length; at += size) all += `${faces.subarray(at, at + size).join(' ')}\n`
  })
  return all
}
