import { MonomialError } from './errors.ts'
import { defaultMonomialLimits } from './limits.ts'
import { minimalGenerators } from './minimal.ts'
import { compact, compareIntegers, type Monomials, rowOf } from './monomials.ts'
import { type Packing, packingFor, packRows, rankAt, takeLcm } from './packing.ts'
import { independentParts } from './parts.ts'
import { createRepetition, type Node, walkPowers } from './power-tree.ts'
import { visitScarf } from './scarf.ts'
import { createTermTable, type Terms } from './term-table.ts'

/** A term of a polynomial in t. */
export type DegreeTerm = readonly [degree: bigint, coefficient: bigint]

export interface HilbertOptions {
  readonly signal?: AbortSignal
  /** Terms, at most, the cancelled ones included. Default 10,000,000. */
  readonly terms?: number
}

/**
 * The numerator K of the Hilbert-Poincaré series in all variables: the sum of all standard monomials is
 * K(x_1, …, x_n) / ((1 - x_1) … (1 - x_n)). It is an alternating sum of lcms of generators, so it can be found in ranks.
 */
export function multigradedNumerator(ideal: Monomials, options: HilbertOptions = {}): Terms {
  const { signal, terms = defaultMonomialLimits.rows } = options
  const generators = compact(minimalGenerators(ideal))
  const packing = packingFor(generators.scales.map((scale) => scale.length - 1))
  const table = createTermTable(packing, terms)
  const row = new Int32Array(packing.stride)
  walkToLeaves(generators, packing, signal, ({ rows, base, start, end }, together) =>
    expand(rows, together, end, packing, (lcm, sign) =>
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
  let product = new Map([[0n, 1n]])
  for (const part of independentParts(ideal)) product = multiply(product, numeratorOfPart(part, options))
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

function numeratorOfPart(part: Monomials, options: HilbertOptions): Map<bigint, bigint> {
  const top = part.scales.reduce((sum, scale) => sum + (scale.at(-1) ?? 0n), 0n)
  if (top > BigInt(Number.MAX_SAFE_INTEGER)) return collapsed(multigradedNumerator(part, options))
  const values = part.scales.map((scale) => Float64Array.from(scale, Number))
  const packing = packingFor(part.scales.map((scale) => scale.length - 1))
  const { terms = defaultMonomialLimits.rows } = options
  const sums = new Map<number, number>()
  walkToLeaves(part, packing, options.signal, ({ rows, base, start, end }, together) => {
    let factor = new Map<number, number>()
    expand(rows, together, end, packing, (lcm, sign) => add(factor, degreeAbove(rows, base, lcm, 0), sign))
    for (let p = start; p < together; p += packing.stride)
      factor = lessShifted(factor, degreeAbove(rows, base, rows, p))
    const shift = degreeAbove(NOTHING, 0, rows, base)
    for (const [degree, coefficient] of factor) add(sums, shift + degree, coefficient)
    if (sums.size > terms) throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${terms} terms.`)
  })
  return new Map([...sums].map(([degree, sum]) => [BigInt(degree), BigInt(sum)]))

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
function lessShifted(polynomial: ReadonlyMap<number, number>, degree: number): Map<number, number> {
  const product = new Map(polynomial)
  for (const [d, coefficient] of polynomial) add(product, d + degree, -coefficient)
  return product
}

function add(polynomial: Map<number, number>, degree: number, coefficient: number): void {
  polynomial.set(degree, (polynomial.get(degree) ?? 0) + coefficient)
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

/**
 * Walks down to nodes in which the generators that share variables with others are few, or strongly generic; those come
 * last.
 */
function walkToLeaves(
  part: Monomials,
  packing: Packing,
  signal: AbortSignal | undefined,
  leaf: (node: Node, apart: number) => void,
): void {
  const packed = new Int32Array(part.length * packing.stride)
  packRows(part, packing, packed, 0)
  const mostRepeated = createRepetition(packing)
  walkPowers(packed, part.length, packing, (node) => {
    const together = apartFirst(node, packing)
    const few = node.end - together <= TOGETHER * packing.stride
    if (!few && mostRepeated(node.rows, together, node.end).times > 1) return false
    signal?.throwIfAborted()
    leaf(node, together)
    return true
  })
}

const TOGETHER = 3

/** Brings the generators that share no variable with others to the front; returns where they end. */
function apartFirst({ rows, start, end }: Node, { stride, masks }: Packing): number {
  let together = end
  for (let k = 0; k < masks; k++) {
    let once = 0
    let twice = 0
    for (let p = start + k; p < end; p += stride) {
      const mask = rows[p] ?? 0
      twice |= once & mask
      once |= mask
    }
    for (let p = together - stride; p >= start; p -= stride) {
      if (((rows[p + k] ?? 0) & twice) === 0) continue
      together -= stride
      for (let w = 0; w < stride; w++) {
        const held = rows[p + w] ?? 0
        rows[p + w] = rows[together + w] ?? 0
        rows[together + w] = held
      }
    }
  }
  return together
}

/** Visits the lcms of which the numerator is the sum, with their signs: of faces of the Scarf complex, or of all sets. */
function expand(
  rows: Int32Array,
  start: number,
  end: number,
  packing: Packing,
  visit: (lcm: Int32Array, sign: number) => void,
): void {
  if (end - start > TOGETHER * packing.stride)
    visitScarf(rows, start, end, packing, ({ size, lcm }) => visit(lcm, size % 2 === 0 ? 1 : -1))
  else visitSubsets(rows, start, end, packing, visit)
}

function visitSubsets(
  rows: Int32Array,
  start: number,
  end: number,
  packing: Packing,
  visit: (lcm: Int32Array, sign: number) => void,
): void {
  const { stride } = packing
  const lcms = Array.from({ length: (end - start) / stride + 1 }, () => new Int32Array(stride))
  descend(0, start, 1)

  function descend(depth: number, from: number, sign: number): void {
    const lcm = lcms[depth]
    if (lcm === undefined) return
    visit(lcm, sign)
    for (let p = from; p < end; p += stride) {
      const next = lcms[depth + 1]
      if (next === undefined) return
      next.set(lcm)
      takeLcm(next, 0, rows, p, packing)
      descend(depth + 1, p + stride, -sign)
    }
  }
}

function binomial(n: bigint, k: number): bigint {
  let product = 1n
  for (let i = 0n; i < BigInt(k); i++) product = (product * (n - i)) / (i + 1n)
  return product
}
