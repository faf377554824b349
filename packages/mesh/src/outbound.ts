import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import { type Cancel, type Message, type PeerIri, PIPE_PROTOCOL, type VmError } from '@xeerkat/agent-vm'
import { createBacklog } from './backlog.ts'
import { createDocuments } from './documents.ts'
import { pipeClosed } from './errors.ts'
import type { MeshObserver } from './events.ts'
import { varintSize, writeFrame } from './encode-frame.ts'
import type { Limits } from './limits.ts'
import { createRedial } from './redial.ts'

/** One document too large for the pipe's own stream: one frame, and the end. */
export const DOCUMENT_PROTOCOL = `${PIPE_PROTOCOL}/document`

/** As much of libp2p as a pipe needs. */
export type Link = Pick<Connection, 'newStream' | 'abort' | 'status'>

export interface OutboundDependencies {
  readonly peer: PeerIri
  /** The connection to the peer; made if there is none. */
  readonly connect: (signal: AbortSignal) => Promise<Link>
  readonly onSent: () => void
  readonly observe: MeshObserver
}

/** What goes to one peer. Needs no connection to take messages; makes one while it has any. */
export interface Outbound {
  readonly send: (message: Message, options?: Cancel) => Promise<void>
  /** Nothing is queued or under way. */
  readonly idle: () => boolean
  /** The connection that carries the stream, if there is one. */
  readonly link: () => Link | undefined
  /** The peer has shown itself: an attempt that is waiting is made now. */
  readonly nudge: () => void
  /** Moves the clock (milliseconds) and drops what has waited too long. */
  readonly tick: (now: number) => void
  /** Sends what it can within `grace` milliseconds. */
  readonly close: (grace: number) => Promise<void>
}

/** A write carries at least this much, if there is as much: about one Noise message. */
const BATCH_BYTES = 64 * 1024

/** So many messages of one turn are worth a write: the peer works on them while the turn goes on. */
const BURST = 32

/**
 * All pipes write their frames here and copy out what goes into one write: nothing runs in between. Copied, since a
 * connection that is full keeps what it is given.
 */
let scratch = Buffer.allocUnsafeSlow(4 * BATCH_BYTES)

export function createOutbound(deps: OutboundDependencies, limits: Limits): Outbound {
  const { peer, connect, onSent, observe } = deps
  const backlog = createBacklog(limits)
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  const documents = createDocuments({ backlog, open: openDocument, onReady: schedule, onLost }, limits)
  const redial = createRedial({ attempt, wanted: () => !idle(), onFailed }, limits)
  let link: Link | undefined
  let stream: Stream | undefined
  let scheduled = false
  let onIdle: (() => void) | undefined
  let closing: VmError | undefined
  let now = performance.now()
  /** Since when there is no stream: how long a message has waited for a connection is counted from then at the earliest. */
  let downSince = now

  function send(message: Message, options?: Cancel): Promise<void> {
    if (closing !== undefined) return Promise.reject(closing)
    const queued = backlog.add(message, options)
    if (!scheduled) schedule()
    if (backlog.size() >= BURST && stream?.writableNeedsDrain === false) flush()
    return queued
  }

  /** What is sent in one turn leaves in one write: measured at 12 times the rate of a write for each message. */
  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  function flush(): void {
    scheduled = false
    if (stream === undefined) redial.now()
    else writeTo(stream)
    if (idle()) onIdle?.()
  }

  function writeTo(stream: Stream): void {
    for (;;) {
      if (documents.due()) {
        // What was sent before a document must not be overtaken by it: let that leave first.
        if (stream.writeBufferLength > 0) return
        documents.start()
      }
      if (stream.writableNeedsDrain || backlog.size() === 0) return
      if (!write(stream, nextBatch())) return
    }
  }

  function nextBatch(): Buffer {
    let end = 0
    while (end < BATCH_BYTES) {
      const entry = backlog.next()
      if (entry === undefined) break
      if (!documents.pass(entry)) continue
      ensureRoom(end, varintSize(entry.size) + entry.size)
      end = writeFrame(entry.message, entry.size, scratch, end)
      backlog.done(entry)
    }
    backlog.admit()
    return Buffer.from(scratch.subarray(0, end))
  }

  /** Whether the stream takes more. What a closing stream did not take is lost, like everything it had not sent. */
  function write(to: Stream, batch: Buffer): boolean {
    if (batch.length === 0) return true
    try {
      to.send(batch)
    } catch {
      return false
    }
    onSent()
    return true
  }

  async function attempt(signal: AbortSignal): Promise<void> {
    const ready = await connect(signal)
    const opened = await ready.newStream(PIPE_PROTOCOL, { signal, runOnLimitedConnection: true })
    if (opened.status !== 'open') throw new Error('the stream closed at once')
    if (closing !== undefined) return opened.abort(closing)
    link = ready
    stream = opened
    // Nothing is ever said on this stream to us.
    void opened.closeRead().catch(() => undefined)
    opened.addEventListener('drain', flush)
    opened.addEventListener('idle', () => {
      if (documents.due()) schedule()
    })
    opened.addEventListener('close', () => onClose(opened))
    redial.up()
    flush()
  }

  function onClose(closed: Stream): void {
    if (closed !== stream) return
    stream = undefined
    link = undefined
    downSince = now
    documents.recall()
    redial.broken()
  }

  function onFailed(attempt: number, delay: number, error: unknown): void {
    observe({ type: 'redial', peer, attempt, delay, error })
  }

  function onLost(error: unknown): void {
    if (!stop.signal.aborted) observe({ type: 'document-lost', peer, error })
  }

  function openDocument(): Promise<Stream> {
    if (link === undefined) return Promise.reject(new Error('the connection closed'))
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(limits.dial)])
    return link.newStream(DOCUMENT_PROTOCOL, { signal, runOnLimitedConnection: true })
  }

  function tick(time: number): void {
    now = time
    backlog.tick(time)
    if (stream !== undefined || time - downSince <= limits.expiry) return
    const messages = backlog.expire(limits.expiry)
    if (messages > 0) observe({ type: 'expired', peer, messages })
  }

  async function close(grace: number): Promise<void> {
    if (closing !== undefined) return
    closing = pipeClosed(peer)
    redial.close()
    const last = stream
    if (last !== undefined) {
      const signal = AbortSignal.timeout(grace)
      await Promise.race([becomeIdle(), aborted(signal)])
      await closeHeard(last, signal)
    }
    stop.abort()
    stream = undefined
    backlog.close(closing)
  }

  function becomeIdle(): Promise<void> {
    return new Promise((resolve) => {
      onIdle = resolve
      flush()
    })
  }

  function idle(): boolean {
    return backlog.size() === 0 && documents.size() === 0
  }

  return {
    send,
    idle,
    link: () => link,
    nudge: redial.nudge,
    tick,
    close,
  }
}

/**
 * Closes a stream and waits until the other side, having read it to its end, has closed it too. Whoever closes the
 * connection before that makes the system there throw away what was not read yet.
 */
async function closeHeard(stream: Stream, signal: AbortSignal): Promise<void> {
  const heard = new Promise<void>((resolve) => stream.addEventListener('close', () => resolve(), { once: true }))
  await stream.close({ signal }).catch(() => undefined)
  if (stream.status === 'open' || stream.status === 'closing') await Promise.race([heard, aborted(signal)])
  if (signal.aborted) stream.abort(new Error('could not be closed in time'))
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function ensureRoom(used: number, needed: number): void {
  if (used + needed <= scratch.length) return
  const larger = Buffer.allocUnsafeSlow(2 * (used + needed))
  scratch.copy(larger, 0, 0, used)
  scratch = larger
}
