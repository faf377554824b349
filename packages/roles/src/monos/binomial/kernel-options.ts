import { BinomialError } from './errors.ts'

export { runToEnd, type Steps } from '../steps.ts'

/** Bounds on what a kernel is given and on what it holds at once. */
export interface KernelLimits {
  /** Columns of a matrix, or variables. Default 256. */
  readonly columns: number
  /** Rows of a matrix, or generators of a lattice. Default 16,384. */
  readonly rows: number
  /** Bits of a number, given or computed. Default 65,536. */
  readonly bits: number
  /** Vectors or polynomials held at once. Default 1,000,000. */
  readonly vectors: number
  /** Pairs waiting at once. Default 5,000,000. */
  readonly pairs: number
  /** Steps (pairs looked at) in all. Default: no bound; a signal ends a kernel too. */
  readonly steps: number
}

export const defaultKernelLimits: KernelLimits = {
  columns: 256,
  rows: 16_384,
  bits: 65_536,
  vectors: 1_000_000,
  pairs: 5_000_000,
  steps: Infinity,
}

export interface KernelProgress {
  /** What is being done now: a word and, where there are several rounds, which of how many. */
  readonly stage: string
  /** Vectors or polynomials held. */
  readonly found: number
  /** Pairs waiting. */
  readonly waiting: number
  /** Steps done since the kernel started. */
  readonly steps: number
}

export interface KernelOptions {
  /** Looked at every 256 steps; to be given while a kernel works, its parts must be done one by one. */
  readonly signal?: AbortSignal
  /** Called every 4,096 steps, and from it an exception ends the kernel. */
  readonly progress?: (progress: KernelProgress) => void
  readonly limits?: Partial<KernelLimits>
}

/** Counts a kernel's steps and ends it where it must end. */
export interface Ticker {
  readonly limits: KernelLimits
  /** Names what the next steps belong to. */
  readonly enter: (stage: string) => void
  /** One step, with what is held and what waits; true every 256 steps, when it is time to let others do something. */
  readonly step: (found: number, waiting: number) => boolean
}

export function createTicker({ signal, progress, limits }: KernelOptions = {}): Ticker {
  const bounds = { ...defaultKernelLimits, ...limits }
  let [stage, steps] = ['', 0]
  signal?.throwIfAborted()
  return {
    limits: bounds,
    enter(name) {
      stage = name
      signal?.throwIfAborted()
    },
    step(found, waiting) {
      steps++
      if (found > bounds.vectors) throw exceeded(bounds.vectors, 'elements are held')
      if (waiting > bounds.pairs) throw exceeded(bounds.pairs, 'pairs wait')
      if (steps > bounds.steps) throw exceeded(bounds.steps, 'steps were done')
      if (steps % 256 !== 0) return false
      signal?.throwIfAborted()
      if (steps % 4096 === 0) progress?.({ stage, found, waiting, steps })
      return true
    },
  }
}

function exceeded(bound: number, what: string): BinomialError {
  return new BinomialError('ERR_BINOMIAL_LIMIT', `More than ${bound} ${what}; the answer is too large for the limits.`)
}
