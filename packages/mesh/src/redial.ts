import type { Limits } from './limits.ts'

export interface RedialDependencies {
  /** Connects and calls `up`, or throws. */
  readonly attempt: (signal: AbortSignal) => Promise<void>
  /** Whether there is something to connect for. */
  readonly wanted: () => boolean
  readonly onFailed: (attempt: number, delay: number, error: unknown) => void
}

/** When to try to connect: at once, and after each failure a while later, as long as there is something to send. */
export interface Redial {
  /** Connects, unless that is under way or waiting for its time. */
  readonly now: () => void
  /** Does not wait any longer, if it is waiting. */
  readonly nudge: () => void
  /** The connection stands. */
  readonly up: () => void
  /** What was connected is no more. */
  readonly broken: () => void
  readonly close: () => void
}

/** A stream that lived for less than this (milliseconds) counts as a failure to connect. */
const SHORT_LIFE = 2000

export function createRedial({ attempt, wanted, onFailed }: RedialDependencies, limits: Limits): Redial {
  const stop = new AbortController()
  let state: 'down' | 'connecting' | 'waiting' | 'up' = 'down'
  let failures = 0
  let since = 0
  let timer: NodeJS.Timeout | undefined

  function now(): void {
    if (state === 'down' && wanted() && !stop.signal.aborted) void connect()
  }

  async function connect(): Promise<void> {
    state = 'connecting'
    try {
      await attempt(AbortSignal.any([stop.signal, AbortSignal.timeout(limits.dial)]))
    } catch (error) {
      state = 'down'
      if (wanted()) later(error)
    }
  }

  function later(error: unknown): void {
    if (stop.signal.aborted) return
    const delay = pause(failures++, limits)
    state = 'waiting'
    timer = setTimeout(again, delay)
    onFailed(failures, delay, error)
  }

  function again(): void {
    clearTimeout(timer)
    state = 'down'
    now()
  }

  return {
    now,
    nudge() {
      if (state === 'waiting') again()
    },
    up() {
      state = 'up'
      since = performance.now()
    },
    broken() {
      state = 'down'
      if (performance.now() - since < SHORT_LIFE) {
        if (wanted()) later(new Error('the stream closed at once'))
        return
      }
      failures = 0
      now()
    },
    close() {
      stop.abort()
      clearTimeout(timer)
    },
  }
}

/** Doubles from the first pause to the last; halved at random, so that peers do not all come at once. */
function pause(failures: number, { redialFirst, redialLast }: Limits): number {
  const full = Math.min(redialFirst * 2 ** failures, redialLast)
  return Math.round(full * (0.5 + Math.random() / 2))
}
