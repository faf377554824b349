import { compileSchema, type Document, fromBytes, fromText, type Schema } from '@xeerkat/xml'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { monosXsd } from '../monos.xsd.ts'
import { monomials } from '../monomial/monomials.ts'
import { wholeSlice } from '../monomial/split.ts'
import { MONOS_NAMESPACE, operations } from './names.ts'
import { type ReadPart, vectorKinds } from './result.ts'
import { writeSliceResult, writeSliceTask } from './slice-documents.ts'
import { resultDocument } from './write-result.ts'

let schema: Schema
beforeAll(async () => {
  schema = await compileSchema(monosXsd)
})
afterAll(() => schema[Symbol.dispose]())

const violations = (document: Document): string[] =>
  schema.validate(document).map(({ message, line, column }) => `${line}:${column} ${message}`)
const declaring = (xml: string): Document => fromText(xml.replace(' ', ` xmlns:m="${MONOS_NAMESPACE}" `))

const rows = monomials(2, [
  [10n ** 40n, 1n],
  [0n, 3n],
])
const names = ['x', 'y_1']
const ring = { names, characteristic: 0n, order: { kind: 'lex', eliminate: 0, weight: [1n, -(10n ** 40n)] } } as const
const parts: readonly ReadPart[] = [
  { kind: 'ideal', names, generators: rows },
  { kind: 'monomials', names: [], rows: monomials(0, [[]]) },
  { kind: 'components', names, rows },
  { kind: 'primes', names, rows },
  { kind: 'primary-components', names, count: 1, components: [{ prime: [1n, 0n], generators: rows }] },
  { kind: 'value', name: 'degree', value: 10n ** 40n },
  { kind: 'value', name: 'generic', value: true },
  { kind: 'fraction', name: 'gap', numerator: -(10n ** 40n), denominator: 3n },
  { kind: 'faces', size: 2, count: 1, members: Int32Array.of(0, 1) },
  { kind: 'betti-numbers', numbers: [{ step: 1, degree: 10n ** 40n, count: 1n }] },
  { kind: 'series', names: ['t'], exponents: monomials(1, [[2n]]), coefficients: [-1n] },
  ...vectorKinds.map((of) => ({ kind: 'vectors', of, names, count: 1, rows: [[1n, -1n]] }) as const),
  { kind: 'polynomials', ...ring, count: 1, polynomials: [[{ numerator: -1n, denominator: 2n, exponents: [1n, 0n] }]] },
  { kind: 'text', syntax: '4ti2', text: ['1 1\n', '0'] },
]

it('has every operation as a document element', async () => {
  for (const operation of Object.keys(operations))
    expect(violations(declaring(`<m:${operation} />`)).join()).not.toContain('no declaration')
})

it('takes every kind of answer', () => {
  const summary = {
    count: 10n ** 40n,
    variables: 2,
    seconds: 1e-7,
    peers: 0,
    slices: 7,
    verified: 'probabilistic',
    errorBound: '2^-64',
    note: 'nobody to hire',
  } as const
  expect(violations(resultDocument({ operation: 'radical', summary, parts }))).toEqual([])
  expect(violations(resultDocument({ operation: 'radical', summary: { count: 0n }, parts: [] }))).toEqual([])
})

it('takes slices and what workers find in them', () => {
  const slice = wholeSlice(rows)
  expect(violations(writeSliceTask({ id: 1, slice, patience: 500 }))).toEqual([])
  expect(violations(writeSliceTask({ id: 1, slice: wholeSlice(monomials(0, [])) }))).toEqual([])
  expect(violations(writeSliceResult({ id: 1, done: false, components: rows, rest: [slice] }))).toEqual([])
})

it.each([
  ['<m:radical ><m:ideal variables="x 1"/></m:radical>', /1:\d+ .*variables.*1/],
  ['<m:radical ><m:ideal variables="x"><m:exponent/></m:ideal></m:radical>', /exponent.*monomial, exponents/],
  ['<m:colon ><m:ideal variables="x"/></m:colon>', /ideal/],
  ['<m:radical degree="3"><m:ideal variables="x"/></m:radical>', /degree/],
  ['<m:radical output="cocoa"><m:ideal variables="x"/></m:radical>', /cocoa/],
  ['<m:standard-monomials degree="-1"><m:ideal variables="x"/></m:standard-monomials>', /-1/],
  ['<m:integer-programming-gap ><m:matrix columns="1">1</m:matrix></m:integer-programming-gap>', /cost/],
  ['<m:result operation="radical"/>', /summary/],
])('says what is wrong with %s', (xml, message) => {
  expect(violations(declaring(xml))[0]).toMatch(message)
})

it('checks a million rows as one text', () => {
  const bytes = new TextEncoder().encode(
    `<m:radical xmlns:m="${MONOS_NAMESPACE}"><m:ideal variables="a b c"><m:exponents>${'1 2 3\n'.repeat(1_000_000)}</m:exponents></m:ideal></m:radical>`,
  )
  expect(violations(fromBytes(bytes))).toEqual([])
})
