import type { PeerId, Stream, StreamHandler } from '@libp2p/interface'
import { peerIri } from '@xeerkat/agent-vm'
import { createDialogue, type DialogueDependencies, type DialogueLimits } from './dialogue.ts'
import { createLimiter } from './limiter.ts'
import { ADS_PROTOCOL, type Topic } from './names.ts'
import type { AdNode } from './node.ts'
import type { SignedAd } from './signed-ad.ts'
import type { Source } from './store.ts'
import { openWire, type Wire, type WireLimits } from './wire.ts'

export interface ExchangeDependencies extends DialogueDependencies {
  readonly node: Pick<AdNode, 'dialProtocol'>
  /** Told of what went wrong where another peer began; nobody else would hear of it. */
  readonly trouble: (error: unknown) => void
}

export interface ExchangeOptions extends WireLimits, DialogueLimits {
  /** Exchanges that others began, at once. Default 64. */
  readonly maxInbound: number
  /** Exchanges begun here, at once. Default 8; as many as 1,024 wait for their turn. */
  readonly maxOutbound: number
  /** Milliseconds for a whole exchange. Default 10,000. */
  readonly deadline: number
}

/** How the node handles the protocol: a relayed connection will do, and no peer needs many streams at once. */
export const exchangeStreams = { maxInboundStreams: 8, maxOutboundStreams: 16, runOnLimitedConnection: true }

export const defaultExchangeOptions: ExchangeOptions = {
  maxFrameBytes: 256 * 1024,
  maxPages: 256,
  maxVersions: 8192,
  maxAnswers: 64,
  maxInbound: 64,
  maxOutbound: 8,
  deadline: 10_000,
}

/**
 * Neighbours tell each other what they know, over `/xeerkat/ads/1.0.0`. Gossip has no history, so this is how a
 * newcomer learns of what was said before it came, and how what gossip lost arrives after all. Each rejects where the
 * other peer cannot be reached or misbehaves.
 */
export interface Exchange extends Disposable {
  /** For `node.handle(ADS_PROTOCOL, …)`: the end that answers. */
  readonly answer: StreamHandler
  /** Afterwards both have the same ads of the groups they share. */
  readonly sync: (peer: PeerId, signal?: AbortSignal) => Promise<void>
  /** Asks for ads under a topic; `way` is noted as how they came. */
  readonly query: (peer: PeerId, topic: Topic, way: Source['way'], signal?: AbortSignal) => Promise<void>
  /** Hands ads over; resolves once they are taken. */
  readonly push: (peer: PeerId, ads: readonly SignedAd[], signal?: AbortSignal) => Promise<void>
}

export function createExchange(
  { node, trouble, ...dependencies }: ExchangeDependencies,
  options: ExchangeOptions = defaultExchangeOptions,
): Exchange {
  const { maxInbound, maxOutbound, deadline } = options
  const dialogue = createDialogue(dependencies, options)
  const closing = new AbortController()
  const outbound = createLimiter({ signal: closing.signal }, { concurrency: maxOutbound, queue: 1024 })
  let inbound = 0

  async function begin(peer: PeerId, talk: Talk, given?: AbortSignal): Promise<void> {
    const done = await outbound.run(async () => {
      const signal = limited(given)
      const stream = await node.dialProtocol(peer, ADS_PROTOCOL, { signal, runOnLimitedConnection: true })
      await converse(stream, talk, signal)
      return true
    }, given)
    if (done !== true) throw new Error('No turn came for the exchange in its time.')
  }

  async function sync(peer: PeerId, signal?: AbortSignal): Promise<void> {
    let complete = false
    const once: Talk = async (wire) => {
      complete = await dialogue.sync(wire, peer)
    }
    await begin(peer, once, signal)
    // Not again and again: what is said from now on is told to this neighbour as it is said.
    if (!complete) await begin(peer, once, signal)
  }

  const answer: StreamHandler = async (stream, { remotePeer }) => {
    if (inbound >= maxInbound) {
      const error = new Error('Too many exchanges at once.')
      trouble(error)
      return stream.abort(error)
    }
    inbound++
    try {
      await converse(stream, (wire) => dialogue.respond(wire, remotePeer), limited())
    } catch (error) {
      // The other side knows by the stream's reset, and what is missing now comes with a later exchange.
      trouble(error)
    } finally {
      inbound--
    }
  }

  async function converse(stream: Stream, talk: Talk, signal: AbortSignal): Promise<void> {
    try {
      await talk(openWire(stream, signal, options))
      await stream.close({ signal })
    } catch (error) {
      stream.abort(error instanceof Error ? error : new Error('The exchange failed.', { cause: error }))
      throw error
    }
  }

  function limited(given?: AbortSignal): AbortSignal {
    return AbortSignal.any([closing.signal, AbortSignal.timeout(deadline), ...(given ? [given] : [])])
  }

  return {
    answer,
    sync,
    query(peer, topic, way, signal) {
      const source = { way, from: peerIri(peer.toString()) }
      return begin(peer, (wire) => dialogue.query(wire, topic, source), signal)
    },
    push: (peer, ads, signal) => begin(peer, (wire) => dialogue.push(wire, ads), signal),
    [Symbol.dispose]() {
      closing.abort()
    },
  }
}

type Talk = (wire: Wire) => Promise<void>
