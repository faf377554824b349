import { XsltError } from './errors.ts'

/** What an evaluation may spend. Each is checked as it is spent, so a runaway expression ends on its own. */
export interface Budget {
  /** Nodes looked at, instructions carried out, characters built (in units of 64): whatever takes time. */
  readonly spend: (steps: number) => void
  /** One level deeper: templates, function calls, nested expressions. */
  readonly enter: () => void
  readonly leave: () => void
  /** Characters that a result, or a variable, grows by. */
  readonly grow: (size: number) => void
  /** Nodes that are made, for a result or on the way to it. */
  readonly make: (nodes: number) => void
  /** Text of this many characters at once: held to the bound of `grow`, but not added up, as it soon goes. */
  readonly hold: (size: number) => void
}

export interface BudgetOptions {
  /** Default 1,000,000,000. */
  readonly steps?: number
  /** Milliseconds on the clock. Default 60,000. */
  readonly time?: number
  /** Levels of templates calling templates. Default 1,000. */
  readonly depth?: number
  /** Characters of all that is built. Default 256 Mi. */
  readonly size?: number
  /** Nodes that are made, each some 300 bytes of memory. Default 4,000,000. */
  readonly nodes?: number
  readonly signal?: AbortSignal
}

/** Between two looks at the clock. */
const STRIDE = 4096

/** @throws XsltError `ERR_XSLT_LIMIT` from its functions, saying which bound and how to raise it. */
export function createBudget({
  steps: mostSteps = 1e9,
  time = 60_000,
  depth: mostDepth = 1000,
  size: mostSize = 2 ** 28,
  nodes: mostNodes = 4_000_000,
  signal,
}: BudgetOptions = {}): Budget {
  const end = performance.now() + time
  let steps = 0
  let look = STRIDE
  let depth = 0
  let size = 0
  let nodes = 0
  return {
    spend(more) {
      steps += more
      if (steps < look) return
      look = steps + STRIDE
      if (steps > mostSteps) throw limit(`took more than ${mostSteps} steps`, 'steps')
      if (performance.now() > end) throw limit(`took longer than ${time} ms`, 'time')
      signal?.throwIfAborted()
    },
    enter() {
      if (++depth > mostDepth)
        throw limit(`went deeper than ${mostDepth} levels; does it recurse without end?`, 'depth')
    },
    leave() {
      depth--
    },
    grow(more) {
      size += more
      if (size > mostSize) throw limit(`built more than ${mostSize} characters`, 'size')
    },
    make(more) {
      nodes += more
      if (nodes > mostNodes) throw limit(`made more than ${mostNodes} nodes`, 'nodes')
    },
    hold(length) {
      if (length > mostSize) throw limit(`built text of more than ${mostSize} characters`, 'size')
    },
  }
}

function limit(what: string, option: string): XsltError {
  return new XsltError('ERR_XSLT_LIMIT', `the transformation ${what} (limit "${option}")`)
}
