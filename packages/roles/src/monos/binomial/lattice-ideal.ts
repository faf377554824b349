import { type BinomialOrder, extended, vectorOrder } from './binomial-order.ts'
import { completed } from './completion.ts'
import { BinomialError } from './errors.ts'
import { positiveGrading } from './gradings.ts'
import { compareVectors, negated } from './integers.ts'
import { createTicker, type KernelOptions, runToEnd, type Steps, type Ticker } from './kernel-options.ts'
import { type IntegerMatrix, kernelBasisSteps, latticeBasisSteps } from './matrix.ts'
import { generatingSet } from './project-and-lift.ts'

/** The ideal of all x^(u+) - x^(u-) with u in a lattice. */
export interface LatticeIdeal {
  /** A reduced basis of the lattice. */
  readonly lattice: IntegerMatrix
  /** Positive degrees that make the ideal homogeneous; undefined if there are none. */
  readonly grading: readonly bigint[] | undefined
  /**
   * Vectors u whose binomials generate the ideal, in canonical order, the first entry of each positive. With a grading
   * it is a minimal Markov basis: no generating set of binomials is smaller. Without one, "minimal" has no meaning.
   */
  readonly generators: readonly (readonly bigint[])[]
}

/** The toric ideal of a matrix: the ideal of its integer kernel. */
export function toricIdeal(matrix: IntegerMatrix, options: KernelOptions = {}): LatticeIdeal {
  return runToEnd(toricIdealSteps(matrix, options))
}

export function* toricIdealSteps(matrix: IntegerMatrix, options: KernelOptions = {}): Steps<LatticeIdeal> {
  return yield* idealOf(yield* kernelBasisSteps(matrix, options), options)
}

/** The ideal of the lattice that the rows generate, saturated or not. */
export function latticeIdeal(lattice: IntegerMatrix, options: KernelOptions = {}): LatticeIdeal {
  return runToEnd(latticeIdealSteps(lattice, options))
}

export function* latticeIdealSteps(lattice: IntegerMatrix, options: KernelOptions = {}): Steps<LatticeIdeal> {
  return yield* idealOf(yield* latticeBasisSteps(lattice, options), options)
}

/**
 * The reduced Gröbner basis: rows u, in canonical order, whose leading monomial is x^(u+). Throws ERR_BINOMIAL_ORDER if
 * the order is none on this lattice.
 */
export function latticeGroebnerBasis(
  ideal: LatticeIdeal,
  order: BinomialOrder,
  options: KernelOptions = {},
): bigint[][] {
  return runToEnd(latticeGroebnerBasisSteps(ideal, order, options))
}

export function* latticeGroebnerBasisSteps(
  { lattice, generators }: LatticeIdeal,
  order: BinomialOrder,
  options: KernelOptions = {},
): Steps<bigint[][]> {
  const ticker = createTicker(options)
  const { forms, shape } = vectorOrder(lattice, order, ticker)
  ticker.enter('Gröbner basis')
  const inputs = generators.map((row) => extended(row, forms))
  const { basis } = yield* completed(inputs, shape, ticker)
  return basis.map((row) => row.slice(0, lattice.columns))
}

/** The exponents of the leading monomials of a Gröbner basis. */
export function leadingExponents(basis: readonly (readonly bigint[])[]): bigint[][] {
  return basis.map((row) => row.map((entry) => (entry > 0n ? entry : 0n))).sort(compareVectors)
}

/** The normal form of a monomial modulo a Gröbner basis: its smallest equivalent. */
export function monomialNormalForm(
  basis: readonly (readonly bigint[])[],
  monomial: readonly bigint[],
  options: KernelOptions = {},
): bigint[] {
  const ticker = createTicker(options)
  const wrong = basis.findIndex((row) => row.length !== monomial.length)
  if (wrong >= 0)
    throw new BinomialError(
      'ERR_BINOMIAL_SHAPE',
      `The monomial has ${monomial.length} exponents, and row ${wrong} of the basis ${basis[wrong]?.length}.`,
      wrong,
    )
  if (monomial.some((exponent) => exponent < 0n))
    throw new BinomialError('ERR_BINOMIAL_SHAPE', 'The monomial has a negative exponent.')
  let current = [...monomial]
  for (;;) {
    ticker.step(basis.length, 0)
    const reducer = basis.find((row) => row.every((entry, i) => entry <= 0n || entry <= (current[i] ?? 0n)))
    if (reducer === undefined) return current
    const times = reducer.reduce<bigint | undefined>((least, entry, i) => {
      if (entry <= 0n) return least
      const quotient = (current[i] ?? 0n) / entry
      return least === undefined || quotient < least ? quotient : least
    }, undefined)
    if (times === undefined)
      throw new BinomialError('ERR_BINOMIAL_ORDER', 'A row of the basis has no positive entry, so nothing leads in it.')
    current = current.map((exponent, i) => exponent - times * (reducer[i] ?? 0n))
  }
}

function* idealOf(lattice: IntegerMatrix, options: KernelOptions): Steps<LatticeIdeal> {
  const ticker = createTicker(options)
  const { columns, rows } = lattice
  const grading = positiveGrading(rows, columns, ticker)
  const found = yield* generatingSet(lattice, ticker)
  ticker.enter('minimal generators')
  const generators = grading ? yield* minimalGenerators(found, lattice, ticker) : found
  return { lattice, grading, generators: generators.map(oriented).sort(compareVectors) }
}

function* minimalGenerators(
  found: readonly (readonly bigint[])[],
  lattice: IntegerMatrix,
  ticker: Ticker,
): Steps<readonly (readonly bigint[])[]> {
  const { shape } = vectorOrder(lattice, { ties: 'ascending' }, ticker)
  const { minimal } = yield* completed(found, shape, ticker, { generatorsOnly: true })
  return minimal
}

/** The vector or its negative: the first entry that is not zero is positive. */
export function oriented(row: readonly bigint[]): readonly bigint[] {
  return (row.find((entry) => entry !== 0n) ?? 0n) < 0n ? negated(row) : row
}
