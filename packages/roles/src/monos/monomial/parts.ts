import { minimalGenerators } from './minimal.ts'
import { compact, type Monomials } from './monomials.ts'

/**
 * The ideals in disjoint variables whose sum an ideal is, each with minimal generators and in its own variables only.
 * The zero ideal has no parts; the unit ideal is one part without variables.
 */
export function independentParts(ideal: Monomials): readonly Monomials[] {
  const generators = compact(minimalGenerators(ideal))
  const { variables, length, ranks } = generators
  const leader = Int32Array.from({ length: variables }, (_, i) => i)
  const find = (i: number): number => {
    let at = i
    while (leader[at] !== at) at = leader[at] = leader[leader[at] ?? at] ?? at
    return at
  }
  const firsts = Array.from({ length }, (_, row) => {
    const support = supportOf(generators, row)
    for (const i of support) leader[find(i)] = find(support[0] ?? i)
    return support[0] ?? -1
  })
  const rowsOf = new Map<number, number[]>()
  firsts.forEach((first, row) => {
    const part = first < 0 ? -1 : find(first)
    rowsOf.set(part, [...(rowsOf.get(part) ?? []), row])
  })
  return [...rowsOf].map(([part, rows]) => {
    const own = Array.from({ length: variables }, (_, i) => i).filter((i) => part >= 0 && find(i) === part)
    return {
      variables: own.length,
      length: rows.length,
      ranks: Int32Array.from(rows.flatMap((row) => own.map((i) => ranks[row * variables + i] ?? 0))),
      scales: own.map((i) => generators.scales[i] ?? [0n]),
    }
  })
}

function supportOf({ variables, ranks }: Monomials, row: number): number[] {
  const support: number[] = []
  for (let i = 0; i < variables; i++) if (ranks[row * variables + i] !== 0) support.push(i)
  return support
}
