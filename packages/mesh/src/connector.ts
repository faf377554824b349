import type { Connection, PeerId } from '@libp2p/interface'
import type { Libp2p } from 'libp2p'

export interface ConnectorDependencies {
  readonly node: Pick<Libp2p, 'dial' | 'getConnections'>
}

/** Gives a connection to a peer, whoever makes it. */
export interface Connector {
  readonly connect: (id: PeerId, signal: AbortSignal) => Promise<Connection>
  /** A peer has connected. */
  readonly arrived: (id: PeerId) => void
}

/**
 * Dialling a peer whose address nobody knows yet takes the DHT a while to give up. If the peer comes here meanwhile, its
 * connection does.
 */
export function createConnector({ node }: ConnectorDependencies): Connector {
  const awaited = new Map<string, (connection: Connection) => void>()

  function standing(id: PeerId): Connection | undefined {
    const open = node.getConnections(id).filter(({ status }) => status === 'open')
    // A relay lends its connections for so long and so much only.
    return open.find(({ limits }) => limits === undefined) ?? open[0]
  }

  async function connect(id: PeerId, signal: AbortSignal): Promise<Connection> {
    const existing = standing(id)
    if (existing !== undefined) return existing
    const peer = id.toString()
    const { promise, resolve, reject } = Promise.withResolvers<Connection>()
    awaited.set(peer, resolve)
    try {
      // Not called off when the peer arrives: what arrives may be what this very call is about to return.
      node.dial(id, { signal }).then(resolve, reject)
      return await promise
    } finally {
      awaited.delete(peer)
    }
  }

  return {
    connect,
    arrived(id) {
      const connection = standing(id)
      if (connection !== undefined) awaited.get(id.toString())?.(connection)
    },
  }
}
