import type { Discovery } from '../discovery.ts'
import { type PeerIri, peerIri } from '../iris.ts'
import type { Pipes } from '../pipe.ts'
import { createBoard } from './board.ts'
import { copyOf } from './copy.ts'
import { createEndpoint, type Endpoint } from './endpoint.ts'
import type { Transmit } from './pipe-end.ts'

/** A peer of a mesh in memory. Disposing it closes its pipes and withdraws its ads. */
export interface MemoryPeer extends AsyncDisposable {
  readonly iri: PeerIri
  readonly pipes: Pipes
  readonly discovery: Discovery
}

export interface MemoryMesh {
  /**
   * Another peer; its name is the last part of its IRI. Default: `peer-1`, `peer-2`, …
   * @throws RangeError when a peer has that name already.
   */
  readonly peer: (name?: string) => MemoryPeer
}

export interface MemoryMeshOptions {
  /** Messages that may be sent and not yet read, for each pipe and direction. Default 1024. */
  readonly limit?: number
  /** Ads held; past it the oldest go. Default 10 000. */
  readonly ads?: number
}

/**
 * A whole mesh within one process, as fast as promises are: for tests, and for a program that wants roles without a
 * network. Nothing is lost, repeated or reordered; a message to a peer that is not there goes nowhere.
 */
export function createMemoryMesh({ limit = 1024, ads = 10_000 }: MemoryMeshOptions = {}): MemoryMesh {
  const endpoints = new Map<PeerIri, Endpoint>()
  const board = createBoard({ limit: ads })
  let made = 0

  function peer(name = `peer-${(made += 1)}`): MemoryPeer {
    const iri = peerIri(name)
    if (endpoints.has(iri)) throw new RangeError(`There is a peer named "${name}" already; names are unique in a mesh.`)
    const endpoint = createEndpoint(iri, transmitFrom(iri), { limit })
    endpoints.set(iri, endpoint)
    return {
      iri,
      pipes: endpoint.pipes,
      discovery: board,
      async [Symbol.asyncDispose]() {
        if (endpoints.get(iri) !== endpoint) return
        endpoints.delete(iri)
        board.withdrawAll(iri)
        await endpoint.close()
      },
    }
  }

  function transmitFrom(self: PeerIri): Transmit {
    return (to, message, release) => {
      const endpoint = endpoints.get(to)
      if (endpoint === undefined) queueMicrotask(release)
      else endpoint.arrive(self, copyOf(message), release)
    }
  }

  return { peer }
}
