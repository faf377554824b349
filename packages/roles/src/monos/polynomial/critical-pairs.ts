import type { MonomialTable } from './monomial-table.ts'

/** Two elements whose leading terms are to be cancelled. */
export interface CriticalPair {
  readonly i: number
  readonly j: number
  readonly lcm: number
  /** By which pairs are chosen: of the least common multiple, or the sugar. */
  readonly degree: number
}

export interface CriticalPairs {
  readonly size: () => number
  readonly alive: (k: number) => boolean
  /** The numbers of the elements whose leading monomials are minimal. */
  readonly living: () => readonly number[]
  /** The smallest degree; Infinity without pairs. */
  readonly lowest: () => number
  /** Takes out pairs of a degree, those with small least common multiples first. */
  readonly take: (degree: number, atMost: number) => CriticalPair[]
  /**
   * Brings in an element with this leading monomial and this sugar, and drops what the criteria of Gebauer and Möller
   * allow (On an installation of Buchberger's algorithm, J. Symbolic Computation 6, 1988).
   */
  readonly admit: (lead: number, sugar: number) => void
}

/** Pairs by the degree of their least common multiple or, with `sugar`, by what that would be had all been homogeneous. */
export function createCriticalPairs(
  table: MonomialTable,
  { sugar: sugared }: { readonly sugar: boolean },
): CriticalPairs {
  const leads: number[] = []
  const excess: number[] = []
  let living: number[] = []
  let pairs: CriticalPair[] = []

  return {
    size: () => pairs.length,
    alive: (k) => living.includes(k),
    living: () => living,
    lowest: () => pairs.reduce((least, { degree }) => Math.min(least, degree), Infinity),
    take(degree, atMost) {
      const of = pairs.filter((pair) => pair.degree === degree).sort((a, b) => table.compare(a.lcm, b.lcm))
      const taken = new Set(of.slice(0, atMost))
      pairs = pairs.filter((pair) => !taken.has(pair))
      return [...taken]
    },
    admit(lead, sugar) {
      const k = leads.push(lead) - 1
      excess.push(sugar - table.degree(lead))
      pairs = pairs.filter(
        ({ i, j, lcm }) => !table.divides(lead, lcm) || lcmWith(i, lead) === lcm || lcmWith(j, lead) === lcm,
      )
      pairs.push(...newPairs(k, lead))
      living = living.filter((i) => !table.divides(lead, leads[i] ?? 0))
      living.push(k)
    },
  }

  function lcmWith(i: number, lead: number): number {
    return table.lcm(leads[i] ?? 0, lead)
  }

  /** Of the pairs with a new element those whose least common multiple no other one divides. */
  function newPairs(k: number, lead: number): CriticalPair[] {
    const candidates = living.map((i) => ({ i, lcm: lcmWith(i, lead), coprime: table.coprime(leads[i] ?? 0, lead) }))
    candidates.sort((a, b) => table.degree(a.lcm) - table.degree(b.lcm))
    const kept: { readonly i: number; readonly lcm: number; coprime: boolean }[] = []
    for (const candidate of candidates) {
      const divisor = kept.find(({ lcm }) => table.divides(lcm, candidate.lcm))
      if (divisor === undefined) kept.push({ ...candidate })
      else if (divisor.lcm === candidate.lcm && candidate.coprime) divisor.coprime = true
    }
    return kept.filter(({ coprime }) => !coprime).map(({ i, lcm }) => ({ i, j: k, lcm, degree: degreeOf(i, k, lcm) }))
  }

  function degreeOf(i: number, k: number, lcm: number): number {
    const degree = table.degree(lcm)
    return sugared ? degree + Math.max(excess[i] ?? 0, excess[k] ?? 0) : degree
  }
}
