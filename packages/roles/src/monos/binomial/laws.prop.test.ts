import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { circuits } from './circuits.ts'
import { graverBasis, latticeGraverBasis } from './graver.ts'
import { compareVectors, dot, isZero } from './integers.ts'
import {
  latticeGroebnerBasis,
  latticeIdeal,
  leadingExponents,
  monomialNormalForm,
  oriented,
  toricIdeal,
} from './lattice-ideal.ts'
import { echelon, inKernel, type IntegerMatrix, kernelBasis, rank } from './matrix.ts'
import { compareFractions, fraction, programmingGap } from './programming-gap.ts'

const runs = { numRuns: 40 }

const matrices = (smallest: number, largest: number, columns = 4) =>
  fc
    .array(fc.array(fc.bigInt(BigInt(smallest), BigInt(largest)), { minLength: columns, maxLength: columns }), {
      minLength: 1,
      maxLength: 2,
    })
    .map((rows): IntegerMatrix => ({ columns, rows }))

/** One positive row: the fibers are the solutions of a knapsack equation. */
const knapsacks = fc.array(fc.bigInt(1n, 7n), { minLength: 3, maxLength: 4 })

const costs = fc.array(fc.bigInt(-5n, 9n), { minLength: 4, maxLength: 4 })

describe('kernels', () => {
  test('a kernel basis lies in the kernel, has its rank, and generates every small vector of it', () => {
    fc.assert(
      fc.property(matrices(-4, 4), (matrix) => {
        const { rows } = kernelBasis(matrix)
        expect(rows.every((row) => inKernel(matrix, row))).toBe(true)
        expect(rows.length).toBe(matrix.columns - rank(matrix))
        for (const vector of box(matrix.columns, -2n, 2n))
          if (inKernel(matrix, vector)) expect(index([...rows, vector])).toBe(index(rows))
      }),
      { numRuns: 15 },
    )
  })
})

describe('lattice ideals', () => {
  test('a Markov basis connects every fiber, and no basis that connects them all is smaller', () => {
    fc.assert(
      fc.property(knapsacks, (row) => {
        const { generators } = toricIdeal({ columns: row.length, rows: [row] })
        let needed = 0
        for (let right = 1n; right <= 42n; right++) {
          const fiber = solutions(row, right)
          expect(parts(fiber, generators)).toBeLessThanOrEqual(1)
          const smaller = generators.filter((move) => degreeOf(row, move) < right)
          if (fiber.length > 0) needed += parts(fiber, smaller) - 1
        }
        expect(generators.filter((move) => degreeOf(row, move) <= 42n).length).toBe(needed)
      }),
      runs,
    )
  })

  test('normal forms solve integer programs', () => {
    fc.assert(
      fc.property(knapsacks, costs, (row, cost) => {
        const weight = cost.slice(0, row.length)
        const ideal = toricIdeal({ columns: row.length, rows: [row] })
        const basis = latticeGroebnerBasis(ideal, { weights: [weight], ties: 'lex' })
        for (const right of [11n, 17n, 24n]) {
          const fiber = solutions(row, right)
          const best = fiber.reduce((least, x) => (dot(weight, x) < least ? dot(weight, x) : least), 10n ** 9n)
          const forms = new Set(fiber.map((x) => monomialNormalForm(basis, x).join()))
          expect(forms.size).toBe(fiber.length > 0 ? 1 : 0)
          for (const form of forms) expect(dot(weight, form.split(',').map(BigInt))).toBe(best)
        }
      }),
      runs,
    )
  })

  test('on any lattice, monomials have the same normal form exactly if the lattice holds their difference', () => {
    const lattices = matrices(-3, 3, 3)
    fc.assert(
      fc.property(lattices, fc.constantFrom('lex' as const, 'grevlex' as const), (lattice, ties) => {
        const basis = latticeGroebnerBasis(latticeIdeal(lattice), { ties })
        const forms = new Map([...box(3, 0n, 3n)].map((x) => [x.join(), monomialNormalForm(basis, x).join()]))
        for (const x of box(3, 0n, 3n))
          for (const y of box(3, 0n, 1n)) {
            const difference = x.map((entry, i) => entry - (y[i] ?? 0n))
            expect(forms.get(x.join()) === forms.get(y.join())).toBe(holds(lattice.rows, difference))
          }
      }),
      { numRuns: 25 },
    )
  })

  test('the basis of a multiple of a lattice is the multiple of the basis, however large the numbers', () => {
    fc.assert(
      fc.property(matrices(-3, 3, 4), fc.constantFrom(3n, 2n ** 50n, 2n ** 70n + 1n), (lattice, factor) => {
        const scaled = { ...lattice, rows: lattice.rows.map((row) => row.map((entry) => factor * entry)) }
        const times = (rows: readonly (readonly bigint[])[]) => rows.map((row) => row.map((entry) => factor * entry))
        const basis = (of: IntegerMatrix) => latticeGroebnerBasis(latticeIdeal(of), { ties: 'grevlex' })
        expect(basis(scaled)).toEqual(times(basis(lattice)))
        expect(latticeGraverBasis(scaled)).toEqual(times(latticeGraverBasis(lattice)))
      }),
      runs,
    )
  })

  test('a reduced Gröbner basis is reduced, and part of the Graver basis', () => {
    fc.assert(
      fc.property(matrices(0, 4), costs, (matrix, cost) => {
        const positive = { ...matrix, rows: [...matrix.rows, Array<bigint>(matrix.columns).fill(1n)] }
        const basis = latticeGroebnerBasis(toricIdeal(positive), { weights: [cost], ties: 'ascending' })
        const graver = new Set(graverBasis(positive).map(String))
        const leads = leadingExponents(basis)
        for (const row of basis) {
          expect(graver.has(String(oriented(row)))).toBe(true)
          expect(dot(cost, row) >= 0n).toBe(true)
          const tail = row.map((entry) => (entry < 0n ? -entry : 0n))
          expect(leads.some((lead) => divides(lead, tail))).toBe(false)
        }
        expect(leads.every((a, i) => leads.every((b, j) => i === j || !divides(a, b)))).toBe(true)
      }),
      runs,
    )
  })
})

describe('Graver bases and circuits', () => {
  test('in a box, the Graver basis is what no other kernel vector fits into, and holds the circuits', () => {
    fc.assert(
      fc.property(matrices(-3, 3), (matrix) => {
        const graver = graverBasis(matrix)
        const kernel = [...box(matrix.columns, -4n, 4n)].filter((u) => !isZero(u) && inKernel(matrix, u))
        const minimal = kernel.filter((u) => !kernel.some((v) => v !== u && conforms(v, u)))
        const within = (rows: readonly (readonly bigint[])[]) =>
          rows.filter((row) => row.every((x) => x >= -4n && x <= 4n))
        expect(within(graver)).toEqual(minimal.filter((u) => oriented(u) === u).sort(compareVectors))
        const names = new Set(graver.map(String))
        expect(circuits(matrix).every((circuit) => names.has(String(circuit)))).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('circuits are what has minimal support', () => {
    fc.assert(
      fc.property(matrices(-3, 3, 5), (matrix) => {
        const found = circuits(matrix)
        const supports = found.map((row) => row.map((entry) => entry !== 0n))
        supports.forEach((a, i) =>
          supports.forEach((b, j) => expect(i !== j && a.every((used, k) => !used || b[k])).toBe(false)),
        )
        for (const row of graverBasis(matrix))
          expect(supports.some((support) => support.every((used, k) => !used || row[k] !== 0n))).toBe(true)
      }),
      { numRuns: 20 },
    )
  })
})

describe('the integer programming gap', () => {
  test('is the largest difference that enumeration finds', () => {
    fc.assert(
      fc.property(knapsacks, fc.array(fc.bigInt(0n, 9n), { minLength: 4, maxLength: 4 }), (row, costs) => {
        const cost = costs.slice(0, row.length)
        const { gap } = programmingGap(toricIdeal({ columns: row.length, rows: [row] }), cost)
        // Differences repeat once the right side has passed the product of two of the numbers.
        const found = differences(row, cost, 150).reduce((a, b) => (compareFractions(a, b) >= 0 ? a : b))
        expect(gap).toEqual(found)
      }),
      runs,
    )
  })
})

/** Best integer costs by dynamic programming, less those of the relaxation. */
function differences(row: readonly bigint[], cost: readonly bigint[], last: number) {
  const best: (bigint | undefined)[] = [0n]
  const ratio = row.map((a, i) => fraction(cost[i] ?? 0n, a)).reduce((a, b) => (compareFractions(a, b) <= 0 ? a : b))
  const found = [fraction(0n, 1n)]
  for (let right = 1; right <= last; right++) {
    row.forEach((a, i) => {
      const before = best[right - Number(a)]
      if (before === undefined) return
      const value = before + (cost[i] ?? 0n)
      const known = best[right]
      if (known === undefined || value < known) best[right] = value
    })
    const integer = best[right]
    if (integer === undefined) continue
    found.push(fraction(integer * ratio.denominator - BigInt(right) * ratio.numerator, ratio.denominator))
  }
  return found
}

function* box(length: number, from: bigint, to: bigint): Generator<bigint[]> {
  if (length === 0) return yield []
  for (let entry = from; entry <= to; entry++) for (const rest of box(length - 1, from, to)) yield [entry, ...rest]
}

/** All x ≥ 0 with row·x = right. */
function solutions(row: readonly bigint[], right: bigint): bigint[][] {
  const [first, ...others] = row
  if (first === undefined) return right === 0n ? [[]] : []
  const found: bigint[][] = []
  for (let x = 0n; x * first <= right; x++)
    for (const rest of solutions(others, right - x * first)) found.push([x, ...rest])
  return found
}

/** How many parts a fiber has if one may go along moves and their negatives. */
function parts(fiber: readonly bigint[][], moves: readonly (readonly bigint[])[]): number {
  const open = new Map(fiber.map((x) => [x.join(), x]))
  let count = 0
  for (const start of fiber) {
    if (!open.delete(start.join())) continue
    count++
    const reached = [start]
    for (let x = reached.pop(); x !== undefined; x = reached.pop())
      for (const move of moves)
        for (const sign of [1n, -1n]) {
          const y = x.map((entry, i) => entry + sign * (move[i] ?? 0n))
          if (open.delete(y.join())) reached.push(y)
        }
  }
  return count
}

function degreeOf(row: readonly bigint[], move: readonly bigint[]): bigint {
  return move.reduce((sum, entry, i) => sum + (entry > 0n ? entry * (row[i] ?? 0n) : 0n), 0n)
}

/** The product of the pivots: what it is for a sublattice of the same rank tells whether they are equal. */
function index(rows: readonly (readonly bigint[])[]): string {
  const pivots = echelon(rows.map((row) => [...row])).map((row) => row.find((entry) => entry !== 0n) ?? 0n)
  return `${pivots.length}: ${pivots.reduce((product, pivot) => product * pivot, 1n)}`
}

function holds(rows: readonly (readonly bigint[])[], vector: readonly bigint[]): boolean {
  return index([...rows, vector]) === index(rows)
}

function divides(a: readonly bigint[], b: readonly bigint[]): boolean {
  return a.every((exponent, i) => exponent <= (b[i] ?? 0n))
}

/** Whether v has u's signs and is nowhere larger. */
function conforms(v: readonly bigint[], u: readonly bigint[]): boolean {
  return v.every((entry, i) => {
    const other = u[i] ?? 0n
    return entry === 0n || (entry > 0n ? entry <= other : entry >= other)
  })
}
