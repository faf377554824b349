import type { Outbox } from './outbox.ts'
import type { Receipt } from './store/store.ts'

export interface WaitingOptions {
  /** Seconds a consumer may wait in one request. Default 60. */
  readonly maxWait?: number
  /** Consumers waiting at once; a further one is answered at once. Default 1024. */
  readonly maxWaiting?: number
}

/** Waits for responses on behalf of consumers who said `Prefer: wait=N`. */
export interface Waiting {
  /** `undefined`: there was no waiting, so nothing was learned. `gone` is asked only when there is. */
  readonly wait: (ref: string, seconds: number | undefined, gone: () => AbortSignal) => Promise<Waited | undefined>
}

export interface Waited {
  readonly receipt: Receipt | undefined
  /** The seconds that were granted. */
  readonly applied: number
}

export function createWaiting(
  outbox: Pick<Outbox, 'settled'>,
  closing: AbortSignal,
  { maxWait = 60, maxWaiting = 1024 }: WaitingOptions = {},
): Waiting {
  let waiting = 0
  return {
    async wait(ref, seconds = 0, gone) {
      if (seconds === 0 || waiting >= maxWaiting) return undefined
      const applied = Math.min(seconds, maxWait)
      const over = new AbortController()
      const timer = setTimeout(() => over.abort('waited'), applied * 1000)
      waiting++
      try {
        const signal = AbortSignal.any([over.signal, gone(), closing])
        return { receipt: await outbox.settled(ref, { signal }), applied }
      } finally {
        waiting--
        clearTimeout(timer)
      }
    },
  }
}
