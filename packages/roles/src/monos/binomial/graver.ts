import { createTicker, type KernelOptions, runToEnd, type Steps, type Ticker } from './kernel-options.ts'
import { oriented } from './lattice-ideal.ts'
import { compareVectors, isZero } from './integers.ts'
import { type IntegerMatrix, kernelBasisSteps, latticeBasisSteps } from './matrix.ts'
import { VectorOverflow } from './number-vectors.ts'
import { createPairQueue } from './pair-queue.ts'
import { projected } from './project-and-lift.ts'
import { createSignedSet, type Arithmetic, type SignedSet } from './signed-set.ts'

/**
 * The Graver basis of a matrix: the vectors u ≠ 0 of its kernel that are no sum v + w of two others without cancellation,
 * one of each pair u, -u (its first entry that is not zero is positive), in canonical order.
 */
export function graverBasis(matrix: IntegerMatrix, options: KernelOptions = {}): bigint[][] {
  return runToEnd(graverBasisSteps(matrix, options))
}

export function* graverBasisSteps(matrix: IntegerMatrix, options: KernelOptions = {}): Steps<bigint[][]> {
  return yield* graverBasisOfRows(yield* kernelBasisSteps(matrix, options), options)
}

/** The Graver basis of the lattice that the rows generate. */
export function latticeGraverBasis(lattice: IntegerMatrix, options: KernelOptions = {}): bigint[][] {
  return runToEnd(latticeGraverBasisSteps(lattice, options))
}

export function* latticeGraverBasisSteps(lattice: IntegerMatrix, options: KernelOptions = {}): Steps<bigint[][]> {
  return yield* graverBasisOfRows(yield* latticeBasisSteps(lattice, options), options)
}

function* graverBasisOfRows(lattice: IntegerMatrix, options: KernelOptions): Steps<bigint[][]> {
  const ticker = createTicker(options)
  const rows = yield* graverInEither(lattice, ticker)
  return rows.map((row) => [...oriented(row)]).sort(compareVectors)
}

function* graverInEither(lattice: IntegerMatrix, ticker: Ticker): Steps<bigint[][]> {
  try {
    return yield* graverIn(doubles, lattice, ticker)
  } catch (error) {
    if (!(error instanceof VectorOverflow)) throw error
    return yield* graverIn(bigints, lattice, ticker)
  }
}

/**
 * Starts in as few variables as tell the vectors apart, with Pottier's algorithm, and adds one variable after the other:
 * R. Hemmecke, Exploiting symmetries in the computation of Graver bases (math/0410334).
 */
function* graverIn<T extends number | bigint>(
  arithmetic: Arithmetic<T>,
  { columns, rows }: IntegerMatrix,
  ticker: Ticker,
): Steps<bigint[][]> {
  const { basis, active } = projected(rows, columns)
  const unimodular = basis.every((row, at) => row[active[at] ?? 0] === 1n)
  let elements = basis.map((row) => row.map(arithmetic.from))
  if (!unimodular) elements = yield* started(createSignedSet(arithmetic, active), elements, ticker)
  for (let variable = 0; variable < columns; variable++) {
    if (active.includes(variable)) continue
    ticker.enter(`Graver basis, ${columns - active.length} variables left`)
    elements = yield* lifted(createSignedSet(arithmetic, [...active, variable]), elements, ticker)
    active.push(variable)
  }
  return elements.map((row) => row.map(BigInt)).filter((row) => !isZero(row))
}

/** Pottier's algorithm: sums of all pairs are reduced until nothing new is found. */
function* started<T extends number | bigint>(set: SignedSet<T>, inputs: readonly T[][], ticker: Ticker): Steps<T[][]> {
  const queue = createPairQueue()
  for (const row of inputs) admit(row)
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (ticker.step(set.count(), queue.size())) yield
    let sum = set.combined(next.i, next.j, next.priority)
    for (let found = set.within(sum); found !== undefined; found = set.within(sum)) sum = set.without(sum, found)
    if (sum.some((entry) => entry !== set.zero)) admit(sum)
  }
  return set.irreducible()

  function admit(row: readonly T[]): void {
    const k = set.add(row)
    for (let i = 0; i < k; i++)
      for (const sign of [1, -1] as const)
        if (!set.agree(i, k, sign)) queue.push({ degree: set.pairNorm(i, k), priority: sign, i, j: k })
  }
}

/**
 * Adds the last variable of a set. Without it, a new element is a sum of two that agree in sign, so its norm there is the
 * sum of theirs; in the order of these norms, a sum that is reducible at all needs no further look.
 */
function* lifted<T extends number | bigint>(set: SignedSet<T>, inputs: readonly T[][], ticker: Ticker): Steps<T[][]> {
  const queue = createPairQueue()
  for (const row of inputs) admit(row)
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (ticker.step(set.count(), queue.size())) yield
    const sum = set.combined(next.i, next.j, next.priority)
    if (set.within(sum) === undefined) admit(sum)
  }
  return set.rows()

  function admit(row: readonly T[]): void {
    const k = set.add(row)
    for (let i = 0; i < k; i++) {
      const sign = set.opposed(i, k)
      if (sign !== 0) queue.push({ degree: set.oldPairNorm(i, k), priority: sign, i, j: k })
    }
  }
}

const SAFE = 2 ** 52

const doubles: Arithmetic<number> = {
  zero: 0,
  from: (value) => checked(Number(value)),
  combine: (a, sign, b) => checked(a + sign * b),
}

const bigints: Arithmetic<bigint> = {
  zero: 0n,
  from: (value) => value,
  combine: (a, sign, b) => (sign > 0 ? a + b : a - b),
}

function checked(value: number): number {
  if (Math.abs(value) < SAFE) return value
  throw new VectorOverflow()
}
