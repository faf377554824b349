import { KEEP_ALIVE, type Connection, type PeerId, type PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { peerIri } from '@xeerkat/agent-vm'
import type { Libp2p } from 'libp2p'
import type { MeshObserver } from './events.ts'
import type { Limits } from './limits.ts'
import { createTurns } from './turns.ts'

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

/**
 * Peers that are met at the same time. Each meeting is a handshake and what libp2p has to say at first: sixteen processes
 * on two cores that all dial all others at once are so slow that most attempts run out of time.
 */
const AT_ONCE = 4

/** How often a peer is tried that was discovered; if it still lives, it will be discovered again. */
const ATTEMPTS = 6

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
  const inTurn = createTurns(AT_ONCE)

  function onDiscovery({ detail: { id } }: CustomEvent<PeerInfo>): void {
    const peer = id.toString()
    if (dialling.has(peer) || isConnected(id) || dialling.size + node.getPeers().length >= limits.neighbours) return
    dialling.add(peer)
    void greet(id).finally(() => dialling.delete(peer))
  }

  async function greet(id: PeerId): Promise<void> {
    await started
    if (node.peerId.toString() > id.toString()) await pause(YIELD, stop.signal)
    for (let failures = 0; failures < ATTEMPTS; failures++) {
      if (await inTurn(() => meet(id))) return
      await pause(pauseAfter(failures), stop.signal)
    }
  }

  /** Whether there is no more to do for this peer. */
  async function meet(id: PeerId): Promise<boolean> {
    if (isConnected(id) || stop.signal.aborted) return true
    try {
      await node.dial(id, { signal: attempt() })
      await node.peerStore.merge(id, { tags: { [TAG]: { value: 50 } } })
      return true
    } catch (error) {
      if (!stop.signal.aborted) observe({ type: 'unreachable', address: peerIri(id.toString()), error })
      return stop.signal.aborted
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
      await pause(pauseAfter(failures), stop.signal)
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

function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE * 2 ** failures, LAST_PAUSE) * (0.5 + Math.random() / 2)
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
