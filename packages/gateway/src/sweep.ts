import type { GatewayObserver } from './events.ts'
import type { Store } from './store/store.ts'

export interface SweepOptions {
  /** Milliseconds between two sweeps. Default: a minute. */
  readonly every?: number
  /** Receipts in one transaction at most: others work meanwhile. Default 500. */
  readonly limit?: number
  readonly observe?: GatewayObserver
}

/** Ends the time of answers and tombstones, again and again, until it is disposed. Several may sweep one store. */
export function keepSwept(store: Store, options: SweepOptions = {}): AsyncDisposable {
  const { every = 60_000, limit = 500, observe = () => {} } = options
  const closing = new AbortController()
  let sweeping = Promise.resolve()
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep)
  }, every)

  async function sweep(): Promise<void> {
    try {
      while (!closing.signal.aborted && (await store.sweep(limit)) === limit);
    } catch (error) {
      observe({ type: 'trouble', during: 'sweeping the outbox', error })
    }
  }

  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      closing.abort()
      await sweeping
    },
  }
}
