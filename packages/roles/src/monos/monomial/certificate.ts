import { irreducible } from './irreducible.ts'
import { intersectComponents } from './dual.ts'
import { minimalGenerators } from './minimal.ts'
import { canonical, compact, type Monomials, select } from './monomials.ts'
import { type Packing, packingFor, packRows, setRank } from './packing.ts'
import { defaultMonomialLimits } from './limits.ts'
import { aligned } from './scales.ts'
import type { Slice } from './split.ts'
import { createTermTable } from './term-table.ts'

/** What is wrong with a claimed component: it does not contain the ideal, is not irredundant, or came before. */
export interface Flaw {
  /** Its place in the list that was checked. */
  readonly row: number
  readonly reason: 'not-containing' | 'redundant' | 'repeated' | 'not-in-slice'
}

/**
 * Checks claimed components one list at a time, for good or for bad: what passes is a component of the decomposition,
 * which no other party has to be trusted for. It says nothing about components that are missing.
 *
 * Why this is sound: a row c with every generator reaching c in some variable contains the ideal, and if each variable of c
 * has a generator that reaches c exactly there, and is below c in all others, then each exponent is as large as it can be;
 * such ideals are the components of the unique irredundant decomposition (Miller and Sturmfels, Theorem 5.27). This takes
 * one pass over the generators for a component.
 */
export function createComponentCheck(
  ideal: Monomials,
  options: { readonly rows?: number } = {},
): (components: Monomials) => Flaw | undefined {
  return firstFlaw(createInspection(ideal, (exponent) => exponent, options))
}

/** The same for the components of a slice. */
export function createSliceCheck(
  { ideal, shift, open }: Slice,
  options: { readonly rows?: number } = {},
): (components: Monomials) => Flaw | undefined {
  const inSlice = (exponent: bigint, i: number): bigint | undefined => {
    const below = shift[i] ?? 0n
    if (exponent === 0n) return open[i] === true ? 0n : undefined
    return exponent > below ? exponent - below : undefined
  }
  return firstFlaw(createInspection(ideal, inSlice, options))
}

/** Picks out of rows that contain an ideal those that are components, each once. */
export function createSieve(
  ideal: Monomials,
  options: { readonly rows?: number } = {},
): (rows: Monomials) => Monomials {
  const inspect = createInspection(ideal, (exponent) => exponent, options)
  return (rows) => {
    const reasonFor = inspect(rows)
    const kept = Array.from({ length: rows.length }, (_, at) => at).filter((at) => reasonFor(at) === undefined)
    return select(rows, kept)
  }
}

/** What is wrong with a row of a list; rows are to be asked for in their order, once each. */
type Inspection = (components: Monomials) => (at: number) => Flaw['reason'] | undefined

function firstFlaw(inspect: Inspection): (components: Monomials) => Flaw | undefined {
  return (components) => {
    const reasonFor = inspect(components)
    for (let at = 0; at < components.length; at++) {
      const reason = reasonFor(at)
      if (reason !== undefined) return { row: at, reason }
    }
    return undefined
  }
}

/** @param exponentHere what an exponent in a list is in the ideal, if it can be one there */
function createInspection(
  ideal: Monomials,
  exponentHere: (exponent: bigint, variable: number) => bigint | undefined,
  { rows: most = defaultMonomialLimits.rows }: { readonly rows?: number },
): Inspection {
  const generators = compact(minimalGenerators(ideal))
  const { variables, scales, length } = generators
  const tops = scales.map((scale) => scale.length)
  const packing = packingFor(tops)
  const { stride } = packing
  const packed = new Int32Array(length * stride)
  packRows(generators, packing, packed, 0)
  const ranksOf = scales.map((scale) => new Map(scale.map((exponent, rank) => [exponent, rank])))
  const known = createTermTable(packing, most)
  const row = new Int32Array(stride)
  const finite = new Int32Array(stride)
  const seen = new Int32Array(stride)

  return (components) => {
    if (components.variables !== variables) return () => 'not-containing'
    const places = components.scales.map((scale, i) => Int32Array.from(scale, (exponent) => placeOf(exponent, i)))
    return (at) => flawOf(components.ranks, at * variables, places)
  }

  function placeOf(exponent: bigint, variable: number): number {
    const here = exponentHere(exponent, variable)
    return here === undefined ? NOT_IN_SLICE : (ranksOf[variable]?.get(here) ?? NOT_THERE)
  }

  function flawOf(ranks: Int32Array, from: number, places: readonly Int32Array[]): Flaw['reason'] | undefined {
    row.fill(0)
    finite.fill(0)
    let isThere = true
    for (let i = 0; i < variables; i++) {
      const rank = places[i]?.[ranks[from + i] ?? 0] ?? NOT_THERE
      if (rank === NOT_IN_SLICE) return 'not-in-slice'
      isThere &&= rank !== NOT_THERE
      // A variable that does not occur is as good as one with an exponent that nothing reaches.
      setRank(row, 0, i, rank === 0 ? (tops[i] ?? 0) : rank, packing)
      if (rank > 0) markField(finite, i, packing)
    }
    // An exponent that no generator has cannot be as large as possible.
    const reason = isThere ? reach() : 'redundant'
    if (reason !== undefined) return reason
    const before = known.size()
    known.add(row, 0, 1)
    return known.size() === before ? 'repeated' : undefined
  }

  /** Each generator has to reach the row somewhere; those that do so once, and exactly, are labels. */
  function reach(): Flaw['reason'] | undefined {
    const { masks, high } = packing
    seen.fill(0)
    for (let p = 0; p < packed.length; p += stride) {
      let [word, reached, several] = [0, 0, false]
      for (let w = masks; w < stride; w++) {
        const flags = (((packed[p + w] ?? 0) | (high[w] ?? 0)) - (row[w] ?? 0)) & (high[w] ?? 0)
        if (flags === 0) continue
        several ||= reached !== 0 || (flags & (flags - 1)) !== 0
        word = w
        reached = flags
      }
      if (reached === 0) return 'not-containing'
      const exactly = (((row[word] ?? 0) | (high[word] ?? 0)) - (packed[p + word] ?? 0)) & reached
      if (!several) seen[word] = (seen[word] ?? 0) | exactly
    }
    for (let w = masks; w < stride; w++) if (((finite[w] ?? 0) & ~(seen[w] ?? 0)) !== 0) return 'redundant'
    return undefined
  }
}

const NOT_THERE = -1
const NOT_IN_SLICE = -2

/**
 * Whether these are the components of an ideal, all of them and nothing else, for certain: each passes the check, and
 * their intersection, found by decomposing the dual, is the ideal. As much work as the decomposition, or more.
 */
export function isDecomposition(ideal: Monomials, components: Monomials): boolean {
  const generators = canonical(compact(minimalGenerators(ideal)))
  if (createComponentCheck(generators)(components) !== undefined) return false
  if (components.length === 0) return irreducible(generators).length === 0
  const [a, b] = aligned(canonical(intersectComponents(components)), generators)
  return a.length === b.length && a.ranks.every((rank, at) => rank === b.ranks[at])
}

function markField(row: Int32Array, variable: number, { word, shift, bits }: Packing): void {
  const at = word[variable] ?? 0
  row[at] = (row[at] ?? 0) | (1 << ((shift[variable] ?? 0) + (bits[at] ?? 0)))
}
