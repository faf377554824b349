import { afterAll, expect, test } from 'vitest'
import { rowOf, rowsOf } from '../../packages/roles/src/monos/monomial/monomials.ts'
import type { ReadMonosResult } from '../../packages/roles/src/monos/vocabulary/index.ts'
import {
  componentsText,
  createGrid,
  idealOf,
  inputOf,
  linesOf,
  partOf,
  request,
  sha256,
  textOf,
  vector,
  vectorNames,
} from './monos-stage.ts'

/** Which operation answers what the vectors name, and how its answer is written there. */
const answers: Readonly<Record<string, readonly [operation: string, read: (result: ReadMonosResult) => unknown]>> = {
  mingens: ['minimal-generators', ideal],
  irreducible: ['irreducible-decomposition', (result) => sha256(componentsText(result))],
  alexanderDual: ['alexander-dual', ideal],
  associatedPrimes: ['associated-primes', (result) => sha256(textOf(rowsOf(partOf(result, 'primes').rows)))],
  radical: ['radical', ideal],
  maximalStandard: ['maximal-standard-monomials', (result) => sha256(textOf(rowsOf(partOf(result, 'monomials').rows)))],
  primary: ['primary-decomposition', primary],
  dimension: ['dimension', (result) => Number(valueOf(result, 'dimension', -1))],
  codimension: ['dimension', (result) => Number(valueOf(result, 'codimension', -1))],
  degree: ['dimension', (result) => String(valueOf(result, 'degree'))],
  projectiveDimension: ['regularity', (result) => Number(valueOf(result, 'projective-dimension', -1))],
  regularity: ['regularity', (result) => Number(valueOf(result, 'regularity'))],
  bettiTotals: ['betti-numbers', bettiTotals],
  hilbertUnivariate: ['hilbert-series', series],
  hilbertMultigraded: ['hilbert-series grading="multigraded"', series],
  scarf: ['scarf-complex', scarf],
  sum: ['sum', ideal],
  product: ['product', ideal],
  intersection: ['intersection', ideal],
  colon: ['colon', ideal],
  saturation: ['saturation', ideal],
}

const grid = await createGrid([], { limit: 0 })
afterAll(() => grid[Symbol.asyncDispose]())

async function solve(operation: string, content: string): Promise<ReadMonosResult> {
  const [name = '', attributes] = operation.split(/ (.*)/)
  return grid.solve(request(name, content, attributes))
}

/** The Betti numbers of s07 take seconds. */
const quick = /^(e|s(?!07)|p)\d/

test.each(vectorNames().filter((name) => quick.test(name)))('all operations on %s', async (name) => {
  const content = name.startsWith('p') ? idealOf(`${name}.a`) + idealOf(`${name}.b`) : idealOf(name)
  const { ops } = vector(name)
  for (const [op, { sha256: hash, value }] of Object.entries(ops)) {
    const [operation, read] = answers[op] ?? []
    if (operation === undefined || read === undefined) throw new Error(`nothing answers ${op}`)
    const answer = read(await solve(operation, content))
    expect([op, answer]).toEqual([op, hash ?? value ?? null])
  }
})

test('each operation on monomial ideals is asked for by some vector', () => {
  const asked = new Set(vectorNames().flatMap((name) => Object.keys(vector(name).ops)))
  expect([...asked].sort()).toEqual(Object.keys(answers).sort())
})

const toric = 'toric/'

test.each(['t01-twisted-cubic', 't02-rnc6', 't03-transport3x3', 't06-knap5', 't09-zerocol', 't12-cutexact-3-5-7-13'])(
  'operations on the matrix %s',
  async (name) => {
    const { ops } = vector(name, toric)
    const { columns, rows } = inputOf(`toric/inputs/${name}.mat`)
    const matrix = `<m:matrix columns="${columns}">${rows.join('\n')}</m:matrix>`
    const cost = ops['ipGap'] ? inputOf(`toric/inputs/${name}.cost`).rows.join() : ''
    const vectorsOf = async (operation: string) =>
      sha256(textOf(partOf(await solve(operation, matrix), 'vectors').rows))
    if (ops['markov']) {
      const result = await solve('markov-basis', matrix)
      expect(result.summary.count).toBe(BigInt(ops['markov'].count ?? -1))
    }
    if (ops['groebner']) {
      const weight = cost === '' ? '' : ` weight="${cost}"`
      expect(await vectorsOf(`groebner-basis order="ascending"${weight}`)).toBe(ops['groebner'].sha256)
    }
    if (ops['graver']) expect(await vectorsOf('graver-basis')).toBe(ops['graver'].sha256)
    if (ops['circuits']) expect(await vectorsOf('circuits')).toBe(ops['circuits'].sha256)
    if (ops['ipGap']) {
      const result = await solve(`integer-programming-gap cost="${cost}"`, matrix)
      const { numerator, denominator } = partOf(result, 'fraction')
      expect(`${numerator}/${denominator}`).toBe(ops['ipGap'].value)
    }
  },
)

test.each(vectorNames('polynomial/'))('the Gröbner basis of %s', async (name) => {
  const [characteristic = '', names = '', order = '', ...generators] = linesOf(`polynomial/inputs/${name}.poly`)
  const ring = `variables="${names.slice(5)}" characteristic="${characteristic.slice(5)}"`
  const polynomials = generators.map((text) => `<m:polynomial>${text}</m:polynomial>`).join('')
  const result = await solve(`groebner-basis order="${order.slice(6)}"`, `<m:ideal ${ring}>${polynomials}</m:ideal>`)
  const lines = [...partOf(result, 'polynomials').polynomials].map(
    (polynomial) =>
      `${polynomial
        .toSorted((a, b) => compare(a.exponents, b.exponents))
        .map(({ numerator, exponents }) => `${numerator}:${exponents.join(',')}`)
        .join(' ')}\n`,
  )
  expect(sha256(lines.join(''))).toBe(vector(name, 'polynomial/').ops['groebner']?.sha256)
})

function ideal(result: ReadMonosResult): string {
  return sha256(textOf(rowsOf(partOf(result, 'ideal').generators)))
}

function valueOf(result: ReadMonosResult, name: string, none?: number): unknown {
  const part = result.parts.find((other) => other.kind === 'value' && other.name === name)
  const value = part?.kind === 'value' ? part.value : undefined
  return value === 'none' ? (none ?? value) : value
}

function primary(result: ReadMonosResult): string {
  const components = [...partOf(result, 'primary-components').components]
  return sha256(components.map(({ generators }) => textOf(rowsOf(generators))).join('\n'))
}

function bettiTotals(result: ReadMonosResult): number[] {
  const totals: number[] = []
  for (const { step, count } of partOf(result, 'betti-numbers').numbers)
    totals[step] = (totals[step] ?? 0) + Number(count)
  return totals
}

function series(result: ReadMonosResult): string {
  const { exponents, coefficients } = partOf(result, 'series')
  return sha256(textOf(Array.from(coefficients, (coefficient, row) => [...rowOf(exponents, row), coefficient])))
}

function scarf(result: ReadMonosResult): string {
  let text = ''
  for (const part of result.parts) {
    if (part.kind !== 'faces') continue
    if (part.size === 0) text += '\n'
    for (let at = 0; at < part.members.length; at += part.size)
      text += `${part.members.subarray(at, at + part.size).join(' ')}\n`
  }
  return sha256(text)
}

function compare(a: readonly bigint[], b: readonly bigint[]): number {
  const at = a.findIndex((exponent, i) => exponent !== b[i])
  return at < 0 ? 0 : (a[at] ?? 0n) < (b[at] ?? 0n) ? -1 : 1
}
