import { intersectComponents } from './dual.ts'
import { type DecomposeOptions, irreducible, irreducibleComponents } from './irreducible.ts'
import { type Monomials, select } from './monomials.ts'

/** A primary component and its radical. */
export interface PrimaryComponent {
  /** 1 for each variable of the associated prime. */
  readonly prime: readonly bigint[]
  /** Its minimal generators. */
  readonly generators: Monomials
}

/** The associated primes, as rows of zeros and ones: the supports of the irreducible components. */
export function associatedPrimes(ideal: Monomials, options: DecomposeOptions = {}): Monomials {
  const seen = new Map<string, bigint[]>()
  for (const batch of irreducibleComponents(ideal, options))
    for (let row = 0; row < batch.length; row++) {
      const key = supportOf(batch, row)
      if (!seen.has(key)) seen.set(key, Array.from(key, BigInt))
    }
  const { variables } = ideal
  const ranks = new Int32Array(seen.size * variables)
  let at = 0
  for (const support of seen.values()) for (const one of support) ranks[at++] = Number(one)
  return { variables, length: seen.size, ranks, scales: Array.from({ length: variables }, () => [0n, 1n]) }
}

/**
 * An irredundant primary decomposition, one component for each associated prime: the intersection of the irreducible
 * components whose radical it is. Components come one by one, in the order of their primes as numbers, column by column.
 */
export function* primaryDecomposition(
  ideal: Monomials,
  options: DecomposeOptions = {},
): Generator<PrimaryComponent, void, undefined> {
  const components = irreducible(ideal, options)
  const rowsOf = new Map<string, number[]>()
  for (let row = 0; row < components.length; row++) {
    const key = supportOf(components, row)
    const rows = rowsOf.get(key)
    if (rows === undefined) rowsOf.set(key, [row])
    else rows.push(row)
  }
  for (const key of [...rowsOf.keys()].sort()) {
    options.signal?.throwIfAborted()
    const generators = intersectComponents(select(components, rowsOf.get(key) ?? []), options)
    yield { prime: Array.from(key, BigInt), generators }
  }
}

function supportOf({ variables, ranks }: Monomials, row: number): string {
  let key = ''
  for (let at = row * variables; at < (row + 1) * variables; at++) key += ranks[at] === 0 ? '0' : '1'
  return key
}
