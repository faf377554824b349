import type { PeerIri } from '../iris.ts'
import type { Message } from '../message.ts'
import type { Pipe, Pipes } from '../pipe.ts'
import { createPipeEnd, type PipeEnd, type Transmit } from './pipe-end.ts'

/** The pipes of one peer, in memory; whoever makes it decides what lies between the peers. */
export interface Endpoint {
  readonly pipes: Pipes
  /** A message has come. */
  readonly arrive: (from: PeerIri, message: Message, release: () => void) => void
  /** Closes every pipe and ends `incoming`. */
  readonly close: () => Promise<void>
  /** Loses what has come and was not read, and tells nobody: its owner has crashed. */
  readonly abandon: () => void
}

export interface EndpointOptions {
  /** Messages that may be sent and not yet read, for each pipe and direction. Default 1024. */
  readonly limit?: number
}

export function createEndpoint(self: PeerIri, transmit: Transmit, { limit = 1024 }: EndpointOptions = {}): Endpoint {
  const ends = new Map<PeerIri, PipeEnd>()
  /** Begun by others, and neither yielded nor opened yet. */
  const pending = new Map<PeerIri, Pipe>()
  let closed = false
  let news = Promise.withResolvers<void>()

  function endTowards(peer: PeerIri): PipeEnd {
    const known = ends.get(peer)
    if (known !== undefined) return known
    const end = createPipeEnd(peer, transmit, limit, () => {
      ends.delete(peer)
      pending.delete(peer)
    })
    ends.set(peer, end)
    return end
  }

  function open(peer: PeerIri): Pipe {
    pending.delete(peer)
    const { pipe } = endTowards(peer)
    if (closed) void pipe[Symbol.asyncDispose]()
    return pipe
  }

  async function* incoming(): AsyncGenerator<Pipe> {
    for (;;) {
      const [first] = pending
      if (first !== undefined) {
        pending.delete(first[0])
        yield first[1]
      } else if (closed) return
      else await news.promise
    }
  }

  function tell(): void {
    news.resolve()
    news = Promise.withResolvers()
  }

  return {
    pipes: { self, open, incoming: incoming() },
    arrive(from, message, release) {
      if (closed) return queueMicrotask(release)
      const begun = !ends.has(from)
      const end = endTowards(from)
      end.arrive(message, release)
      if (!begun) return
      pending.set(from, end.pipe)
      tell()
    },
    abandon() {
      for (const end of ends.values()) end.abandon()
    },
    async close() {
      closed = true
      await Promise.all(Array.from(ends.values(), ({ pipe }) => pipe[Symbol.asyncDispose]()))
      tell()
    },
  }
}
