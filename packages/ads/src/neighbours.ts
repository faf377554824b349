import type { PeerId, Topology } from '@libp2p/interface'
import type { GroupHash } from './names.ts'
import type { AdNode } from './node.ts'

export interface NeighboursDependencies {
  readonly node: Pick<AdNode, 'addEventListener' | 'removeEventListener' | 'getConnections'>
  readonly connected: (peer: PeerId, how: Meeting) => void
}

export interface Meeting {
  /** This side opened the connection. */
  readonly began: boolean
  /** It was connected before and had gone. */
  readonly again: boolean
}

/** The peers connected now that speak the ads protocol. */
export interface Neighbours extends Disposable {
  /** For the node's registrar: tells of a peer once identify has shown that it speaks the protocol. */
  readonly topology: Topology
  readonly all: () => readonly PeerId[]
  /** Those known to be in a group with this peer. */
  readonly inGroup: (group: GroupHash) => readonly PeerId[]
  /** Notes what an exchange has shown. */
  readonly met: (peer: PeerId, shared?: readonly GroupHash[]) => void
}

interface Neighbour {
  readonly peer: PeerId
  readonly groups: readonly GroupHash[]
}

/** How many of those who went away are remembered. */
const MAX_GONE = 4096

export function createNeighbours({ node, connected }: NeighboursDependencies): Neighbours {
  const neighbours = new Map<string, Neighbour>()
  const gone = new Set<string>()

  function met(peer: PeerId, shared?: readonly GroupHash[]): void {
    const key = peer.toString()
    // An exchange may end after its connection did.
    if (node.getConnections(peer).length === 0) return
    neighbours.set(key, { peer, groups: shared ?? neighbours.get(key)?.groups ?? [] })
  }

  function disconnected({ detail: peer }: CustomEvent<PeerId>): void {
    const key = peer.toString()
    if (!neighbours.delete(key)) return
    gone.add(key)
    const [oldest] = gone
    if (gone.size > MAX_GONE && oldest !== undefined) gone.delete(oldest)
  }

  node.addEventListener('peer:disconnect', disconnected)

  return {
    met,
    topology: {
      notifyOnLimitedConnection: true,
      onConnect(peer, connection) {
        met(peer)
        connected(peer, { began: connection.direction === 'outbound', again: gone.delete(peer.toString()) })
      },
    },
    all: () => Array.from(neighbours.values(), ({ peer }) => peer),
    inGroup: (group) =>
      Array.from(neighbours.values())
        .filter(({ groups }) => groups.includes(group))
        .map(({ peer }) => peer),
    [Symbol.dispose]() {
      node.removeEventListener('peer:disconnect', disconnected)
    },
  }
}
