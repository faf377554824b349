import { MonomialError } from './errors.ts'
import { type Batch, collected, type DecomposeOptions, irreducibleComponents } from './irreducible.ts'
import { minimalGenerators } from './minimal.ts'
import { compact, type Monomials, select } from './monomials.ts'
import { mapExponents } from './scales.ts'

export interface DualOptions extends DecomposeOptions {
  /** A multiple of the lcm of the minimal generators, which is the default. */
  readonly vector?: readonly bigint[]
}

/**
 * Minimal generators of the Alexander dual with respect to a vector a, in batches: for each irreducible component with
 * exponents b, the monomial with a_i + 1 - b_i where b_i > 0, and 0 elsewhere (Miller and Sturmfels, Combinatorial
 * Commutative Algebra, Definition 5.20 and Theorem 5.27).
 */
function* alexanderDualBatches(
  ideal: Monomials,
  { vector, ...options }: DualOptions = {},
): Generator<Batch, void, undefined> {
  const generators = compact(minimalGenerators(ideal))
  const lcm = generators.scales.map((scale) => scale.at(-1) ?? 0n)
  const a = vector ?? lcm
  if (a.length !== lcm.length || lcm.some((exponent, i) => exponent > (a[i] ?? 0n)))
    throw new MonomialError(
      'ERR_MONOMIAL_SHAPE',
      'The vector of an Alexander dual must be a multiple of all generators.',
    )
  for (const batch of irreducibleComponents(generators, options)) yield { ...complement(batch, a), done: batch.done }
}

/** All minimal generators of the Alexander dual, in no particular order. */
export function alexanderDual(ideal: Monomials, options: DualOptions = {}): Monomials {
  return collected(alexanderDualBatches(ideal, options), ideal, options)
}

/**
 * Minimal generators of the intersection of irreducible components of which none contains another: the dual of the
 * ideal that their complements generate.
 */
export function intersectComponents(components: Monomials, options: DecomposeOptions = {}): Monomials {
  const list = compact(components)
  const top = list.scales.map((scale) => scale.at(-1) ?? 0n)
  return alexanderDual(complement(list, top), { ...options, vector: top })
}

/**
 * The monomials outside of the ideal that every variable takes into it, in batches: the irreducible components in which
 * all variables occur, each exponent less 1.
 */
function* maximalStandardBatches(ideal: Monomials, options: DecomposeOptions = {}): Generator<Batch, void, undefined> {
  for (const batch of irreducibleComponents(ideal, options)) {
    const { variables, length, ranks } = batch
    const whole: number[] = []
    for (let row = 0; row < length; row++)
      if (!ranks.subarray(row * variables, (row + 1) * variables).includes(0)) whole.push(row)
    yield {
      ...mapExponents(select(batch, whole), (exponent) => (exponent > 0n ? exponent - 1n : 0n)),
      done: batch.done,
    }
  }
}

/** All maximal standard monomials, in no particular order. */
export function maximalStandardMonomials(ideal: Monomials, options: DecomposeOptions = {}): Monomials {
  return collected(maximalStandardBatches(ideal, options), ideal, options)
}

function complement(list: Monomials, vector: readonly bigint[]): Monomials {
  return mapExponents(list, (exponent, i) => (exponent > 0n ? (vector[i] ?? 0n) + 1n - exponent : 0n))
}
