import { createBigintVectors } from './bigint-vectors.ts'
import { compareVectors } from './integers.ts'
import type { Steps, Ticker } from './kernel-options.ts'
import { createNumberVectors, VectorOverflow } from './number-vectors.ts'
import { createPairQueue } from './pair-queue.ts'
import type { Vectors, VectorShape } from './vectors.ts'

export interface Completion {
  /** The reduced Gröbner basis, leading terms positive, in canonical order. */
  readonly basis: readonly (readonly bigint[])[]
  /** Those inputs that no smaller ones generate, if the grading is positive: a minimal generating set. */
  readonly minimal: readonly (readonly bigint[])[]
}

/**
 * Buchberger's algorithm on vectors u that stand for binomials x^(u+) - x^(u-), for ideals that are saturated: common
 * factors of the two monomials are dropped at once. The inputs must generate the ideal of their lattice.
 *
 * Pairs are left out if their heads are coprime, if their tails share a variable of positive degree (what is left after
 * division by it lies in the ideal in a smaller degree), or if a third element takes care of them (Gebauer and Möller).
 * See R. Hemmecke and P. Malkin, Computing generating sets of lattice ideals and Markov bases of lattices, J. Symbolic
 * Computation 44 (2009).
 *
 * With `generatorsOnly`, pairs beyond the largest degree of an input are not looked at, and `basis` is only good up to
 * there.
 */
export function* completed(
  inputs: readonly (readonly bigint[])[],
  shape: VectorShape,
  ticker: Ticker,
  { generatorsOnly = false } = {},
): Steps<Completion> {
  try {
    return yield* completedIn(createNumberVectors(shape), inputs, ticker, generatorsOnly)
  } catch (error) {
    if (!(error instanceof VectorOverflow)) throw error
    return yield* completedIn(createBigintVectors(shape), inputs, ticker, generatorsOnly)
  }
}

function* completedIn(
  vectors: Vectors,
  inputs: readonly (readonly bigint[])[],
  ticker: Ticker,
  generatorsOnly: boolean,
): Steps<Completion> {
  const queue = createPairQueue()
  let last: number | bigint = 0
  inputs.forEach((row, i) => {
    vectors.take(row)
    const degree = vectors.degree()
    if (degree > last) last = degree
    queue.push({ degree, priority: 0, i, j: -1 })
  })
  const minimal: (readonly bigint[])[] = []
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (ticker.step(vectors.count(), queue.size())) yield
    const { i, j } = next
    if (j < 0) vectors.take(inputs[i] ?? [])
    else if (vectors.chained(i, j)) continue
    else vectors.pair(i, j)
    if (!vectors.reduce()) continue
    if (j < 0) minimal.push(inputs[i] ?? [])
    admit(vectors.add())
  }
  const kept = Array.from({ length: vectors.count() }, (_, k) => k).filter((k) => vectors.alive(k))
  for (const k of kept) vectors.tidy(k)
  return { basis: kept.map((k) => vectors.row(k)).sort(compareVectors), minimal }

  function admit(k: number): void {
    for (let i = 0; i < k; i++) {
      if (!vectors.alive(i)) continue
      if (!vectors.needless(i, k)) {
        const degree = vectors.pairDegree(i, k)
        if (!generatorsOnly || degree <= last) queue.push({ degree, priority: vectors.pairPriority(i, k), i, j: k })
      }
      if (vectors.divides(k, i)) vectors.drop(i)
    }
  }
}
