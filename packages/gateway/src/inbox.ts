import { GatewayError } from './errors.ts'
import type { GatewayObserver } from './events.ts'
import type { Lease, Queue } from './queue.ts'
import { type Claimed, type Entry, INBOX, type Store } from './store/store.ts'

export interface InboxOptions {
  /** Who takes: its documents come back to it at once when it was restarted. Default: a name nobody else has. */
  readonly owner?: string
  /** How long a document stays with whoever took it without a sign of life, milliseconds. Default 10 000. */
  readonly lease?: number
  readonly observe?: GatewayObserver
}

interface Taker {
  readonly give: (claimed: Claimed) => void
  readonly refuse: (reason: unknown) => void
}

/** However quiet it is, look again this often (milliseconds): a notice may have been missed. */
const LOOK_AGAIN = 1000

/** The documents that wait for a coordinator (paper, Figure 5, steps 1 and 2). Does not close the store. */
export function createInbox(store: Store, options: InboxOptions = {}): Queue<Entry, Claimed> {
  const { owner = crypto.randomUUID(), lease = 10_000, observe = () => {} } = options
  const closing = new AbortController()
  const takers = new Set<Taker>()
  let serving: Promise<void> | undefined

  /** One loop asks for all takers together, for as long as there are any. */
  async function serve(): Promise<void> {
    while (takers.size > 0 && !closing.signal.aborted) {
      const looked = new AbortController()
      const wake = AbortSignal.any([looked.signal, closing.signal])
      // Asked for before looking, so that nothing that comes in between is missed. A broken store notifies nobody.
      const notice = store.changed(INBOX, wake).catch(() => aborted(wake))
      let pause = LOOK_AGAIN
      try {
        const { claimed, next = LOOK_AGAIN } = await store.claim(owner, takers.size, lease)
        for (const one of claimed) await handOut(one)
        pause = claimed.length > 0 ? 0 : Math.min(Math.ceil(next), LOOK_AGAIN)
      } catch (error) {
        observe({ type: 'trouble', during: 'taking from the inbox', error })
      }
      const timer = setTimeout(() => looked.abort('look'), pause)
      await notice
      clearTimeout(timer)
    }
  }

  async function handOut(claimed: Claimed): Promise<void> {
    const [taker] = takers
    if (taker === undefined) return void (await store.release(claimed))
    takers.delete(taker)
    taker.give(claimed)
  }

  function leaseOf(item: Claimed): Lease<Claimed> {
    const { ref, attempt } = item
    const hold = { ref, owner: item.owner, attempt }
    return {
      item,
      attempt,
      hold,
      renew: () => store.renew(hold, lease),
      release: () => store.release(hold),
      done: (result) => store.finish(hold, result),
    }
  }

  return {
    put: (entry) => store.put(entry),
    take({ signal } = {}) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        if (closing.signal.aborted) return reject(closed())
        const taker: Taker = {
          give(claimed) {
            signal?.removeEventListener('abort', giveUp)
            resolve(leaseOf(claimed))
          },
          refuse: reject,
        }
        function giveUp(): void {
          takers.delete(taker)
          reject(signal?.reason)
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        takers.add(taker)
        serving ??= serve().finally(() => (serving = undefined))
      })
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      for (const { refuse } of takers) refuse(closed())
      takers.clear()
      await serving
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function closed(): GatewayError {
  return new GatewayError('ERR_GATEWAY_CLOSED', 'The inbox is closed.')
}
