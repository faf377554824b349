import type { Stream } from '@libp2p/interface'
import type { EngagementId, Message } from '@xeerkat/agent-vm'
import type { Backlog, Entry } from './backlog.ts'
import { varintSize, writeFrame } from './encode-frame.ts'
import type { Limits } from './limits.ts'

export interface DocumentsDependencies {
  readonly backlog: Pick<Backlog, 'done' | 'admit' | 'putBack'>
  /** Opens a stream for one document, on the connection that carries the pipe's own stream. */
  readonly open: () => Promise<Stream>
  /** There may be something to send again. */
  readonly onReady: () => void
  readonly onLost: (error: unknown) => void
}

/**
 * Large documents, each on a stream of its own, so that nothing waits behind them: nothing but what belongs to the same
 * engagement, since an engagement's messages must not overtake each other. Heartbeats may.
 */
export interface Documents {
  /** Whether this entry may go on the pipe's own stream now. If not, it is kept here until its turn has come. */
  readonly pass: (entry: Entry) => boolean
  /** Documents wait to leave, and may do so once what was written before them is on its way. */
  readonly due: () => boolean
  readonly start: () => void
  /** The connection broke: those that have not begun go back to where they expire if no other one comes. */
  readonly recall: () => void
  /** Documents kept or under way. */
  readonly size: () => number
}

/** How often a document is sent at most. A repetition is harmless: pipes may repeat. */
const ATTEMPTS = 3

type Key = EngagementId | undefined

/** A document, and what was sent after it in the same engagement. */
interface Hold {
  readonly document: Entry
  readonly behind: Entry[]
  started: boolean
}

export function createDocuments(deps: DocumentsDependencies, limits: Limits): Documents {
  const { backlog, open, onReady, onLost } = deps
  const holds = new Map<Key, Hold>()
  let active = 0
  let waiting = 0

  function pass(entry: Entry): boolean {
    if (!entry.large && (holds.size === 0 || isHeartbeat(entry.message))) return true
    const key = entry.message.engagement
    const hold = holds.get(key)
    if (hold !== undefined) hold.behind.push(entry)
    else if (entry.large) {
      holds.set(key, { document: entry, behind: [], started: false })
      waiting++
    } else return true
    return false
  }

  function start(): void {
    for (const [key, hold] of holds) {
      if (active >= limits.documentStreams) return
      if (hold.started) continue
      hold.started = true
      waiting--
      active++
      void transfer(key, hold)
    }
  }

  async function transfer(key: Key, { document, behind }: Hold): Promise<void> {
    let again = false
    try {
      await sendDocument(await open(), document, limits.documentStall)
    } catch (error) {
      again = ++document.attempts < ATTEMPTS
      if (!again) onLost(error)
    }
    holds.delete(key)
    active--
    if (!again) backlog.done(document)
    backlog.putBack(again ? [document, ...behind] : behind)
    backlog.admit()
    onReady()
  }

  function recall(): void {
    for (const [key, { document, behind, started }] of holds) {
      if (started) continue
      holds.delete(key)
      waiting--
      backlog.putBack([document, ...behind])
    }
  }

  return {
    pass,
    recall,
    due: () => waiting > 0 && active < limits.documentStreams,
    start,
    size: () => holds.size,
  }
}

function isHeartbeat({ document, replyTo, reason }: Message): boolean {
  return document === undefined && replyTo === undefined && reason === undefined
}

/** Resolves when the other side has closed its end: that is how it says that it has the document. */
async function sendDocument(stream: Stream, { message, size }: Entry, stall: number): Promise<void> {
  const taken = Promise.withResolvers<void>()
  taken.promise.catch(() => undefined)
  stream.addEventListener('remoteCloseWrite', () => taken.resolve())
  stream.addEventListener('close', ({ error }) => taken.reject(error ?? new Error('the connection closed')))
  const watch = watchProgress(stream, stall)
  try {
    const bytes = Buffer.allocUnsafe(varintSize(size) + size)
    writeFrame(message, size, bytes, 0)
    stream.send(bytes)
    await Promise.all([stream.close(), taken.promise])
  } catch (error) {
    stream.abort(error instanceof Error ? error : new Error(String(error)))
    throw error
  } finally {
    clearInterval(watch)
  }
}

/** Resets a stream whose unsent bytes did not become fewer, or whose end was not confirmed, within `stall`. */
function watchProgress(stream: Stream, stall: number): NodeJS.Timeout {
  let unsent = Infinity
  return setInterval(() => {
    if (stream.writeBufferLength >= unsent || unsent === 0) stream.abort(new Error(`no progress in ${stall} ms`))
    unsent = stream.writeBufferLength
  }, stall)
}
