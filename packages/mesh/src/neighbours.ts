import { KEEP_ALIVE, type Connection, type PeerId, type PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { peerIri } from '@xeerkat/agent-vm'
import type { Libp2p } from 'libp2p'
import type { MeshObserver } from './events.ts'
import type { Limits } from './limits.ts'

export interface NeighboursDependencies {
  readonly node: Pick<
    Libp2p,
    'peerId' | 'peerStore' | 'dial' | 'getConnections' | 'getPeers' | 'addEventListener' | 'removeEventListener'
  >
  /** Resolves when the node has started: peers are heard of earlier. */
  readonly started: Promise<void>
  readonly observe: MeshObserver
}

export interface NeighboursOptions {
  /** Addresses that are tried again and again, for as long as the mesh lives. A peer id in them is optional. */
  readonly bootstrap?: readonly Multiaddr[]
}

/** Of two peers that find each other at the same moment one waits this long (milliseconds), so that one connection results. */
const YIELD = 300

const FIRST_PAUSE = 500
const LAST_PAUSE = 30_000

/** Libp2p reconnects to peers with such a tag when a connection to them breaks. */
const TAG = `${KEEP_ALIVE}-neighbour`

/** Connects to the peers that mDNS, the DHT and bootstrap addresses tell of, up to a bound, and stays connected. */
export function createNeighbours(
  { node, started, observe }: NeighboursDependencies,
  { bootstrap = [] }: NeighboursOptions,
  limits: Limits,
): Disposable {
  const stop = new AbortController()
  const dialling = new Set<string>()

  function onDiscovery({ detail: { id } }: CustomEvent<PeerInfo>): void {
    const peer = id.toString()
    if (dialling.has(peer) || isConnected(id) || dialling.size + node.getPeers().length >= limits.neighbours) return
    dialling.add(peer)
    void greet(id).finally(() => dialling.delete(peer))
  }

  async function greet(id: PeerId): Promise<void> {
    await started
    if (node.peerId.toString() > id.toString()) await pause(YIELD, stop.signal)
    if (isConnected(id) || stop.signal.aborted) return
    try {
      await node.dial(id, { signal: attempt() })
      await node.peerStore.merge(id, { tags: { [TAG]: { value: 50 } } })
    } catch (error) {
      if (!stop.signal.aborted) observe({ type: 'unreachable', address: peerIri(id.toString()), error })
    }
  }

  async function keep(address: Multiaddr): Promise<void> {
    await started
    for (let failures = 0; !stop.signal.aborted; failures++) {
      try {
        const connection = await node.dial(address, { signal: attempt() })
        failures = 0
        await closed(connection, stop.signal)
      } catch (error) {
        if (!stop.signal.aborted) observe({ type: 'unreachable', address: address.toString(), error })
      }
      await pause(Math.min(FIRST_PAUSE * 2 ** failures, LAST_PAUSE), stop.signal)
    }
  }

  function attempt(): AbortSignal {
    return AbortSignal.any([stop.signal, AbortSignal.timeout(limits.dial)])
  }

  function isConnected(id: PeerId): boolean {
    return node.getConnections(id).length > 0
  }

  node.addEventListener('peer:discovery', onDiscovery)
  for (const address of bootstrap) void keep(address)
  return {
    [Symbol.dispose]() {
      stop.abort()
      node.removeEventListener('peer:discovery', onDiscovery)
    },
  }
}

/** Resolves after so many milliseconds, or when the signal aborts. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}

function closed(connection: Connection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end)
      resolve()
    }
    signal.addEventListener('abort', end)
    connection.addEventListener('close', end)
    if (connection.status !== 'open' || signal.aborted) end()
  })
}
