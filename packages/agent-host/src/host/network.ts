import { generateKeyPair } from '@libp2p/crypto/keys'
import { prometheusMetrics } from '@libp2p/prometheus-metrics'
import { type AdDiscovery, createDiscovery, dhtRecordRules, gossipScores } from '@xeerkat/ads'
import type { GroupIri } from '@xeerkat/agent-vm'
import { createMesh, loadNetworkKey, loadOrCreateIdentity, type Mesh } from '@xeerkat/mesh'
import { Registry } from 'prom-client'
import { countAds, countMesh } from './metrics.ts'
import type { HostOptions } from './options.ts'

/** A place in the mesh, and what is advertised there. Disposing of it says goodbye, then leaves. */
export interface Network extends AsyncDisposable {
  readonly mesh: Mesh
  readonly discovery: AdDiscovery
  /** Holds libp2p's families already. */
  readonly registry: Registry | undefined
}

export interface NetworkOptions extends Pick<
  HostOptions,
  'listen' | 'announce' | 'profile' | 'bootstrap' | 'mdns' | 'relay' | 'networkKey' | 'observe'
> {
  readonly groups: readonly GroupIri[]
  /** The file of the private key; without one the peer is a new one and forgotten at the end. */
  readonly identity?: string
  /** Whether to keep metrics. */
  readonly measured?: boolean
}

export async function openNetwork(options: NetworkOptions): Promise<Network> {
  const { groups, identity, measured = false, observe = {}, listen, bootstrap, mdns, relay, networkKey } = options
  const { announce, profile } = options
  const registry = measured ? new Registry() : undefined
  const privateKey = identity === undefined ? await generateKeyPair('Ed25519') : await loadOrCreateIdentity(identity)
  const mesh = await createMesh({
    privateKey,
    dht: dhtRecordRules(),
    gossip: { topicScores: gossipScores(groups) },
    ...(listen !== undefined && listen.length > 0 && { listen }),
    ...(announce !== undefined && { announce }),
    ...(profile !== undefined && { profile }),
    ...(bootstrap !== undefined && { bootstrap }),
    ...(mdns !== undefined && { mdns }),
    ...(relay !== undefined && { relay }),
    ...(networkKey !== undefined && { networkKey: await loadNetworkKey(networkKey) }),
    ...(registry !== undefined && { metrics: prometheusMetrics({ registry, preserveExistingMetrics: true }) }),
    observe: both(observe.mesh, registry && countMesh(registry)),
  })
  try {
    const discovery = await createDiscovery(
      { node: mesh.libp2p, privateKey, observe: both(observe.ads, registry && countAds(registry)) },
      { groups },
    )
    return {
      mesh,
      discovery,
      registry,
      async [Symbol.asyncDispose]() {
        await discovery[Symbol.asyncDispose]()
        await mesh[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await mesh[Symbol.asyncDispose]()
    throw error
  }
}

function both<Event>(...observers: readonly (((event: Event) => void) | undefined)[]): (event: Event) => void {
  return (event) => observers.forEach((observe) => observe?.(event))
}
