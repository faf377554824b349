import { networkInterfaces } from 'node:os'
import { autoNAT } from '@libp2p/autonat'
import { circuitRelayServer, circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { dcutr } from '@libp2p/dcutr'
import type { GossipSub } from '@libp2p/gossipsub'
import { type Identify, identify, type IdentifyPush, identifyPush } from '@libp2p/identify'
import { FaultTolerance, type PrivateKey } from '@libp2p/interface'
import type { KadDHT } from '@libp2p/kad-dht'
import { mdns } from '@libp2p/mdns'
import { type Ping, ping } from '@libp2p/ping'
import { preSharedKey } from '@libp2p/pnet'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p, type Libp2pOptions } from 'libp2p'
import { dht, type DhtOptions } from './dht.ts'
import { encryption } from './encryption.ts'
import { gossip, type GossipOptions } from './gossip.ts'
import type { Limits } from './limits.ts'
import type { NetworkKey } from './network-key.ts'
import { pace } from './pace.ts'
import type { Profile } from './profile.ts'

/** What a mesh's node offers beside its pipes. */
export type MeshServices = {
  readonly dht: KadDHT
  readonly pubsub: GossipSub
  readonly identify: Identify
  readonly identifyPush: IdentifyPush
  readonly ping: Ping
}

export type MeshNode = Libp2p<MeshServices>

export interface NodeOptions {
  readonly privateKey: PrivateKey
  readonly profile: Profile
  readonly listen: readonly string[] | undefined
  readonly announce: readonly string[]
  readonly mdns: boolean
  readonly relay: boolean
  readonly dht: DhtOptions
  readonly gossip: GossipOptions
  readonly networkKey: NetworkKey | undefined
  readonly metrics: Libp2pOptions['metrics']
}

const SERVICE_TAG = '_xeerkat._udp.local'

const SECOND = 1000

/**
 * Every peer asks, and every peer answers all: the packets grow with the cube of their number. The first question goes
 * out at the start and finds everyone; this is only for those whose packets were lost.
 */
const MDNS_INTERVAL = 20 * SECOND

/** How often a connection without traffic of ours is asked whether it lives. Pipes notice sooner on their own. */
const PING_INTERVAL = 30 * SECOND

/** Peers a relay serves. */
const RELAY_RESERVATIONS = 256

/** A node that is not started yet, so that whoever listens to it misses nothing. */
export function createNode(options: NodeOptions, limits: Limits): Promise<MeshNode> {
  const { privateKey, profile, listen, announce, networkKey, metrics } = options
  return createLibp2p<MeshServices>({
    start: false,
    privateKey,
    addresses: { listen: [...(listen ?? defaultListen(options))], appendAnnounce: [...announce] },
    // Of the addresses we chose, those that this machine has are enough; those the caller chose must all work.
    transportManager: { faultTolerance: listen === undefined ? FaultTolerance.NO_FATAL : FaultTolerance.FATAL_ALL },
    transports: [tcp(), webSockets(), circuitRelayTransport()],
    connectionEncrypters: [encryption()],
    streamMuxers: [
      yamux({
        maxInboundStreams: limits.streams,
        maxOutboundStreams: limits.streams,
        streamOptions: {
          maxStreamWindowSize: limits.streamWindow,
          // A window that is full while its reader pauses must fit, or the stream would be reset for it.
          maxReadBufferLength: 2 * limits.streamWindow,
        },
      }),
    ],
    connectionManager: {
      maxConnections: limits.connections,
      maxIncomingPendingConnections: limits.handshakes,
      ...(profile === 'lab' && { inboundConnectionThreshold: limits.connectionsPerSecond }),
    },
    connectionMonitor: {
      pingInterval: PING_INTERVAL,
      pingTimeout: { minTimeout: 10 * SECOND, maxTimeout: 20 * SECOND },
    },
    peerRouters: [pace],
    peerDiscovery: options.mdns ? [mdns({ serviceTag: SERVICE_TAG, interval: MDNS_INTERVAL })] : [],
    ...(networkKey !== undefined && { connectionProtector: preSharedKey({ psk: networkKey }) }),
    ...(metrics !== undefined && { metrics }),
    services: {
      identify: identify(),
      identifyPush: identifyPush(),
      ping: ping({ maxInboundStreams: 8, maxOutboundStreams: 8 }),
      dht: dht(options.dht),
      pubsub: gossip(options.gossip, profile, limits),
      ...(options.relay && { relay: relayServer(profile) }),
      ...(profile === 'open' && { autonat: autoNAT(), dcutr: dcutr() }),
    },
  })
}

/** In the open a stranger's relayed connection is lent an hour and 64 MiB; in a lab, as much as it needs. */
function relayServer(profile: Profile): ReturnType<typeof circuitRelayServer> {
  return circuitRelayServer({
    reservations: {
      maxReservations: RELAY_RESERVATIONS,
      applyDefaultLimit: profile === 'open',
      defaultDurationLimit: 3600 * SECOND,
      defaultDataLimit: 1n << 26n,
    },
  })
}

/** In the open whoever relays is reached without; others look for a relay. */
function defaultListen({ profile, relay }: NodeOptions): readonly string[] {
  const hasIpv6 = Object.values(networkInterfaces()).some((of) => of?.some(({ family }) => family === 'IPv6'))
  return [
    '/ip4/0.0.0.0/tcp/0',
    '/ip4/0.0.0.0/tcp/0/ws',
    ...(hasIpv6 ? ['/ip6/::/tcp/0'] : []),
    ...(profile === 'open' && !relay ? ['/p2p-circuit'] : []),
  ]
}
