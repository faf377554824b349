import { MonomialError } from './errors.ts'
import { isUnit } from './irreducible.ts'
import { createKoszulHomology } from './koszul-homology.ts'
import { compareIntegers, type Monomials } from './monomials.ts'
import { packingFor, packRows, takeLcm } from './packing.ts'
import { independentParts } from './parts.ts'
import { createTermTable } from './term-table.ts'

/** How often the minimal free resolution of the quotient ring has a generator of this degree at this step. */
export interface BettiNumber {
  readonly step: number
  readonly degree: bigint
  readonly count: bigint
}

export interface BettiOptions {
  readonly signal?: AbortSignal
  /** Lcms of sets of generators, at most. Default 1,000,000. */
  readonly lcms?: number
  /** Vertices of a simplicial complex that nothing simplifies, at most: it has up to 2^vertices faces. Default 16. */
  readonly vertices?: number
}

/**
 * The graded Betti numbers of R/I over the rationals, exactly, by steps and degrees; empty for the unit ideal.
 *
 * A multidegree counts only if it is the lcm of some generators, and there the number is the dimension of a reduced
 * homology group of the upper Koszul complex (Miller and Sturmfels, Theorem 1.34). Resolutions of independent parts are
 * tensored. Everything is computed in integers, so no characteristic gets in the way.
 */
export function bettiNumbers(ideal: Monomials, options: BettiOptions = {}): readonly BettiNumber[] {
  if (isUnit(ideal)) return []
  let table: Table = new Map([[0, new Map([[0n, 1n]])]])
  for (const part of independentParts(ideal)) table = tensor(table, tableOfPart(part, options))
  return [...table]
    .flatMap(([step, row]) => [...row].map(([degree, count]) => ({ step, degree, count })))
    .sort((a, b) => a.step - b.step || compareIntegers(a.degree, b.degree))
}

/** The Betti numbers of R/I by steps alone. */
export function bettiTotals(numbers: readonly BettiNumber[]): readonly bigint[] {
  const totals: bigint[] = []
  for (const { step, count } of numbers) totals[step] = (totals[step] ?? 0n) + count
  return totals
}

/** The projective dimension of R/I: the last step; -1 for the unit ideal. */
export function projectiveDimension(numbers: readonly BettiNumber[]): number {
  return numbers.at(-1)?.step ?? -1
}

/** The Castelnuovo-Mumford regularity of I, one more than that of R/I; `undefined` for the zero ideal and the unit ideal. */
export function regularity(numbers: readonly BettiNumber[]): bigint | undefined {
  const slopes = numbers.filter(({ step }) => step > 0).map(({ step, degree }) => degree - BigInt(step))
  return slopes.length === 0 ? undefined : slopes.reduce((a, b) => (a > b ? a : b)) + 1n
}

type Table = Map<number, Map<bigint, bigint>>

function tensor(a: Table, b: Table): Table {
  const product: Table = new Map()
  for (const [i, row] of a)
    for (const [j, other] of b)
      for (const [d, x] of row) for (const [e, y] of other) addTo(product, i + j, d + e, x * y)
  return product
}

function addTo(table: Table, step: number, degree: bigint, count: bigint): void {
  const row = table.get(step) ?? new Map<bigint, bigint>()
  table.set(step, row.set(degree, (row.get(degree) ?? 0n) + count))
}

function tableOfPart(part: Monomials, { signal, lcms = 1_000_000, vertices = 16 }: BettiOptions): Table {
  const byVariables = part.variables <= MOST_BITS
  if (!byVariables && part.length > MOST_BITS)
    throw new MonomialError(
      'ERR_MONOMIAL_LIMIT',
      `Betti numbers of ${part.length} generators in ${part.variables} variables that belong together; one of both has to be at most ${MOST_BITS}.`,
    )
  const { variables, scales } = part
  const homology = createKoszulHomology(vertices)
  const table: Table = new Map([[0, new Map([[0n, 1n]])]])
  const monomials = lcmLattice(part, lcms)
  for (let at = 0; at < monomials.length; at++) {
    signal?.throwIfAborted()
    const lcm = monomials.ranks.subarray(at * variables, (at + 1) * variables)
    const degree = lcm.reduce((sum, rank, i) => sum + (scales[i]?.[rank] ?? 0n), 0n)
    const sets = byVariables ? reaching(part, lcm) : reached(part, lcm)
    homology(sets).forEach((count, step) => {
      if (count > 0n) addTo(table, step, degree, count)
    })
  }
  return table
}

/** All lcms of generators, 1 left out. */
function lcmLattice(part: Monomials, limit: number): Monomials {
  const packing = packingFor(part.scales.map((scale) => scale.length - 1))
  const { stride } = packing
  const packed = new Int32Array(part.length * stride)
  packRows(part, packing, packed, 0)
  const table = createTermTable(packing, limit)
  let rows = new Int32Array(1024 * stride)
  const next = new Int32Array(stride)
  const keep = () => {
    const known = table.size()
    table.add(next, 0, 1)
    if (table.size() === known) return
    if (table.size() * stride > rows.length) {
      const larger = new Int32Array(2 * rows.length)
      larger.set(rows)
      rows = larger
    }
    rows.set(next, known * stride)
  }
  for (let p = 0; p < packed.length; p += stride) {
    const before = table.size()
    next.set(packed.subarray(p, p + stride))
    keep()
    for (let at = 0; at < before; at++) {
      next.set(packed.subarray(p, p + stride))
      takeLcm(next, 0, rows, at * stride, packing)
      keep()
    }
  }
  return table.terms(part.scales).monomials
}

/** A set is the bits of a number, which stays positive. */
const MOST_BITS = 30

interface Sets {
  readonly vertices: number
  readonly sets: readonly number[]
}

/** For each generator that divides a monomial, the set of variables in which it reaches it. */
function reaching({ variables, length, ranks }: Monomials, lcm: Int32Array): Sets {
  const sets: number[] = []
  for (let row = 0, start = 0; row < length; row++, start += variables) {
    let set = 0
    let i = 0
    for (; i < variables; i++) {
      const rank = ranks[start + i] ?? 0
      const top = lcm[i] ?? 0
      if (rank > top) break
      if (rank === top && top > 0) set |= 1 << i
    }
    if (i === variables) sets.push(set)
  }
  return { vertices: lcm.reduce((set, rank, i) => (rank > 0 ? set | (1 << i) : set), 0), sets }
}

/**
 * The other way round: for each variable of a monomial, the set of generators that divide it and reach it there. The
 * sets of generators that miss one of these are the nerve of the complex's facets, which has the same homology.
 */
function reached({ variables, length, ranks }: Monomials, lcm: Int32Array): Sets {
  const sets = Array.from({ length: variables }, () => 0)
  let vertices = 0
  for (let row = 0, start = 0; row < length; row++, start += variables) {
    const own = ranks.subarray(start, start + variables)
    if (own.some((rank, i) => rank > (lcm[i] ?? 0))) continue
    vertices |= 1 << row
    own.forEach((rank, i) => {
      if (rank > 0 && rank === lcm[i]) sets[i] = (sets[i] ?? 0) | (1 << row)
    })
  }
  return { vertices, sets: sets.filter((_, i) => (lcm[i] ?? 0) > 0) }
}
