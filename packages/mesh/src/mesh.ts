import { generateKeyPair } from '@libp2p/crypto/keys'
import type { PeerId, PrivateKey } from '@libp2p/interface'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { type Cancel, type PeerIri, type Pipes, peerIri } from '@xeerkat/agent-vm'
import type { Libp2pOptions } from 'libp2p'
import type { DhtOptions } from './dht.ts'
import { MeshError } from './errors.ts'
import { guarded, type MeshObserver } from './events.ts'
import type { GossipOptions } from './gossip.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createNeighbours } from './neighbours.ts'
import type { NetworkKey } from './network-key.ts'
import { createNode, type MeshNode } from './node.ts'
import { createPipes } from './pipes.ts'
import type { Profile } from './profile.ts'

export interface MeshOptions {
  /** Who this peer is; see `loadOrCreateIdentity`. Default: a new one, forgotten at the end. */
  readonly privateKey?: PrivateKey
  /** Multiaddrs to listen on. Default: all interfaces, over TCP and WebSockets, on ports the system chooses. */
  readonly listen?: readonly string[]
  /**
   * Multiaddrs that others are told besides those found out here: for a peer behind published ports or a router that
   * forwards, and for one on a public address, which libp2p does not tell before somebody has confirmed it. Default: none.
   */
  readonly announce?: readonly string[]
  /** Multiaddrs of peers to connect to, and to try again until it works. */
  readonly bootstrap?: readonly string[]
  /** Whether to find peers on the local network. Default `true`. */
  readonly mdns?: boolean
  /** Whether to relay between peers that cannot reach each other. Default `false`. */
  readonly relay?: boolean
  /** Default `lab`. */
  readonly profile?: Profile
  /** What of the DHT's records is believed. */
  readonly dht?: DhtOptions
  /** What conduct in gossip costs. */
  readonly gossip?: GossipOptions
  /** Makes the network a private one: only who has the same key can connect. See `loadNetworkKey`. Default: none. */
  readonly networkKey?: NetworkKey
  /** Libp2p's own metrics: `prometheusMetrics()`. */
  readonly metrics?: Libp2pOptions['metrics']
  readonly limits?: Partial<Limits>
  readonly observe?: MeshObserver
}

/** A peer's place in the network. Disposing of it sends what is queued, says goodbye to connections and closes ports. */
export interface Mesh extends AsyncDisposable {
  readonly self: PeerIri
  readonly pipes: Pipes
  /** The node beneath, for what is said over other protocols than pipes. */
  readonly libp2p: MeshNode
  /** Where others can reach this peer: multiaddrs that end in its peer id, those announced by its owner first. */
  readonly addresses: () => readonly string[]
  /** Who is connected. */
  readonly peers: () => readonly PeerIri[]
  /**
   * Connects, and says who is there.
   * @throws MeshError `ERR_ADDRESS_INVALID`, `ERR_DIAL_FAILED`, or the signal's reason.
   */
  readonly dial: (address: string, options?: Cancel) => Promise<PeerIri>
}

/**
 * Opens a mesh; it is reachable once this resolves.
 * @throws MeshError `ERR_ADDRESS_INVALID`, `ERR_LISTEN_FAILED`.
 */
export async function createMesh(options: MeshOptions = {}): Promise<Mesh> {
  const { profile = 'lab', mdns = true, relay = false, dht = {}, gossip = {}, listen, networkKey, metrics } = options
  const announce = (options.announce ?? []).map((address) => parse(address).toString())
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const observe = guarded(options.observe)
  const bootstrap = (options.bootstrap ?? []).map(parse)
  listen?.forEach(parse)
  const privateKey = options.privateKey ?? (await generateKeyPair('Ed25519'))

  const node = await createNode(
    { privateKey, profile, listen, announce, mdns, relay, dht, gossip, networkKey, metrics },
    limits,
  )
  const on = (type: 'connected' | 'disconnected') => (event: CustomEvent<PeerId>) =>
    observe({ type, peer: peerIri(event.detail.toString()) })
  node.addEventListener('peer:connect', on('connected'))
  node.addEventListener('peer:disconnect', on('disconnected'))
  const pipes = await createPipes({ node, observe }, limits)
  const started = Promise.withResolvers<void>()
  const neighbours = createNeighbours({ node, started: started.promise, observe }, { bootstrap }, limits)
  try {
    await node.start()
  } catch (cause) {
    neighbours[Symbol.dispose]()
    await pipes[Symbol.asyncDispose]()
    const where = listen?.join(', ') ?? 'any address'
    const advice = 'Choose another port, or 0 for any.'
    throw new MeshError('ERR_LISTEN_FAILED', `Cannot listen on ${where}: ${reasonsOf(cause)}. ${advice}`, { cause })
  }
  started.resolve()

  return {
    self: pipes.self,
    pipes,
    libp2p: node,
    addresses: () => announcedFirst(node.getMultiaddrs().map(String), announce),
    peers: () => node.getPeers().map((id) => peerIri(id.toString())),
    async dial(address, { signal = AbortSignal.timeout(limits.dial) } = {}) {
      const target = parse(address)
      try {
        const { remotePeer } = await node.dial(target, { signal })
        return peerIri(remotePeer.toString())
      } catch (cause) {
        signal.throwIfAborted()
        throw new MeshError('ERR_DIAL_FAILED', `Nobody answers at ${address}: ${messageOf(cause)}`, { cause })
      }
    },
    async [Symbol.asyncDispose]() {
      neighbours[Symbol.dispose]()
      await pipes[Symbol.asyncDispose]()
      await node.stop()
    },
  }
}

/** The owner knows best by which address others come. */
function announcedFirst(addresses: readonly string[], announced: readonly string[]): readonly string[] {
  const rank = (address: string): number =>
    announced.some((each) => address === each || address.startsWith(`${each}/p2p/`)) ? 0 : 1
  return addresses.toSorted((one, other) => rank(one) - rank(other))
}

function parse(address: string): Multiaddr {
  try {
    return multiaddr(address)
  } catch (cause) {
    const example = '/ip4/192.168.1.7/tcp/4001'
    throw new MeshError('ERR_ADDRESS_INVALID', `"${address}" is no multiaddr; one looks like ${example}.`, { cause })
  }
}

/** Libp2p tells of each address in a line, with a stack below it. */
function reasonsOf(error: unknown): string {
  const message = messageOf(error)
  const reasons = Array.from(message.matchAll(/Error: (.+)$/gm), ([, reason]) => reason)
  return reasons.length === 0 ? message : reasons.join('; ')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
