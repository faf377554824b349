import { MonomialError } from './errors.ts'
import { chainRank } from './chain-rank.ts'
import { bitCount } from './slice-rows.ts'

/** Betti numbers of the quotient ring in one multidegree, by steps. */
export type KoszulHomology = (complex: {
  /** As bits, like all sets here. */
  readonly vertices: number
  readonly sets: readonly number[]
}) => readonly bigint[]

/**
 * Homology of upper Koszul complexes. For each generator that divides a monomial b there is the set C of variables in
 * which it reaches b; the complex has the sets of variables of b that miss some C, and step k of the resolution is its
 * reduced homology in dimension k - 2.
 *
 * Before anything is counted, the complex is simplified. A vertex that lies only in facets of another one is taken away
 * (Barmak and Minian, Strong Homotopy Types, Nerves and Collapses, 2012). Where the sets C fall into parts without a common
 * variable, the complex is the suspension of the join of the parts' complexes, so that steps add up. And what is left is
 * replaced by the nerve of its facets if these are fewer than its vertices.
 */
export function createKoszulHomology(mostVertices: number): KoszulHomology {
  const known = new Map<string, readonly bigint[]>()

  return function homology({ vertices, sets }) {
    const reduced = collapse(vertices, minimalSets(sets))
    if (reduced === undefined) return []
    return partsOf(reduced).map(ofPart).reduce(tensor, [1n])
  }

  /** The homology of sets that hang together; the variables' names do not matter, only their order. */
  function ofPart(sets: readonly number[]): readonly bigint[] {
    const vertices = sets.reduce((all, set) => all | set, 0)
    const renamed = sets.map((set) => squeezed(set, vertices)).sort((a, b) => a - b)
    const key = renamed.join()
    const found = known.get(key) ?? (renamed.length === 1 ? POINTLESS : count(renamed))
    if (known.size < MOST_KNOWN) known.set(key, found)
    return found
  }

  /** By the ranks of the boundary maps; vertices are those of the complex or, if fewer, its facets. */
  function count(sets: readonly number[]): readonly bigint[] {
    const vertices = bitCount(sets.reduce((all, set) => all | set, 0))
    const all = 2 ** vertices - 1
    const nerve = sets.length < vertices
    const size = nerve ? sets.length : vertices
    if (size > mostVertices)
      throw new MonomialError(
        'ERR_MONOMIAL_LIMIT',
        `A complex with ${size} vertices; at most ${mostVertices} are allowed.`,
      )
    const isFace = nerve
      ? (face: number) => sets.reduce((union, set, k) => ((face & (1 << k)) === 0 ? union : union | set), 0) !== all
      : (face: number) => sets.some((set) => (set & face) === 0)
    return reducedHomology(size, isFace)
  }
}

const MOST_KNOWN = 100_000
/** What misses the only set there is: nothing but the empty face, of dimension -1. */
const POINTLESS: readonly bigint[] = [0n, 1n]

/** Dimension of reduced homology by cardinality of faces, shifted by one: entry k belongs to dimension k - 2. */
function reducedHomology(vertices: number, isFace: (face: number) => boolean): bigint[] {
  const faces: number[][] = Array.from({ length: vertices + 1 }, () => [])
  for (let face = 0; face < 2 ** vertices; face++) if (isFace(face)) faces[bitCount(face)]?.push(face)
  const ranks = faces.map((large, size) => (size === 0 ? 0 : chainRank(large, faces[size - 1] ?? [])))
  const numbers = faces.map((own, size) => BigInt(own.length - (ranks[size] ?? 0) - (ranks[size + 1] ?? 0)))
  return [0n, ...numbers]
}

/** Takes dominated vertices away until there is none; `undefined` if the complex is a cone, which has no homology. */
function collapse(support: number, minimal: readonly number[]): readonly number[] | undefined {
  let sets = minimal
  let vertices = support
  for (;;) {
    // A vertex that no set contains can be added to every face.
    if (sets.includes(0) || sets.reduce((all, set) => all | set, 0) !== vertices) return undefined
    const dominated = findDominated(vertices, sets)
    if (dominated === 0) return sets
    vertices &= ~dominated
    sets = minimalSets(sets.map((set) => set & ~dominated))
  }
}

/** A vertex v such that for some other w, the sets with w have v too: facets with v, then, have w. As a bit; 0 if none. */
function findDominated(vertices: number, sets: readonly number[]): number {
  for (let left = vertices; left !== 0; left &= left - 1) {
    const w = left & -left
    const common = sets.reduce((all, set) => ((set & w) === 0 ? all : all & set), vertices) & ~w
    if (common !== 0) return common & -common
  }
  return 0
}

/** The sets that contain no other, each once. */
function minimalSets(sets: readonly number[]): readonly number[] {
  const kept: number[] = []
  for (const set of [...sets].sort((a, b) => bitCount(a) - bitCount(b)))
    if (!kept.some((smaller) => (smaller & ~set) === 0)) kept.push(set)
  return kept
}

/** Groups the sets so that those of different groups have nothing in common. */
function partsOf(sets: readonly number[]): readonly (readonly number[])[] {
  let groups: { readonly union: number; readonly sets: readonly number[] }[] = []
  for (const set of sets) {
    const met = groups.filter(({ union }) => (union & set) !== 0)
    const union = met.reduce((all, group) => all | group.union, set)
    groups = [
      ...groups.filter((group) => !met.includes(group)),
      { union, sets: [...met.flatMap((group) => group.sets), set] },
    ]
  }
  return groups.map((group) => group.sets)
}

/** The set's bits among those of `vertices`, moved together. */
function squeezed(set: number, vertices: number): number {
  let result = 0
  for (let left = vertices, to = 1; left !== 0; left &= left - 1, to <<= 1) if ((set & left & -left) !== 0) result |= to
  return result
}

function tensor(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  const product = Array.from({ length: a.length + b.length - 1 }, () => 0n)
  a.forEach((x, i) => b.forEach((y, j) => (product[i + j] = (product[i + j] ?? 0n) + x * y)))
  return product
}
