import { describe, expect, test } from 'vitest'
import { circuits } from './circuits.ts'
import { graverBasis } from './graver.ts'
import { type KernelProgress, runToEnd } from './kernel-options.ts'
import { latticeGroebnerBasis, latticeIdeal, monomialNormalForm, toricIdeal, toricIdealSteps } from './lattice-ideal.ts'
import { checkedMatrix, kernelBasis } from './matrix.ts'
import { programmingGap } from './programming-gap.ts'

const matrix = (...rows: bigint[][]) => ({ columns: rows[0]?.length ?? 0, rows })
const code = (code: string) => expect.objectContaining({ code })
const pairing = matrix([1n, 1n, 1n, 0n, 0n, 0n], [0n, 0n, 0n, 1n, 1n, 1n], [1n, 0n, 0n, 1n, 0n, 0n])

describe('what cannot be is refused by name', () => {
  test('rows of different lengths', () => {
    const ragged = { columns: 2, rows: [[1n, 2n], [1n]] }
    expect(() => toricIdeal(ragged)).toThrow(code('ERR_BINOMIAL_SHAPE'))
    expect(() => latticeIdeal(ragged)).toThrow('Row 1 has 1 entries, not 2.')
  })

  test('too many columns, rows or digits', () => {
    expect(() => checkedMatrix({ columns: 5, rows: [] }, { columns: 4 })).toThrow(code('ERR_BINOMIAL_LIMIT'))
    expect(() => checkedMatrix(pairing, { rows: 2 })).toThrow(code('ERR_BINOMIAL_LIMIT'))
    expect(() => kernelBasis(matrix([2n ** 70n, 1n]), { limits: { bits: 64 } })).toThrow(code('ERR_BINOMIAL_LIMIT'))
  })

  test('an answer that is larger than the bound', () => {
    const limits = { vectors: 3 }
    const long = matrix([1n, 1n, 1n, 1n, 1n], [0n, 1n, 2n, 3n, 4n])
    expect(() => toricIdeal(long, { limits })).toThrow(code('ERR_BINOMIAL_LIMIT'))
    expect(() => graverBasis(long, { limits })).toThrow(code('ERR_BINOMIAL_LIMIT'))
    expect(() => circuits(long, { limits })).toThrow(code('ERR_BINOMIAL_LIMIT'))
    expect(() => toricIdeal(long, { limits: { steps: 5 } })).toThrow(code('ERR_BINOMIAL_LIMIT'))
  })

  test('an order without smallest monomials', () => {
    const free = toricIdeal(matrix([1n, -1n, 0n]))
    expect(free.grading).toBeUndefined()
    expect(() => latticeGroebnerBasis(free, { ties: 'ascending' })).toThrow(code('ERR_BINOMIAL_ORDER'))
    // A positive weight leaves finitely many monomials below each.
    expect(latticeGroebnerBasis(free, { weights: [[2n, 3n, 1n]], ties: 'ascending' })).toEqual([
      [0n, 0n, 1n],
      [1n, 1n, 0n],
    ])
    const falling = { weights: [[-1n, 0n, 0n]], ties: 'lex' as const }
    expect(() => latticeGroebnerBasis(free, falling)).toThrow(code('ERR_BINOMIAL_ORDER'))
    expect(latticeGroebnerBasis(free, { weights: [[-1n, 2n, 0n]], ties: 'lex' })).toEqual([
      [0n, 0n, 1n],
      [1n, 1n, 0n],
    ])
  })

  test('a cost that falls forever, and costs and weights that do not fit', () => {
    const free = toricIdeal(matrix([1n, -1n]))
    expect(() => programmingGap(free, [-1n, 0n])).toThrow(code('ERR_BINOMIAL_UNBOUNDED'))
    expect(() => programmingGap(free, [1n])).toThrow(code('ERR_BINOMIAL_SHAPE'))
    expect(() => latticeGroebnerBasis(free, { weights: [[1n]], ties: 'lex' })).toThrow(code('ERR_BINOMIAL_SHAPE'))
  })

  test('a monomial that is none', () => {
    expect(() => monomialNormalForm([[1n, -1n]], [1n])).toThrow(code('ERR_BINOMIAL_SHAPE'))
    expect(() => monomialNormalForm([[1n, -1n]], [1n, -1n])).toThrow(code('ERR_BINOMIAL_SHAPE'))
  })
})

describe('a kernel', () => {
  test('ends when its signal does, and when its progress is not wanted any more', () => {
    const knapsack = matrix([1285n, 3687n, 3802n, 5224n, 6670n, 8905n, 9300n])
    expect(() => toricIdeal(knapsack, { signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough')
    const controller = new AbortController()
    const seen: KernelProgress[] = []
    const progress = (at: KernelProgress) => {
      seen.push(at)
      controller.abort(new Error('stopped'))
    }
    expect(() => graverBasis(knapsack, { signal: controller.signal, progress })).toThrow('stopped')
    expect(seen).toHaveLength(1)
    expect(seen[0]?.steps).toBe(4096)
  })

  test('knows what is empty', () => {
    const nothing = toricIdeal({ columns: 0, rows: [] })
    expect(nothing.generators).toEqual([])
    const point = toricIdeal(matrix([1n, 0n], [0n, 1n]))
    expect(point.generators).toEqual([])
    expect(latticeGroebnerBasis(point, { ties: 'lex' })).toEqual([])
    expect(graverBasis(matrix([1n, 0n], [0n, 1n]))).toEqual([])
    expect(circuits({ columns: 2, rows: [] })).toEqual([
      [0n, 1n],
      [1n, 0n],
    ])
    expect(programmingGap(point, [1n, 1n])).toEqual({
      gap: { numerator: 0n, denominator: 1n },
      components: 1,
      attained: [0n, 0n],
    })
    expect(latticeIdeal({ columns: 2, rows: [[0n, 0n]] }).generators).toEqual([])
  })

  test('treats a lattice that is not saturated as it is', () => {
    expect(latticeGroebnerBasis(latticeIdeal(matrix([2n, -2n])), { ties: 'lex' })).toEqual([[2n, -2n]])
    expect(latticeGroebnerBasis(latticeIdeal(matrix([2n, 0n], [3n, 0n], [0n, 4n])), { ties: 'lex' })).toEqual([
      [0n, 4n],
      [1n, 0n],
    ])
  })

  test('has the numbers of a kernel beyond 2^53 right', () => {
    const [a, b] = [2n ** 64n, 2n ** 64n + 1n]
    expect(toricIdeal(matrix([a, b])).generators).toEqual([[b, -a]])
    expect(graverBasis(matrix([a, b]))).toEqual([[b, -a]])
    expect(circuits(matrix([a, b]))).toEqual([[b, -a]])
    // min y where a x + b y = r: the worst r leaves y = a - 1.
    expect(programmingGap(toricIdeal(matrix([a, b])), [0n, 1n]).gap).toEqual({ numerator: a - 1n, denominator: 1n })
  })
})

describe('a kernel in parts', () => {
  test('lets others run in between, so that its signal can be given while it works', () => {
    const controller = new AbortController()
    const steps = toricIdealSteps(matrix([1285n, 3687n, 3802n, 5224n, 6670n, 8905n, 9300n]), {
      signal: controller.signal,
    })
    for (let part = 0; part < 100; part++) expect(steps.next().done).toBe(false)
    controller.abort(new Error('asked to stop'))
    expect(() => runToEnd(steps)).toThrow('asked to stop')
  })
})
