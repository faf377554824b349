import type { Registry } from 'prom-client'
import { type Broker, type BrokerOptions, createBroker } from './broker.ts'
import type { Employer } from './employer.ts'
import type { GatewayObserver } from './events.ts'
import type { FrontPipeline } from './front-pipeline.ts'
import { createFront, type Front, type FrontOptions } from './http.ts'
import { createMetrics } from './metrics.ts'
import type { Route } from './route.ts'
import { openMemoryStore } from './store/memory.ts'
import type { Store } from './store/store.ts'

export interface GatewayDependencies {
  readonly vm: Employer
  /** What is accepted at this moment: `routesOf` the host's roles, and what was learned from the mesh. */
  readonly routes: () => readonly Route[]
  /** Stays its owner's to dispose of, after the gateway. Default: in memory, and gone with the gateway. */
  readonly store?: Store
  /** Front ends of the provider's own, each at `POST /{name}`. They stay their owner's to dispose of. Default: none. */
  readonly fronts?: readonly FrontPipeline[]
  /** Shown at `/metrics`, the gateway's own families added. One gateway for a registry. */
  readonly registry?: Registry
  readonly observe?: GatewayObserver
}

export interface GatewayOptions extends FrontOptions, BrokerOptions {}

export interface Gateway extends Front, Broker {}

/** HTTP consumers in, the mesh out, nothing lost in between: a front and a broker around one store. */
export async function createGateway(
  { vm, routes, fronts = [], store: given, registry, observe: observer = () => {} }: GatewayDependencies,
  options: GatewayOptions = {},
): Promise<Gateway> {
  const store = given ?? openMemoryStore()
  const count = registry && createMetrics(registry, store)
  const observe: GatewayObserver = (event) => {
    count?.(event)
    observer(event)
  }
  const broker = await createBroker({ store, vm, routes, observe }, options)
  const front = await createFront({ store, routes, fronts, observe, ...(registry && { registry }) }, options).catch(
    async (error: unknown) => {
      await broker[Symbol.asyncDispose]()
      throw error
    },
  )
  return {
    url: front.url,
    port: front.port,
    working: broker.working,
    async [Symbol.asyncDispose]() {
      await Promise.all([front[Symbol.asyncDispose](), broker[Symbol.asyncDispose]()])
      if (given === undefined) await store[Symbol.asyncDispose]()
    },
  }
}
