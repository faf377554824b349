import type { Steps } from '../binomial/kernel-options.ts'
import type { Decomposition } from '../distribute/decompose.ts'
import type { Pause } from '../distribute/pause.ts'
import type { Monomials } from '../monomial/monomials.ts'
import type { ResultPart, Summary } from '../vocabulary/result.ts'

/** What an operation may use besides its request. */
export interface Tools {
  /** Irreducible components, by whoever is there to find them. */
  readonly decompose: (ideal: Monomials) => Promise<Decomposition>
  readonly pause: Pause
  readonly signal: AbortSignal
  /** Rows of a list that is made up. */
  readonly rows: number
}

/** An answer before it is written, and what a person wants to know of it. */
export interface Found {
  readonly summary: Omit<Summary, 'seconds'>
  readonly parts: Iterable<ResultPart>
}

/** Does a long computation part by part; in between others may run. */
export async function inParts<T>(steps: Steps<T>, { pause, signal }: Pick<Tools, 'pause' | 'signal'>): Promise<T> {
  for (;;) {
    signal.throwIfAborted()
    const { done, value } = steps.next()
    if (done === true) return value
    await pause()
  }
}

/** What was computed here, from beginning to end. */
export function foundHere(count: bigint | number, variables: number, parts: Iterable<ResultPart>): Found {
  return { summary: { count: BigInt(count), variables, peers: 0, verified: 'proof' }, parts }
}

/** What comes of a decomposition. */
export function foundTogether(
  { peers, slices, verified, bits }: Decomposition,
  count: bigint | number,
  variables: number,
  parts: Iterable<ResultPart>,
): Found {
  const errorBound = bits === undefined ? {} : { errorBound: `2^-${bits}` }
  return { summary: { count: BigInt(count), variables, peers, slices, verified, ...errorBound }, parts }
}
