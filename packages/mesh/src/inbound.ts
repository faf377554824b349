import type { Stream } from '@libp2p/interface'
import type { Message, PeerIri } from '@xeerkat/agent-vm'
import type { Budget } from './budget.ts'
import { MeshError, type MeshErrorCode } from './errors.ts'
import type { FrameFault, MeshObserver } from './events.ts'
import { createFrameReader, type FrameReader } from './frame-reader.ts'
import { readFrame } from './decode-frame.ts'
import { payloadSize } from './encode-frame.ts'
import type { Limits } from './limits.ts'
import { createQueue, type Queue } from './queue.ts'

export interface InboundDependencies {
  readonly peer: PeerIri
  /** The memory that large documents of all peers share while they arrive. */
  readonly budget: Budget
  readonly onHeard: () => void
  readonly observe: MeshObserver
}

/** What comes from one peer, over however many streams, as one sequence of messages. */
export interface Inbound {
  readonly messages: Queue<Message>
  /** Reads frames from this stream from now on; the one before it is over. */
  readonly attach: (stream: Stream) => void
  /** Reads the one frame this stream carries. */
  readonly attachDocument: (stream: Stream) => void
  /** A stream is being read. */
  readonly connected: () => boolean
  readonly close: () => void
}

/** What an unread message takes beside its document. */
const OVERHEAD = 256

/** What a replaced stream still holds is read unless the inbox is this many times over its bound: nobody floods it so. */
const MERCY = 4

export function createInbound(deps: InboundDependencies, limits: Limits): Inbound {
  const { peer, budget, onHeard, observe } = deps
  /** Streams that are read, the pipe's own before those of documents: `resume` keeps the order they were sent in. */
  const sources = new Set<Stream>()
  const messages = createQueue<Message>(onTake)
  let current: Stream | undefined
  let documents = 0
  let unread = 0
  let paused = false
  let resuming = false
  let closed = false

  function deliver(message: Message): void {
    unread += payloadSize(message) + OVERHEAD
    messages.push(message)
  }

  function onTake(message: Message): void {
    unread -= payloadSize(message) + OVERHEAD
    if (paused && !resuming && unread * 2 <= limits.inboxBytes && messages.size * 2 <= limits.inboxMessages) resume()
  }

  function full(): boolean {
    return unread >= limits.inboxBytes || messages.size >= limits.inboxMessages
  }

  function pause(): void {
    paused = true
    for (const stream of sources) quietly(() => stream.pause())
  }

  /**
   * `Stream.resume` first delivers what it held, then opens the window again, so a `pause` meanwhile would be
   * overruled and the stream flood its buffer: pause again only afterwards.
   */
  function resume(): void {
    resuming = true
    for (const stream of sources) {
      if (!full()) quietly(() => stream.resume())
    }
    resuming = false
    paused = false
    if (full()) pause()
  }

  /** Feeds a stream to a reader until it ends. `onEnd` is called once, with what was wrong, if anything was. */
  function read(stream: Stream, reader: FrameReader, onEnd: (fault?: FrameFault) => void): void {
    let ended = false
    const end = (fault?: FrameFault) => {
      if (ended) return
      ended = true
      sources.delete(stream)
      onEnd(fault)
    }
    stream.addEventListener('message', ({ data }) => {
      if (ended || closed) return
      onHeard()
      try {
        reader.push(data instanceof Uint8Array ? data : data.subarray())
      } catch (error) {
        end(faultOf(error))
        stream.abort(asError(error))
        return
      }
      if (!resuming && full()) pause()
    })
    stream.addEventListener('end', () => {
      end(reader.partial() ? 'truncated' : undefined)
      stream.close().catch(() => stream.abort(new Error('could not be closed')))
    })
    if (paused) quietly(() => stream.pause())
    if (stream.readableEnded) end()
  }

  function report(fault: FrameFault | undefined): void {
    if (fault !== undefined && !closed) observe({ type: 'frame-rejected', peer, why: fault })
  }

  function attach(stream: Stream): void {
    if (closed) return stream.abort(new Error('the pipe is closed'))
    retire(current)
    current = stream
    const reader = createFrameReader((bytes, from, to) => deliver(readFrame(bytes, from, to, limits)), {
      limit: limits.frameBytes,
    })
    const behind = [...sources]
    sources.clear()
    for (const source of [stream, ...behind]) sources.add(source)
    read(stream, reader, report)
  }

  /** A peer that opens a second stream has given up the first; what arrived on it still counts. */
  function retire(stream: Stream | undefined): void {
    if (stream === undefined || !sources.has(stream)) return
    if (paused && unread < MERCY * limits.inboxBytes) {
      resuming = true
      quietly(() => stream.resume())
      resuming = false
    }
    sources.delete(stream)
    stream.abort(new Error('another stream replaced this one'))
  }

  function attachDocument(stream: Stream): void {
    if (closed) return stream.abort(new Error('the pipe is closed'))
    if (documents >= limits.documentStreams) {
      observe({ type: 'stream-refused', peer, why: 'documents' })
      return stream.abort(new Error('too many documents at once'))
    }
    documents++
    const reader = createDocumentReader(stream)
    sources.add(stream)
    read(stream, reader, (fault) => {
      documents--
      reader.release()
      report(fault)
    })
  }

  function createDocumentReader(stream: Stream): FrameReader & { readonly release: () => void } {
    let held = 0
    let whole = false
    const reader = createFrameReader(
      (bytes, from, to) => {
        if (whole) throw new MeshError('ERR_FRAME_MALFORMED', 'More than one frame on the stream of a document.')
        whole = true
        deliver(readFrame(bytes, from, to, limits))
        // Closing our end tells the sender that the document is in.
        stream.close().catch(() => stream.abort(new Error('could not be closed')))
      },
      { limit: limits.documentBytes + limits.frameBytes },
    )
    const timer = setTimeout(() => {
      if (paused) timer.refresh()
      else stream.abort(new Error('no progress'))
    }, limits.documentStall)
    return {
      push(chunk) {
        timer.refresh()
        if (!budget.take(chunk.length)) throw new MeshError('ERR_MEMORY', 'Too many large documents at once.')
        held += chunk.length
        reader.push(chunk)
      },
      partial: () => !whole,
      release() {
        clearTimeout(timer)
        budget.give(held)
      },
    }
  }

  return {
    messages,
    attach,
    attachDocument,
    connected: () => sources.size > 0,
    close() {
      closed = true
      for (const stream of sources) stream.abort(new Error('the pipe is closed'))
      messages.close()
    },
  }
}

const faults: Partial<Record<MeshErrorCode, FrameFault>> = { ERR_FRAME_TOO_LARGE: 'too-large', ERR_MEMORY: 'no-memory' }

function faultOf(error: unknown): FrameFault {
  return (error instanceof MeshError && faults[error.code]) || 'malformed'
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Pausing or resuming a stream that has just closed throws; there is nothing to pause then. */
function quietly(action: () => void): void {
  try {
    action()
  } catch {
    // It closed in the same turn.
  }
}
