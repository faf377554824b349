/** A range of whole numbers; the end is not in it. */
export type Range = readonly [from: number, to: number]

/** A seeded source of chance: the same seed gives the same sequence everywhere. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number
  /** A whole number in [0, bound). */
  readonly below: (bound: number) => number
  /** A whole number within the range. */
  readonly between: (range: Range) => number
  readonly chance: (probability: number) => boolean
}

/** Mulberry32 by Tommy Ettinger: 32 bits of state, good enough to shake a network. */
export function createRandom(seed: number): Random {
  let state = seed | 0
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    next,
    below,
    between: ([from, to]) => from + below(to - from),
    // Drawn only when it matters, so that a fault that is switched off leaves the sequence alone.
    chance: (probability) => probability > 0 && next() < probability,
  }
}
