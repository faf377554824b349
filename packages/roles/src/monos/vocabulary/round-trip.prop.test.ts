import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Monomials, monomials, rowsOf } from '../monomial/monomials.ts'
import { wholeSlice } from '../monomial/split.ts'
import { syntaxes } from '../syntax/ideal.ts'
import { documentOf } from './pieces.ts'
import { readRequest } from './read-request.ts'
import { readResult } from './read-result.ts'
import type { MonosRequest } from './request.ts'
import { type ReadPart, vectorKinds, verifications } from './result.ts'
import { readSliceResult, readSliceTask, writeSliceResult, writeSliceTask } from './slice-documents.ts'
import { requestDocument } from './write-request.ts'
import { resultDocument, writeResult } from './write-result.ts'

const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,4}$/), { maxLength: 5 })
const exponent = fc.oneof(fc.constant(0n), fc.bigInt(0n, 3n), fc.bigInt(0n, 2n ** 70n))
const rowsFor = (columns: number): fc.Arbitrary<bigint[][]> =>
  fc.array(fc.array(exponent, { minLength: columns, maxLength: columns }), { maxLength: 6 })
const signedRowsFor = (columns: number): fc.Arbitrary<bigint[][]> =>
  fc.array(fc.array(fc.bigInt(-(2n ** 70n), 2n ** 70n), { minLength: columns, maxLength: columns }), { maxLength: 6 })
const listFor = (columns: number): fc.Arbitrary<Monomials> => rowsFor(columns).map((rows) => monomials(columns, rows))
const few = fc.nat({ max: 9 })

const list = names.chain((names) => fc.record({ names: fc.constant(names), rows: listFor(names.length) }))

const polynomials = names
  .filter(({ length }) => length > 0)
  .chain((names) =>
    fc.record({
      names: fc.constant(names),
      characteristic: fc.constantFrom(0n, 101n),
      generators: fc.array(
        fc
          .uniqueArray(
            rowsFor(names.length).filter(({ length }) => length > 0),
            {
              selector: ([row]) => String(row),
              minLength: 1,
              maxLength: 4,
            },
          )
          .map((lists) =>
            lists.map(([exponents = []], i) => ({ numerator: BigInt(i + 1), denominator: 1n, exponents })),
          ),
        { maxLength: 4 },
      ),
    }),
  )

const parts: fc.Arbitrary<ReadPart> = fc.oneof(
  fc
    .tuple(fc.constantFrom('monomials', 'components', 'primes'), list)
    .map(([kind, { names, rows }]) => ({ kind, names, rows }) as const),
  list.map(({ names, rows }) => ({ kind: 'ideal', names, generators: rows }) as const),
  names.chain((names) =>
    fc
      .array(
        fc.record({
          prime: fc.array(fc.bigInt(0n, 1n), { minLength: names.length, maxLength: names.length }),
          generators: listFor(names.length),
        }),
        { maxLength: 3 },
      )
      .map((components) => ({ kind: 'primary-components', names, count: components.length, components }) as const),
  ),
  fc
    .oneof(fc.bigInt(), fc.boolean(), fc.constantFrom('none', 'infinite'))
    .map((value) => ({ kind: 'value', name: 'dimension', value }) as const),
  fc
    .tuple(fc.bigInt(), fc.bigInt(1n, 99n))
    .map(([numerator, denominator]) => ({ kind: 'fraction', name: 'gap', numerator, denominator }) as const),
  fc
    .array(fc.array(few, { minLength: 2, maxLength: 2 }))
    .map((faces) => ({ kind: 'faces', size: 2, count: faces.length, members: Int32Array.from(faces.flat()) }) as const),
  fc.constant({ kind: 'faces', size: 0, count: 1, members: new Int32Array(0) } as const),
  fc
    .array(fc.record({ step: few, degree: fc.bigInt(0n, 2n ** 70n), count: fc.bigInt(1n, 9n) }))
    .map((numbers) => ({ kind: 'betti-numbers', numbers }) as const),
  list.map(({ names, rows }) => {
    const coefficients = Array.from({ length: rows.length }, (_, i) => BigInt(i) - 2n)
    return { kind: 'series', names, exponents: rows, coefficients } as const
  }),
  names
    .filter(({ length }) => length > 0)
    .chain((names) =>
      fc
        .tuple(fc.constantFrom(...vectorKinds), signedRowsFor(names.length))
        .map(([of, rows]) => ({ kind: 'vectors', of, names, count: rows.length, rows }) as const),
    ),
  polynomials.map(
    ({ generators, ...ring }) =>
      ({ kind: 'polynomials', ...ring, count: generators.length, polynomials: generators }) as const,
  ),
  fc
    .tuple(fc.constantFrom(...syntaxes), fc.string({ unit: 'grapheme-ascii' }))
    .map(([syntax, text]) => ({ kind: 'text', syntax, text: [text] }) as const),
)

const summary = fc.record(
  {
    count: fc.bigInt(0n, 2n ** 70n),
    variables: few,
    seconds: fc.constantFrom(0, 0.25, 1e-7, 12345.5),
    peers: few,
    slices: few,
    verified: fc.constantFrom(...verifications),
    errorBound: fc.constant('2^-64'),
    note: fc.constantFrom('<"&>', 'nobody to hire'),
  },
  { requiredKeys: ['count'] },
)

it('reads the results that it wrote', () => {
  fc.assert(
    fc.property(summary, fc.array(parts, { maxLength: 4 }), (summary, parts) => {
      const result = { operation: 'radical', summary, parts } as const
      expect(readResult(resultDocument(result))).toEqual(result)
      expect(readResult([...writeResult(result)])).toEqual(result)
    }),
    { numRuns: 200 },
  )
})

const common = fc.record({ output: fc.constantFrom('xml', ...syntaxes), hireLimit: few }, { requiredKeys: ['output'] })
const order = fc.constantFrom({ kind: 'lex', eliminate: 0 } as const, { kind: 'elimination', eliminate: 1 } as const)

const requests: fc.Arbitrary<MonosRequest> = fc.oneof(
  fc.tuple(common, list).map(
    ([common, { names, rows }]) =>
      ({
        kind: 'monomial',
        operation: 'irreducible-decomposition',
        ...common,
        ideals: [{ names, generators: rows }],
        countOnly: rows.length % 2 === 0,
        grading: 'univariate',
      }) as const,
  ),
  fc.tuple(common, list, few).map(
    ([common, { names, rows }, degree]) =>
      ({
        kind: 'monomial',
        operation: 'standard-monomials',
        ...common,
        ideals: [{ names, generators: rows }],
        countOnly: false,
        grading: 'univariate',
        degree: BigInt(degree),
      }) as const,
  ),
  fc
    .tuple(common, names, fc.constantFrom('kernel', 'generators'), order, fc.boolean())
    .chain(([common, names, given, order, isOrdered]) =>
      signedRowsFor(names.length + 1).map(
        (rows) =>
          ({
            kind: 'lattice',
            operation: 'groebner-basis',
            ...common,
            given,
            names: [...names, 'last_'],
            matrix: { columns: names.length + 1, rows },
            ...(isOrdered ? { order } : {}),
          }) as const,
      ),
    ),
  fc.tuple(common, polynomials, order).map(([common, ideal, order]) => {
    const [polynomial] = ideal.generators
    return {
      kind: 'polynomial',
      operation: polynomial ? 'normal-form' : 'groebner-basis',
      ...common,
      ideal,
      polynomials: polynomial ? [polynomial] : [],
      order: { ...order, weight: ideal.names.map((_, i) => BigInt(i)) },
    } as const
  }),
)

it('reads the requests that it wrote', () => {
  fc.assert(
    fc.property(requests, (request) => {
      expect(readRequest(requestDocument(request))).toEqual(request)
    }),
    { numRuns: 200 },
  )
})

it('reads the slices and their results that it wrote', () => {
  fc.assert(
    fc.property(few.chain(listFor), few, fc.boolean(), (ideal, id, done) => {
      const slice = wholeSlice(ideal)
      const shifted = { ...slice, shift: slice.shift.map((_, i) => BigInt(i)), open: slice.open.map((_, i) => i > 1) }
      const task = readSliceTask(writeSliceTask({ id, slice: shifted, patience: 500 }))
      expect([...rowsOf(task.slice.ideal)]).toEqual([...rowsOf(shifted.ideal)])
      expect({ ...task.slice, ideal: null }).toEqual({ ...shifted, ideal: null })
      expect([task.id, task.patience]).toEqual([id, 500])
      const result = { id, done, components: ideal, rest: [task.slice, task.slice] }
      expect(readSliceResult(writeSliceResult(result))).toEqual(result)
    }),
  )
})

it('reads documents that come in any pieces', () => {
  const [bytes] = [...writeResult({ operation: 'radical', summary: { count: 0n, note: 'für dich' }, parts: [] })]
  const pieces = Array.from(bytes ?? [], (byte) => Uint8Array.of(byte))
  expect(readResult(pieces)).toEqual(readResult(documentOf(pieces)))
})
