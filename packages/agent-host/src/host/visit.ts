import type { AdDiscovery, AdObserver } from '@xeerkat/ads'
import { type GroupIri, type PeerIri, WORLD } from '@xeerkat/agent-vm'
import type { Mesh } from '@xeerkat/mesh'
import { isLoopback } from './addresses.ts'
import { runningHosts } from './control.ts'

/** A short stay in the mesh, as a rule under a name that is forgotten afterwards: sees what is there and offers nothing. */
export interface Visit extends AsyncDisposable {
  readonly mesh: Mesh
  readonly discovery: AdDiscovery
  readonly peers: () => readonly PeerIri[]
  /** Resolves once connected to so many peers, or when the signal aborts. */
  readonly met: (count: number, signal: AbortSignal) => Promise<void>
}

export interface VisitOptions {
  /** Default: a host of this user that runs on this machine; only when there is none, whoever is in the local network. */
  readonly bootstrap?: readonly string[]
  readonly mdns?: boolean
  readonly groups?: readonly GroupIri[]
  /** The file of the network's key. Default: that of the host by which it joins. */
  readonly networkKey?: string
  /** The file of its private key. Default: a new one, forgotten at the end. */
  readonly identity?: string
  readonly onAd?: AdObserver
}

export async function visitMesh({
  groups = [WORLD],
  bootstrap = [],
  mdns = true,
  networkKey,
  identity,
  onAd,
}: VisitOptions = {}): Promise<Visit> {
  const host = bootstrap.length === 0 ? (await runningHosts()).at(0) : undefined
  const key = networkKey ?? host?.networkKey ?? undefined
  const entrances = host?.addresses.filter(isLoopback).slice(0, 1) ?? bootstrap
  let news = Promise.withResolvers<void>()
  // Loaded when it is used: most commands need no network.
  const { openNetwork } = await import('./network.ts')
  const network = await openNetwork({
    listen: ['/ip4/127.0.0.1/tcp/0'],
    bootstrap: entrances,
    // A visitor must not join two meshes to each other.
    mdns: mdns && entrances.length === 0,
    groups,
    ...(key !== undefined && { networkKey: key }),
    ...(identity !== undefined && { identity }),
    observe: {
      ...(onAd !== undefined && { ads: onAd }),
      mesh({ type }) {
        if (type !== 'connected') return
        news.resolve()
        news = Promise.withResolvers()
      },
    },
  })
  const { mesh, discovery } = network
  return {
    mesh,
    discovery,
    peers: mesh.peers,
    async met(count, signal) {
      const aborted = new Promise<void>((resolve) => {
        if (signal.aborted) resolve()
        else signal.addEventListener('abort', () => resolve(), { once: true })
      })
      while (mesh.peers().length < count && !signal.aborted) await Promise.race([news.promise, aborted])
    },
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  }
}
