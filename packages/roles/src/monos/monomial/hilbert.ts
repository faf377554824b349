import { runToEnd, type Steps } from '../steps.ts'
import { MonomialError } from './errors.ts'
import { visitNumerator, visitSubsets, walkToLeaves } from './hilbert-leaves.ts'
import { defaultMonomialLimits } from './limits.ts'
import { minimalGenerators } from './minimal.ts'
import { compact, compareIntegers, type Monomials, rowOf } from './monomials.ts'
import { packingFor, rankAt } from './packing.ts'
import { independentParts } from './parts.ts'
import { createTermTable, type Terms } from './term-table.ts'

/** A term of a polynomial in t. */
export type DegreeTerm = readonly [degree: bigint, coefficient: bigint]

export interface HilbertOptions {
  /** Terms, at most, the cancelled ones included. Default 10,000,000. */
  readonly terms?: number
}

/**
 * The numerator K of the Hilbert-Poincaré series in all variables: the sum of all standard monomials is
 * K(x_1, …, x_n) / ((1 - x_1) … (1 - x_n)). It is an alternating sum of lcms of generators, so it can be found in ranks.
 */
export function multigradedNumerator(ideal: Monomials, options: HilbertOptions = {}): Terms {
  return runToEnd(multigradedNumeratorSteps(ideal, options))
}

/** The same in parts. */
export function* multigradedNumeratorSteps(ideal: Monomials, options: HilbertOptions = {}): Steps<Terms> {
  const { terms = defaultMonomialLimits.rows } = options
  const generators = compact(minimalGenerators(ideal))
  const packing = packingFor(generators.scales.map((scale) => scale.length - 1))
  const table = createTermTable(packing, terms)
  const row = new Int32Array(packing.stride)
  yield* walkToLeaves(generators, packing, ({ rows, base, start, end }, together) =>
    visitNumerator(rows, together, end, packing, (lcm, sign) =>
      visitSubsets(rows, start, together, packing, (other, otherSign) => {
        // They have no variable in common, so their lcm is their product.
        for (let w = packing.masks; w < packing.stride; w++)
          row[w] = (rows[base + w] ?? 0) + (lcm[w] ?? 0) + (other[w] ?? 0)
        table.add(row, 0, sign * otherSign)
      }),
    ),
  )
  return table.terms(generators.scales)
}

/** The numerator K(t) in one variable, in ascending degrees: the series is K(t) / (1 - t)^n. */
export function univariateNumerator(ideal: Monomials, options: HilbertOptions = {}): readonly DegreeTerm[] {
  return runToEnd(univariateNumeratorSteps(ideal, options))
}

/** The same in parts. */
export function* univariateNumeratorSteps(
  ideal: Monomials,
  options: HilbertOptions = {},
): Steps<readonly DegreeTerm[]> {
  let product = new Map([[0n, 1n]])
  for (const part of independentParts(ideal)) product = multiply(product, yield* numeratorOfPart(part, options))
  return [...product].filter(([, coefficient]) => coefficient !== 0n).sort(([a], [b]) => compareIntegers(a, b))
}

/** Krull dimension and degree, read off a numerator: K(t) / (1 - t)^c at t = 1, for the largest c. Dimension -1 if K = 0. */
export function dimensionAndDegree(
  variables: number,
  numerator: readonly DegreeTerm[],
): { readonly dimension: number; readonly degree: bigint } {
  for (let c = 0; c <= variables; c++) {
    const value = numerator.reduce((sum, [degree, coefficient]) => sum + coefficient * binomial(degree, c), 0n)
    if (value !== 0n) return { dimension: variables - c, degree: c % 2 === 0 ? value : -value }
  }
  return { dimension: -1, degree: 0n }
}

/** How many standard monomials there are of a degree. */
export function hilbertFunction(variables: number, numerator: readonly DegreeTerm[], degree: bigint): bigint {
  return numerator.reduce((sum, [from, coefficient]) => {
    if (from > degree) return sum
    if (variables === 0) return from === degree ? sum + coefficient : sum
    return sum + coefficient * binomial(degree - from + BigInt(variables - 1), variables - 1)
  }, 0n)
}

function* numeratorOfPart(part: Monomials, options: HilbertOptions): Steps<Map<bigint, bigint>> {
  const top = part.scales.reduce((sum, scale) => sum + (scale.at(-1) ?? 0n), 0n)
  if (top > BigInt(Number.MAX_SAFE_INTEGER)) return collapsed(yield* multigradedNumeratorSteps(part, options))
  const values = part.scales.map((scale) => Float64Array.from(scale, Number))
  const packing = packingFor(part.scales.map((scale) => scale.length - 1))
  const { terms = defaultMonomialLimits.rows } = options
  const sums = new Map<number, bigint>()
  yield* walkToLeaves(part, packing, ({ rows, base, start, end }, together) => {
    let factor = new Map<number, bigint>()
    visitNumerator(rows, together, end, packing, (lcm, sign) =>
      add(factor, degreeAbove(rows, base, lcm, 0), sign > 0 ? 1n : -1n),
    )
    for (let p = start; p < together; p += packing.stride)
      factor = lessShifted(factor, degreeAbove(rows, base, rows, p))
    const shift = degreeAbove(NOTHING, 0, rows, base)
    for (const [degree, coefficient] of factor) add(sums, shift + degree, coefficient)
    if (sums.size > terms) throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${terms} terms.`)
  })
  return new Map([...sums].map(([degree, sum]) => [BigInt(degree), sum]))

  /** The degree of a monomial that is given by its ranks above those of the node. */
  function degreeAbove(nodes: Int32Array, base: number, rows: Int32Array, p: number): number {
    let degree = 0
    for (let i = 0; i < packing.variables; i++) {
      const rank = rankAt(rows, p, i, packing)
      if (rank === 0) continue
      const below = rankAt(nodes, base, i, packing)
      degree += (values[i]?.[below + rank] ?? 0) - (values[i]?.[below] ?? 0)
    }
    return degree
  }
}

const NOTHING = new Int32Array(0)

/** A polynomial times 1 - t^degree. */
function lessShifted(polynomial: ReadonlyMap<number, bigint>, degree: number): Map<number, bigint> {
  const product = new Map(polynomial)
  for (const [d, coefficient] of polynomial) add(product, d + degree, -coefficient)
  return product
}

function add(polynomial: Map<number, bigint>, degree: number, coefficient: bigint): void {
  polynomial.set(degree, (polynomial.get(degree) ?? 0n) + coefficient)
}

/** For degrees that are no safe integers: first all exponents, then their sums. */
function collapsed({ monomials, coefficients }: Terms): Map<bigint, bigint> {
  const sums = new Map<bigint, bigint>()
  coefficients.forEach((coefficient, row) => {
    const degree = rowOf(monomials, row).reduce((sum, exponent) => sum + exponent, 0n)
    sums.set(degree, (sums.get(degree) ?? 0n) + coefficient)
  })
  return sums
}

function multiply(a: ReadonlyMap<bigint, bigint>, b: ReadonlyMap<bigint, bigint>): Map<bigint, bigint> {
  const product = new Map<bigint, bigint>()
  for (const [d, x] of a) for (const [e, y] of b) product.set(d + e, (product.get(d + e) ?? 0n) + x * y)
  return product
}

function binomial(n: bigint, k: number): bigint {
  let product = 1n
  for (let i = 0n; i < BigInt(k); i++) product = (product * (n - i)) / (i + 1n)
  return product
}
