import type { Connection, PeerId, Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { type PeerIri, type Pipe, PIPE_PROTOCOL, type Pipes, peerIdOf, peerIri } from '@xeerkat/agent-vm'
import type { Libp2p } from 'libp2p'
import { createBudget } from './budget.ts'
import { createConnector } from './connector.ts'
import { MeshError } from './errors.ts'
import type { MeshObserver } from './events.ts'
import type { Limits } from './limits.ts'
import { createLoop } from './loop.ts'
import { DOCUMENT_PROTOCOL } from './outbound.ts'
import { createPipe, type PipeEnd } from './pipe.ts'

export interface PipesDependencies {
  readonly node: Pick<
    Libp2p,
    'peerId' | 'dial' | 'getConnections' | 'handle' | 'addEventListener' | 'removeEventListener'
  >
  readonly observe: MeshObserver
}

/** How often pipes look at the clock, in milliseconds. */
const TICK = 1000

/** Streams of a pipe that one connection may hold each way: an old one and the one that replaces it, and a few at odds. */
const PIPE_STREAMS = 4

/** The pipes of a node. Disposing of them sends what is queued, within half a second. */
export async function createPipes(
  { node, observe }: PipesDependencies,
  limits: Limits,
): Promise<Pipes & AsyncDisposable> {
  const self = peerIri(node.peerId.toString())
  const ends = new Map<PeerIri, PipeEnd>()
  /** Begun by others, and neither yielded nor opened yet. */
  const pending = new Set<PipeEnd>()
  const budget = createBudget(limits.documentsBytes)
  const connector = createConnector({ node })
  const stop = new AbortController()
  let loop: Pipe | undefined
  let news = Promise.withResolvers<void>()

  function open(peer: PeerIri): Pipe {
    if (peer === self) return (loop ??= createLoop(self, () => (loop = undefined), limits))
    const end = ends.get(peer) ?? begin(peer, peerIdFrom(peer))
    if (end === undefined) {
      throw new MeshError('ERR_PIPE_LIMIT', `${limits.pipes} pipes are open; dispose of one before opening another.`)
    }
    pending.delete(end)
    if (stop.signal.aborted) void end.pipe[Symbol.asyncDispose]()
    return end.pipe
  }

  async function* incoming(): AsyncGenerator<Pipe> {
    while (!stop.signal.aborted) {
      const [first] = pending
      if (first === undefined) {
        await news.promise
        continue
      }
      pending.delete(first)
      yield first.pipe
    }
  }

  function begin(peer: PeerIri, id: PeerId): PipeEnd | undefined {
    if (ends.size >= limits.pipes && !makeRoom()) return undefined
    const connect = (signal: AbortSignal) => connector.connect(id, signal)
    const onClosed = () => {
      if (ends.get(peer) === end) ends.delete(peer)
      pending.delete(end)
    }
    const end = createPipe({ peer, connect, budget, observe, onClosed }, limits)
    ends.set(peer, end)
    return end
  }

  /** Drops the pipe unused longest that nobody would miss. */
  function makeRoom(): boolean {
    let oldest: PipeEnd | undefined
    for (const end of ends.values()) {
      const dispensable = end.idle() && !end.connected()
      if (dispensable && (oldest === undefined || end.lastUsed() < oldest.lastUsed())) oldest = end
    }
    void oldest?.pipe[Symbol.asyncDispose]()
    return oldest !== undefined
  }

  function accept(kind: 'frames' | 'document') {
    return (stream: Stream, connection: Connection) => {
      if (stop.signal.aborted) return stream.abort(new Error('this peer is leaving'))
      const peer = peerIri(connection.remotePeer.toString())
      const known = ends.get(peer)
      const end = known ?? begin(peer, connection.remotePeer)
      if (end === undefined) {
        observe({ type: 'stream-refused', peer, why: 'pipes' })
        return stream.abort(new Error('too many pipes'))
      }
      end.attach(stream, kind)
      if (known !== undefined) return
      pending.add(end)
      tell()
    }
  }

  function tell(): void {
    news.resolve()
    news = Promise.withResolvers()
  }

  function onConnect({ detail }: CustomEvent<PeerId>): void {
    connector.arrived(detail)
    ends.get(peerIri(detail.toString()))?.nudge()
  }

  function tick(): void {
    const now = performance.now()
    for (const end of ends.values()) {
      end.tick(now)
      if (now - end.lastUsed() > limits.idle && end.idle()) void end.pipe[Symbol.asyncDispose]()
    }
  }

  node.addEventListener('peer:connect', onConnect)
  const timer = setInterval(tick, TICK)
  timer.unref()
  await node.handle(PIPE_PROTOCOL, accept('frames'), {
    runOnLimitedConnection: true,
    maxInboundStreams: PIPE_STREAMS,
    maxOutboundStreams: PIPE_STREAMS,
  })
  await node.handle(DOCUMENT_PROTOCOL, accept('document'), {
    runOnLimitedConnection: true,
    maxInboundStreams: 2 * limits.documentStreams,
    maxOutboundStreams: 2 * limits.documentStreams,
  })

  return {
    self,
    open,
    incoming: incoming(),
    async [Symbol.asyncDispose]() {
      stop.abort()
      clearInterval(timer)
      node.removeEventListener('peer:connect', onConnect)
      tell()
      await Promise.all(Array.from(ends.values(), ({ pipe }) => pipe[Symbol.asyncDispose]()))
      await loop?.[Symbol.asyncDispose]()
    },
  }
}

function peerIdFrom(peer: PeerIri): PeerId {
  try {
    return peerIdFromString(peerIdOf(peer) ?? '')
  } catch (cause) {
    throw new MeshError('ERR_PEER_INVALID', `"${peer}" is no peer; one looks like urn:libp2p:12D3Koo….`, { cause })
  }
}
