import { irreducibleComponents } from '../monomial/irreducible.ts'
import { type Monomials, monomials, rowOf } from '../monomial/monomials.ts'
import type { BinomialOrder } from './binomial-order.ts'
import { BinomialError } from './errors.ts'
import { nonNegativeWeight } from './gradings.ts'
import { dot, gcd } from './integers.ts'
import { createTicker, type KernelOptions } from './kernel-options.ts'
import { type LatticeIdeal, latticeGroebnerBasis, leadingExponents } from './lattice-ideal.ts'
import { solveLinearProgram } from './linear-program.ts'
import type { IntegerMatrix } from './matrix.ts'

/** An exact rational number in lowest terms, with a positive denominator. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

export interface ProgrammingGap {
  /** The largest difference between an integer program of the family and its relaxation. */
  readonly gap: Fraction
  /** How many irreducible components the initial ideal has: one linear program each. */
  readonly components: number
  /** A component that attains the gap: an entry e > 0 is the generator x_i^e. */
  readonly attained: readonly bigint[] | undefined
}

/**
 * The integer programming gap of the family min c·x, x ≥ 0, x ≡ b modulo a lattice, over all b for which there are
 * solutions: S. Hosten and B. Sturmfels, Computing the integer programming gap (math/0301266). Throws
 * ERR_BINOMIAL_UNBOUNDED if the programs have no minimum.
 */
export function programmingGap(
  ideal: LatticeIdeal,
  cost: readonly bigint[],
  options: KernelOptions = {},
): ProgrammingGap {
  let best: { readonly gap: Fraction; readonly component: readonly bigint[] } | undefined
  let components = 0
  for (const component of costComponents(ideal, cost, options)) {
    components++
    const gap = componentGap(ideal.lattice, cost, component, options)
    if (best === undefined || compareFractions(gap, best.gap) > 0) best = { gap, component }
  }
  return { gap: best?.gap ?? { numerator: 0n, denominator: 1n }, components, attained: best?.component }
}

/** The irreducible components of the initial ideal under a cost: the gap's independent parts. */
function* costComponents(
  ideal: LatticeIdeal,
  cost: readonly bigint[],
  options: KernelOptions = {},
): Generator<bigint[], void, undefined> {
  const signal = options.signal ? { signal: options.signal } : {}
  for (const batch of irreducibleComponents(initialIdeal(ideal, cost, options), signal))
    for (let row = 0; row < batch.length; row++) yield rowOf(batch, row)
}

/** What leads under a cost, in the elements of the ideal. */
export function initialIdeal(ideal: LatticeIdeal, cost: readonly bigint[], options: KernelOptions = {}): Monomials {
  const basis = latticeGroebnerBasis(ideal, costOrder(ideal, cost, options), options)
  return monomials(ideal.lattice.columns, leadingExponents(basis))
}

/**
 * The gap of one component: the largest c·w with w in the real span of the lattice and w_i < e_i for its generators
 * x_i^e_i. What is solved is the dual program, which has one equation for each dimension of the lattice.
 */
export function componentGap(
  { rows }: IntegerMatrix,
  cost: readonly bigint[],
  component: readonly bigint[],
  options: KernelOptions = {},
): Fraction {
  const bounded = component.flatMap((exponent, i) => (exponent > 0n ? [i] : []))
  const program = {
    rows: rows.map((row) => bounded.map((i) => row[i] ?? 0n)),
    right: rows.map((row) => dot(row, cost)),
    cost: bounded.map((i) => (component[i] ?? 1n) - 1n),
  }
  const solution = solveLinearProgram(program, createTicker(options))
  if (solution.status !== 'optimal')
    throw new BinomialError('ERR_BINOMIAL_UNBOUNDED', 'The component belongs to no initial ideal under this cost.')
  return fraction(solution.cost, solution.denominator)
}

export function fraction(numerator: bigint, denominator: bigint): Fraction {
  const divisor = gcd(numerator, denominator) * (denominator < 0n ? -1n : 1n)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

export function compareFractions(a: Fraction, b: Fraction): number {
  const [x, y] = [a.numerator * b.denominator, b.numerator * a.denominator]
  return x < y ? -1 : x > y ? 1 : 0
}

/** The gap does not depend on how ties are broken; where the lattice is not positively graded, only some ways are orders. */
function costOrder({ lattice, grading }: LatticeIdeal, cost: readonly bigint[], options: KernelOptions): BinomialOrder {
  const { columns, rows } = lattice
  if (cost.length !== columns)
    throw new BinomialError('ERR_BINOMIAL_SHAPE', `The cost has ${cost.length} entries, not ${columns}.`)
  if (grading) return { weights: [cost], ties: 'ascending' }
  const form = rows.map((row) => dot(row, cost))
  if ('descent' in nonNegativeWeight(rows, columns, form, createTicker(options)))
    throw new BinomialError(
      'ERR_BINOMIAL_UNBOUNDED',
      'The cost has no minimum: some direction x ≥ 0 lowers it forever.',
    )
  return { weights: [cost], ties: 'grevlex' }
}
