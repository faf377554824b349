import type { CoordinateOptions } from './coordinate.ts'
import type { Employer } from './employer.ts'
import type { GatewayObserver } from './events.ts'
import { createInbox } from './inbox.ts'
import type { Lease } from './queue.ts'
import { type Route, routeTables } from './route.ts'
import type { Claimed, Store } from './store/store.ts'
import { keepSwept } from './sweep.ts'
import { LEASE_LOST, serve, type ServeOptions } from './serve.ts'

export interface BrokerDependencies {
  readonly store: Store
  readonly vm: Employer
  /** Which role a document goes to; for one that is not here, the front end's word is taken. */
  readonly routes: () => readonly Route[]
  readonly observe?: GatewayObserver
}

export interface BrokerOptions extends ServeOptions, CoordinateOptions {
  /** Documents in work at once. Default 64. */
  readonly concurrency?: number
  /** How long a document stays with a broker that gives no sign of life, milliseconds. Default 10 000. */
  readonly lease?: number
  /** Milliseconds between two sweeps of the outbox. Default: a minute. */
  readonly sweepEvery?: number
}

export interface Broker extends AsyncDisposable {
  /** Documents in work at this moment. */
  readonly working: () => number
}

interface Work {
  readonly lease: Lease<Claimed>
  readonly stop: AbortController
  /** When the lease was last known to be ours. */
  renewed: number
}

/**
 * The gateway peer: takes documents from the inbox, has them worked on in the mesh, and puts the answers into the
 * outbox (paper, Figure 5, steps 3 to 7). Several may serve one store. Disposing it hands back what is not done.
 */
export async function createBroker(dependencies: BrokerDependencies, options: BrokerOptions = {}): Promise<Broker> {
  const { store, vm, routes, observe = () => {} } = dependencies
  const { concurrency = 64, lease: leaseTime = 10_000, sweepEvery } = options
  const closing = new AbortController()
  const served = { store, vm, observe, closing: closing.signal, table: routeTables(routes) }
  const working = new Set<Work>()

  await store.reclaim(vm.self) // A broker restarted under its identity goes on where it was.
  const inbox = createInbox(store, { owner: vm.self, lease: leaseTime, observe })
  const sweeping = keepSwept(store, { observe, ...(sweepEvery !== undefined && { every: sweepEvery }) })
  const renewing = setInterval(() => working.forEach((work) => void renew(work)), leaseTime / 3)
  const loops = Array.from({ length: concurrency }, loop)

  async function loop(): Promise<void> {
    while (!closing.signal.aborted) {
      const lease = await inbox.take({ signal: closing.signal }).catch(() => undefined)
      if (lease === undefined) return
      const work: Work = { lease, stop: new AbortController(), renewed: performance.now() }
      working.add(work)
      await serve(served, lease, work.stop, options)
      working.delete(work)
    }
  }

  async function renew(work: Work): Promise<void> {
    const asked = performance.now()
    try {
      if (await work.lease.renew()) work.renewed = asked
      else work.stop.abort(LEASE_LOST)
    } catch (error) {
      observe({ type: 'trouble', during: 'renewing a lease', error })
      if (asked - work.renewed > leaseTime) work.stop.abort(LEASE_LOST)
    }
  }

  return {
    working: () => working.size,
    async [Symbol.asyncDispose]() {
      closing.abort()
      await Promise.all(loops)
      clearInterval(renewing)
      await Promise.all([inbox[Symbol.asyncDispose](), sweeping[Symbol.asyncDispose]()])
    },
  }
}
