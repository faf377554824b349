import { isStronglyGeneric } from './generic.ts'
import { isUnit } from './irreducible.ts'
import { minimalGenerators } from './minimal.ts'
import { compact, type Monomials } from './monomials.ts'

/** Tells whether components that passed `createComponentCheck`, taken together, are all there are. */
export interface CompletenessCheck {
  /** Takes the components in, in any order and any number of lists; keeps nothing of them. */
  readonly add: (components: Monomials) => void
  /** Whether all have been added. A wrong yes has a probability below ((n - 1) / 2^25.99)^3 for n variables; no is never wrong. */
  readonly isComplete: () => boolean
}

/**
 * A check of completeness for strongly generic ideals, far cheaper than a decomposition; `undefined` for others, for which
 * there is `isDecomposition`, or the same work once more by somebody else.
 *
 * With a power of each variable added, the components of a generic ideal are the facets of a triangulated simplex, each
 * given by its n labels, and in the order of the variables all facets have the same orientation (Bayer, Peeva and Sturmfels;
 * Miller and Sturmfels, Theorem 6.13). Some of the facets have a boundary that is zero but for the simplex's own exactly if they
 * are all or none. The boundary, a sum of signed sets of n - 1 generators, is never written down: each generator stands for
 * a random number modulo a prime p, a set for their product, and the sum is a polynomial of degree n - 1 in these numbers,
 * which if it is not zero vanishes with probability at most (n - 1) / p (Schwartz, Zippel). Three independent sums are kept.
 *
 * @param random fills an array with random numbers that whoever made the components could not foresee
 */
export function createCompletenessCheck(
  ideal: Monomials,
  random: (words: Uint32Array<ArrayBuffer>) => void = (words) => void crypto.getRandomValues(words),
): CompletenessCheck | undefined {
  if (!isStronglyGeneric(ideal)) return undefined
  const generators = compact(minimalGenerators(ideal))
  const { variables, length, ranks, scales } = generators
  const unit = isUnit(generators)
  // Each exponent belongs to one generator; the power that is added to a variable comes behind all of them.
  const owners = scales.map((_, i) => new Map<bigint, number>([[0n, length + i]]))
  const words = Math.ceil(variables / 32)
  const supports = new Int32Array((length + variables) * words)
  for (let at = 0; at < length * variables; at++) {
    const rank = ranks[at] ?? 0
    const variable = at % variables
    const owner = Math.floor(at / variables)
    if (rank === 0) continue
    owners[variable]?.set(scales[variable]?.[rank] ?? 0n, owner)
    markSupport(owner, variable)
  }
  for (let i = 0; i < variables; i++) markSupport(length + i, i)
  const values = randomResidues((length + variables) * POINTS, random)
  const sums = new Float64Array(POINTS)
  const labels = new Int32Array(variables)
  const places = new Int32Array(variables)
  const outside = new Uint8Array(variables)
  const after = new Float64Array(variables + 1)
  let count = 0
  return { add, isComplete: () => (unit ? count === 0 : count > 0 && sums.every((sum) => sum === 0)) }

  function add(components: Monomials): void {
    const labelsOf = components.scales.map((scale, i) =>
      Int32Array.from(scale, (exponent) => owners[i]?.get(exponent) ?? -1),
    )
    for (let at = 0; at < components.length; at++) {
      let isKnown = components.variables === variables
      for (let i = 0; i < variables; i++) {
        const label = labelsOf[i]?.[components.ranks[at * variables + i] ?? 0] ?? -1
        labels[i] = label
        isKnown &&= label >= 0
      }
      count++
      if (isKnown) addBoundary()
      else sums.fill(NaN)
    }
  }

  function addBoundary(): void {
    const sign = sortPlaces()
    markOutside()
    for (let point = 0; point < POINTS; point++) {
      after[variables] = 1
      for (let i = variables - 1; i >= 0; i--) after[i] = ((after[i + 1] ?? 0) * valueOf(i, point)) % PRIME
      for (let left = 0, before = 1; left < variables; left++) {
        const product = (before * (after[left + 1] ?? 0)) % PRIME
        before = (before * valueOf(left, point)) % PRIME
        if (outside[left] === 1) continue
        const positive = (sign + (places[left] ?? 0)) % 2 === 0
        sums[point] = ((sums[point] ?? 0) + (positive ? product : PRIME - product)) % PRIME
      }
    }
  }

  function valueOf(i: number, point: number): number {
    return values[(labels[i] ?? 0) * POINTS + point] ?? 0
  }

  /** How many labels are smaller than each; returns the number of inversions. */
  function sortPlaces(): number {
    places.fill(0)
    let inversions = 0
    for (let j = 1; j < variables; j++)
      for (let i = 0; i < j; i++) {
        const larger = (labels[i] ?? 0) > (labels[j] ?? 0) ? i : j
        places[larger] = (places[larger] ?? 0) + 1
        if (larger === i) inversions++
      }
    return inversions
  }

  /** Where some variable occurs in one label only, the others are in the simplex's own boundary. */
  function markOutside(): void {
    outside.fill(0)
    for (let word = 0; word < words; word++) {
      let [once, twice] = [0, 0]
      for (let k = 0; k < variables; k++) {
        const support = supports[(labels[k] ?? 0) * words + word] ?? 0
        twice |= once & support
        once |= support
      }
      const alone = once & ~twice
      for (let k = 0; k < variables; k++)
        if (((supports[(labels[k] ?? 0) * words + word] ?? 0) & alone) !== 0) outside[k] = 1
    }
  }

  function markSupport(label: number, variable: number): void {
    const at = label * words + (variable >>> 5)
    supports[at] = (supports[at] ?? 0) | (1 << (variable & 31))
  }
}

/** The largest prime below 2^26: products of two residues are exact. */
const PRIME = 2 ** 26 - 5
const POINTS = 3

function randomResidues(count: number, random: (words: Uint32Array<ArrayBuffer>) => void): Float64Array {
  const residues = new Float64Array(count)
  const words = new Uint32Array(256)
  for (let at = 0; at < count;) {
    random(words)
    for (const word of words) {
      const residue = word >>> 6
      if (residue < PRIME && at < count) residues[at++] = residue
    }
  }
  return residues
}
