import { generateKeyPair } from '@libp2p/crypto/keys'
import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import type { Libp2p, PrivateKey, ServiceMap } from '@libp2p/interface'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { type AdDiscovery, createDiscovery, type DiscoveryDependencies, type DiscoveryOptions } from '../discovery.ts'
import { dhtRecordRules } from '../dht-records.ts'
import type { AdEvent } from '../events.ts'
import type { AdNode } from '../node.ts'

export interface NodeOptions {
  readonly gossip?: boolean
  readonly dht?: boolean
  readonly privateKey?: PrivateKey
}

/** A real node on loopback, with nothing but what ads need. */
export interface TestNode extends AsyncDisposable {
  readonly node: Libp2p & AdNode
  readonly privateKey: PrivateKey
}

export async function createNode({ gossip = true, dht = false, privateKey }: NodeOptions = {}): Promise<TestNode> {
  const key = privateKey ?? (await generateKeyPair('Ed25519'))
  const services: ServiceMap = {}
  const node: TestNode['node'] = await createLibp2p({
    privateKey: key,
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionManager: { inboundConnectionThreshold: Infinity, maxIncomingPendingConnections: 100 },
    services: {
      ...services,
      identify: identify(),
      ping: ping(),
      ...(gossip && { pubsub: gossipsub({ scoreParams: { IPColocationFactorWeight: 0 } }) }),
      ...(dht && {
        dht: kadDHT({
          protocol: '/xeerkat/kad/1.0.0',
          clientMode: false,
          peerInfoMapper: passthroughMapper,
          initialQuerySelfInterval: 50,
          ...dhtRecordRules(),
        }),
      }),
    },
  })
  return { node, privateKey: key, [Symbol.asyncDispose]: async () => node.stop() }
}

/** A node with discovery on it, and all that its observer was told. */
export interface TestPeer extends TestNode {
  readonly discovery: AdDiscovery
  readonly events: readonly AdEvent[]
  /** Resolves with the first event, past or to come, that fits. */
  readonly event: (fits: (event: AdEvent) => boolean) => Promise<AdEvent>
}

export async function createPeer({
  node: nodeOptions,
  clock,
  ...options
}: DiscoveryOptions & {
  readonly node?: NodeOptions
  readonly clock?: DiscoveryDependencies['clock']
} = {}): Promise<TestPeer> {
  const { node, privateKey, ...rest } = await createNode(nodeOptions)
  const events: AdEvent[] = []
  const waiting = new Set<(event: AdEvent) => void>()
  const observe = (event: AdEvent): void => {
    events.push(event)
    for (const look of waiting) look(event)
  }
  const discovery = await createDiscovery({ node, privateKey, observe, ...(clock && { clock }) }, options)
  return {
    node,
    privateKey,
    discovery,
    events,
    event: (fits) =>
      new Promise((resolve) => {
        const look = (event: AdEvent): void => {
          if (!fits(event)) return
          waiting.delete(look)
          resolve(event)
        }
        waiting.add(look)
        for (const event of events) look(event)
      }),
    async [Symbol.asyncDispose]() {
      await discovery[Symbol.asyncDispose]()
      await rest[Symbol.asyncDispose]()
    },
  }
}

export async function connect(from: Pick<TestNode, 'node'>, to: Pick<TestNode, 'node'>): Promise<void> {
  await from.node.dial(to.node.getMultiaddrs())
}
