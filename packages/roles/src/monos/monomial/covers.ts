import { minimalGenerators } from './minimal.ts'
import type { Monomials } from './monomials.ts'
import { bitCount } from './slice-rows.ts'
import { runToEnd, type Steps } from '../steps.ts'

/** How many variables an ideal has at least in common with all its generators; -1 for the unit ideal. */
export function codimension(ideal: Monomials): number {
  return runToEnd(smallestCoversSteps(ideal, 1)).size
}

/** The Krull dimension of the quotient ring; -1 for the unit ideal. */
export function dimension(ideal: Monomials): number {
  const { size } = runToEnd(smallestCoversSteps(ideal, 1))
  return size < 0 ? -1 : ideal.variables - size
}

/** Sets of variables that meet every generator, of the smallest size there is; each is a list of variables. */
export interface Covers {
  /** -1 when there is none: a generator is 1. */
  readonly size: number
  readonly covers: readonly (readonly number[])[]
}

/**
 * The smallest sets of variables that meet every generator, which are the minimal primes of the largest dimension:
 * branches over the variables of a generator with fewest of them, and leaves what disjoint generators show to be too
 * large. With `most`, stops as soon as there are so many of the smallest size.
 */
export function* smallestCoversSteps(ideal: Monomials, most = Infinity): Steps<Covers> {
  const { variables } = ideal
  const masks = Math.max(1, Math.ceil(variables / 32))
  const supports = supportsOf(ideal, masks)
  if (supports.some((support) => support.every((word) => word === 0))) return { size: -1, covers: [] }
  let size = variables
  let covers: number[][] = []
  yield* search(supports, [], new Int32Array(masks))
  return { size, covers }

  function* search(open: readonly Int32Array[], chosen: readonly number[], excluded: Int32Array): Steps<void> {
    yield
    if (open.length === 0) {
      if (chosen.length < size) covers = []
      if (covers.length < most) covers.push([...chosen])
      size = chosen.length
      return
    }
    const free = open.map((support) => support.map((word, k) => word & ~(excluded[k] ?? 0)))
    const counts = free.map((support) => support.reduce((sum, word) => sum + bitCount(word), 0))
    const needed = chosen.length + disjoint(free, counts)
    if (needed > size || (needed === size && covers.length >= most)) return
    const branch = free[counts.indexOf(Math.min(...counts))] ?? new Int32Array(masks)
    const without = excluded.slice()
    for (const variable of byFrequency(members(branch), free)) {
      const [k, bit] = [variable >>> 5, 1 << (variable & 31)]
      yield* search(
        open.filter((support) => ((support[k] ?? 0) & bit) === 0),
        [...chosen, variable],
        without.slice(),
      )
      without[k] = (without[k] ?? 0) | bit
    }
  }
}

/** How many of the sets can be chosen, small ones first, so that no two meet; a set that has become empty rules all out. */
function disjoint(supports: readonly Int32Array[], counts: readonly number[]): number {
  const order = supports.map((_, index) => index).sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0))
  const taken = new Int32Array(supports[0]?.length ?? 0)
  let number = 0
  for (const index of order) {
    if (counts[index] === 0) return Infinity
    const support = supports[index] ?? taken
    if (support.some((word, k) => (word & (taken[k] ?? 0)) !== 0)) continue
    support.forEach((word, k) => (taken[k] = (taken[k] ?? 0) | word))
    number++
  }
  return number
}

function byFrequency(variables: readonly number[], supports: readonly Int32Array[]): number[] {
  const often = new Map(
    variables.map((i) => [i, supports.filter((support) => ((support[i >>> 5] ?? 0) & (1 << (i & 31))) !== 0).length]),
  )
  return [...variables].sort((a, b) => (often.get(b) ?? 0) - (often.get(a) ?? 0))
}

function members(set: Int32Array): number[] {
  const variables: number[] = []
  set.forEach((word, k) => {
    for (let left = word; left !== 0; left &= left - 1) variables.push(32 * k + 31 - Math.clz32(left & -left))
  })
  return variables
}

/** The supports of the radical's minimal generators. */
function supportsOf(ideal: Monomials, masks: number): Int32Array[] {
  const { variables, ranks } = ideal
  const flat: Monomials = {
    ...ideal,
    ranks: ranks.map((rank) => Math.min(rank, 1)),
    scales: ideal.scales.map(() => [0n, 1n]),
  }
  const radical = minimalGenerators(flat)
  return Array.from({ length: radical.length }, (_, row) => {
    const support = new Int32Array(masks)
    for (let i = 0; i < variables; i++)
      if (radical.ranks[row * variables + i] !== 0) support[i >>> 5] = (support[i >>> 5] ?? 0) | (1 << (i & 31))
    return support
  })
}
