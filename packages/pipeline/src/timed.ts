import type { Clock } from './clock.ts'
import { explain } from './explain.ts'
import type { Infoset } from './infoset.ts'
import type { Stage } from './step.ts'

/** A step's input: what those before it take to make it is not this step's time. */
export function timedInput(input: Infoset, { except }: Clock): Infoset {
  return {
    items: () => each(input.items(), except, ignore),
    bytes: () => each(input.bytes(), except, ignore),
    tree: () => except(input.tree()),
    document: () => except(input.document()),
  }
}

interface Working {
  /** Without one, time does not run: the steps within have their own. */
  readonly clock?: Pick<Clock, 'during'>
  readonly stage: Stage
  readonly run: AbortSignal
}

const untimed: Pick<Clock, 'during'> = { during: (work) => Promise.resolve(work) }

/** A step's output: what is only made now, as it is asked for, is still this step's time and may be its fault. */
export function timedOutput(output: Infoset, { clock: { during } = untimed, stage, run }: Working): Infoset {
  const told = (error: unknown): unknown => explain(error, stage, run)
  return {
    items: () => each(output.items(), during, told),
    bytes: () => each(output.bytes(), during, told),
    tree: () => whole(output.tree()),
    document: () => whole(output.document()),
  }

  async function whole<T>(work: Promise<T>): Promise<T> {
    try {
      return await during(work)
    } catch (error) {
      throw told(error)
    }
  }
}

async function* each<T>(
  source: AsyncIterable<T>,
  within: <R>(work: Promise<R>) => Promise<R>,
  told: (error: unknown) => unknown,
): AsyncGenerator<T, void> {
  const iterator = source[Symbol.asyncIterator]()
  let ended = false
  try {
    for (;;) {
      const next = await within(iterator.next())
      if (next.done === true) {
        ended = true
        return
      }
      yield next.value
    }
  } catch (error) {
    ended = true
    // Not waited for: whoever is late with an item would be late with its end too.
    void iterator.return?.().catch(() => {})
    throw told(error)
  } finally {
    if (!ended) await iterator.return?.()
  }
}

function ignore(error: unknown): unknown {
  return error
}
