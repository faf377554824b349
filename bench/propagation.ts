// How fast an advertisement reaches fifty peers, and what a peer weighs: all in one process that does nothing else, each
// with a node of its own. `node bench/propagation.ts` prints it as JSON.
import { createDiscovery, dhtRecordRules } from '@xeerkat/ads'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { pipeIri, roleIri, WORLD } from '@xeerkat/agent-vm'
import { createMesh } from '@xeerkat/mesh'
import { startServer } from './server-process.ts'

const ROLE = roleIri('urn:xeerkat:bench:role')
const QUERY = { role: ROLE, group: WORLD }

export interface PropagationResult {
  /** Milliseconds from publishing until half of the peers, and until all, know the ad. */
  readonly half: number
  readonly all: number
  /** MiB of memory for each peer. */
  readonly memory: number
}

type Peer = Awaited<ReturnType<typeof openPeer>>

const PEERS = 50

/** Measures in a process of its own, whose memory is the peers'. */
export async function propagation(): Promise<PropagationResult> {
  await using result = await startServer<PropagationResult>('propagation.ts')
  return result
}

async function measure(count: number): Promise<PropagationResult> {
  const before = process.memoryUsage.rss()
  const first = await openPeer()
  const peers = [first]
  try {
    for (let i = 1; i < count; i++) peers.push(await openPeer(first.mesh.addresses()[0]))
    await introduce(peers)
    const publisher = peers.at(-1) as Peer
    const started = performance.now()
    const told = peers.filter((peer) => peer !== publisher).map(async (peer) => (await heard(peer)) - started)
    await publisher.discovery.publish(adOf(publisher))
    const times = (await Promise.all(told)).toSorted((a, b) => a - b)
    const memory = Math.round((process.memoryUsage.rss() - before) / count / 2 ** 20)
    return { half: times[Math.floor(times.length / 2)] ?? NaN, all: times.at(-1) ?? NaN, memory }
  } finally {
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()))
  }
}

async function openPeer(bootstrap?: string) {
  const privateKey = await generateKeyPair('Ed25519')
  const listen = ['/ip4/127.0.0.1/tcp/0']
  const mesh = await createMesh({
    privateKey,
    listen,
    mdns: false,
    bootstrap: bootstrap ? [bootstrap] : [],
    dht: dhtRecordRules(),
  })
  const discovery = await createDiscovery({ node: mesh.libp2p, privateKey })
  return {
    mesh,
    discovery,
    async [Symbol.asyncDispose]() {
      await discovery[Symbol.asyncDispose]()
      await mesh[Symbol.asyncDispose]()
    },
  }
}

/** Waits until everybody has met somebody, and an ad of the first has reached everybody. */
async function introduce(peers: readonly Peer[]): Promise<void> {
  const [first, ...others] = peers as [Peer, ...Peer[]]
  const known = others.map(heard)
  await first.discovery.publish(adOf(first))
  await Promise.all(known)
}

/** When the peer hears of the next ad. */
async function heard({ discovery }: Peer): Promise<number> {
  const stop = new AbortController()
  const before = new Set(discovery.known(QUERY).map(({ peer }) => peer))
  for await (const { peer } of discovery.find(QUERY, { signal: stop.signal })) if (!before.has(peer)) break
  stop.abort()
  return performance.now()
}

function adOf({ mesh: { self } }: Peer) {
  return { id: `${self}#bench`, peer: self, pipe: pipeIri(self), types: [ROLE], group: WORLD }
}

if (import.meta.main) {
  process.stdout.write(`${JSON.stringify(await measure(PEERS))}\n`)
  process.stdin.on('end', () => process.exit(0)).resume()
}
