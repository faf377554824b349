import type { Decomposition } from '../distribute/decompose.ts'
import { RoleError } from '../../errors.ts'
import { intersectComponents } from '../monomial/dual.ts'
import { mergedRows } from '../monomial/merge.ts'
import { minimalGenerators } from '../monomial/minimal.ts'
import { canonical, compact, concatenated, type Monomials, rowsOf, select } from '../monomial/monomials.ts'
import { mapExponents } from '../monomial/scales.ts'
import type { MonomialRequest } from '../vocabulary/request.ts'
import type { ExponentRows, PrimaryPart, ResultPart } from '../vocabulary/result.ts'
import { type Found, foundTogether, type Tools } from './found.ts'

/** Operations that are an irreducible decomposition and little besides. */
export const decomposed = {
  'irreducible-decomposition': async ({ ideals: [{ names, generators }], countOnly }, { decompose }) => {
    const decomposition = await decompose(generators)
    const { count, lists } = decomposition
    return listed(decomposition, countOnly, names, { count, rows: merged(lists) }, 'components')
  },

  'maximal-standard-monomials': async ({ ideals: [{ names, generators }], countOnly }, { decompose }) => {
    const decomposition = await decompose(generators)
    const lists = decomposition.lists.map((list) =>
      mapExponents(withoutZeros(list), (exponent) => (exponent > 0n ? exponent - 1n : 0n)),
    )
    const count = lists.reduce((sum, { length }) => sum + length, 0)
    return listed(decomposition, countOnly, names, { count, rows: merged(lists) }, 'monomials')
  },

  'alexander-dual': async ({ ideals: [{ names, generators }], countOnly, vector }, { decompose }) => {
    const top = checkedVector(generators, names, vector)
    const decomposition = await decompose(generators)
    const lists = decomposition.lists.map((list) =>
      canonical(mapExponents(list, (exponent, i) => (exponent > 0n ? (top[i] ?? 0n) + 1n - exponent : 0n))),
    )
    const rows: ExponentRows = { count: decomposition.count, rows: merged(lists) }
    return listed(decomposition, countOnly, names, rows, 'ideal')
  },

  'associated-primes': async ({ ideals: [{ names, generators }], countOnly }, { decompose }) => {
    const decomposition = await decompose(generators)
    const primes = [...groupedBySupport(decomposition.lists).keys()].sort()
    const rows = primes.map((key) => Array.from(key, BigInt))
    return listed(decomposition, countOnly, names, { count: rows.length, rows }, 'primes')
  },

  'primary-decomposition': async ({ ideals: [{ names, generators }], countOnly }, { decompose, pause, signal }) => {
    const decomposition = await decompose(generators)
    const groups = groupedBySupport(decomposition.lists)
    const components: PrimaryPart[] = []
    if (!countOnly)
      for (const key of [...groups.keys()].sort()) {
        await pause()
        const intersection = intersectComponents(together(groups.get(key) ?? []), { signal })
        components.push({ prime: Array.from(key, BigInt), generators: canonical(intersection) })
      }
    const count = groups.size
    const part: ResultPart = { kind: 'primary-components', names, count, components }
    return foundTogether(decomposition, count, names.length, countOnly ? counted(count) : [part])
  },
} satisfies Readonly<Record<string, (request: MonomialRequest, tools: Tools) => Promise<Found>>>

/** Instead of a list. */
export function counted(count: bigint | number): readonly ResultPart[] {
  return [{ kind: 'value', name: 'count', value: BigInt(count) }]
}

function listed(
  decomposition: Decomposition,
  countOnly: boolean,
  names: readonly string[],
  rows: ExponentRows & { readonly count: number },
  kind: 'components' | 'monomials' | 'ideal' | 'primes',
): Found {
  const part: ResultPart = kind === 'ideal' ? { kind, names, generators: rows } : { kind, names, rows }
  return foundTogether(decomposition, rows.count, names.length, countOnly ? counted(rows.count) : [part])
}

function merged(lists: readonly Monomials[]): Iterable<readonly bigint[]> {
  return mergedRows(lists.map(rowsOf))
}

function withoutZeros(list: Monomials): Monomials {
  const { variables, ranks } = list
  const rows: number[] = []
  for (let row = 0; row < list.length; row++)
    if (!ranks.subarray(row * variables, (row + 1) * variables).includes(0)) rows.push(row)
  return select(list, rows)
}

/** The components with each radical, in several lists. */
function groupedBySupport(lists: readonly Monomials[]): Map<string, Monomials[]> {
  const groups = new Map<string, Monomials[]>()
  for (const list of lists) {
    const rowsOfGroup = new Map<string, number[]>()
    for (let row = 0; row < list.length; row++) {
      const key = supportOf(list, row)
      const rows = rowsOfGroup.get(key)
      if (rows === undefined) rowsOfGroup.set(key, [row])
      else rows.push(row)
    }
    for (const [key, rows] of rowsOfGroup) groups.set(key, [...(groups.get(key) ?? []), select(list, rows)])
  }
  return groups
}

function supportOf({ variables, ranks }: Monomials, row: number): string {
  let key = ''
  for (let at = row * variables; at < (row + 1) * variables; at++) key += ranks[at] === 0 ? '0' : '1'
  return key
}

function together(lists: readonly Monomials[]): Monomials {
  const [first] = lists
  return first === undefined
    ? { variables: 0, length: 0, ranks: new Int32Array(0), scales: [] }
    : concatenated(lists, first)
}

function checkedVector(
  generators: Monomials,
  names: readonly string[],
  vector: readonly bigint[] | undefined,
): readonly bigint[] {
  const lcm = compact(minimalGenerators(generators)).scales.map((scale) => scale.at(-1) ?? 0n)
  if (vector === undefined) return lcm
  const small = lcm.findIndex((exponent, i) => exponent > (vector[i] ?? 0n))
  if (vector.length === lcm.length && small < 0) return vector
  const why =
    small < 0
      ? `it has ${vector.length} entries, and there are ${lcm.length} variables`
      : `the exponent of ${names[small]} is ${vector[small] ?? 0n}, and a generator has ${lcm[small]}`
  throw new RoleError('ERR_MONOS_INVALID', `The dual's vector must be a multiple of all generators: ${why}`)
}
