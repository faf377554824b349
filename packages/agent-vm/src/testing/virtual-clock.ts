import type { Clock } from '../clock.ts'

/** A clock that moves only when told to. Timers run in the order of their time, then of their making. */
export interface VirtualClock extends Clock {
  /** Lets this many milliseconds pass: runs what falls due, and after each timer whatever it set in motion. */
  readonly advance: (milliseconds: number) => Promise<void>
  /**
   * Lets time pass until the promise settles, and answers as it does.
   * @throws Error when nothing is left that could happen, or after `limit` milliseconds (default an hour).
   */
  readonly run: <T>(until: Promise<T>, limit?: number) => Promise<T>
  /** Lets time pass until no timer is left, at most `limit` milliseconds (default an hour). Did it come to rest? */
  readonly settle: (limit?: number) => Promise<boolean>
}

const HOUR = 3_600_000

interface Timer {
  readonly due: number
  readonly callback: () => void
}

export function createVirtualClock(): VirtualClock {
  let now = 0
  /** The next one last, so that taking it is a pop. */
  const timers: Timer[] = []

  function after(milliseconds: number, callback: () => void): Disposable {
    const timer = { due: now + Math.max(0, milliseconds), callback }
    timers.splice(placeOf(timer.due), 0, timer)
    return { [Symbol.dispose]: () => forget(timer) }
  }

  /** Before all timers of the same time: those made earlier run earlier. */
  function placeOf(due: number): number {
    let low = 0
    let high = timers.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((timers[middle]?.due ?? 0) > due) low = middle + 1
      else high = middle
    }
    return low
  }

  function forget(timer: Timer): void {
    const place = timers.indexOf(timer, placeOf(timer.due))
    if (place >= 0) timers.splice(place, 1)
  }

  /** Runs the next timer if it is due by `until`. */
  async function step(until: number): Promise<boolean> {
    const timer = timers.at(-1)
    if (timer === undefined || timer.due > until) return false
    timers.pop()
    now = timer.due
    timer.callback()
    await turn()
    return true
  }

  async function advance(milliseconds: number): Promise<void> {
    const until = now + milliseconds
    await turn()
    while (await step(until));
    // Somebody else may have let more time pass meanwhile.
    now = Math.max(now, until)
  }

  async function run<T>(until: Promise<T>, limit = HOUR): Promise<T> {
    const deadline = now + limit
    let settled = false
    const outcome = until.finally(() => (settled = true))
    // It is waited for below, when it has settled; until then a rejection is not forgotten, only early.
    outcome.catch(() => {})
    await turn()
    for (;;) {
      if (settled) return await outcome
      if (await step(deadline)) continue
      throw new Error(
        timers.length === 0
          ? 'Nothing is left that could happen, and what is waited for has not come.'
          : `What is waited for has not come within ${limit} simulated milliseconds.`,
      )
    }
  }

  async function settle(limit = HOUR): Promise<boolean> {
    const deadline = now + limit
    await turn()
    while (await step(deadline));
    return timers.length === 0
  }

  return { now: () => now, after, advance, run, settle }
}

declare const setImmediate: ((callback: () => void) => unknown) | undefined
/** A task of its own as soon as may be; a browser makes it wait longer. */
const nextTask = typeof setImmediate === 'function' ? setImmediate : setTimeout

/** Resolves once every promise that can settle without a timer has: microtasks all run before the next task. */
function turn(): Promise<void> {
  return new Promise((resolve) => void nextTask(resolve))
}
