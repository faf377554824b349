import type { Cancel, Message } from '@xeerkat/agent-vm'
import { MeshError } from './errors.ts'
import { frameSize, payloadSize } from './encode-frame.ts'
import type { Limits } from './limits.ts'

/** A message on its way out. */
export interface Entry {
  readonly message: Message
  /** Of its frame. */
  readonly size: number
  /** Goes on a stream of its own. */
  readonly large: boolean
  /** When it was handed over, by the clock of `tick`. */
  readonly since: number
  /** Set while the sender waits for room; `undefined` once it has been let go. */
  admit: (() => void) | undefined
  /** Given up by its sender; passed over. */
  gone: boolean
  /** Attempts to send it that broke off. */
  attempts: number
}

/** What waits to be sent to one peer, in order. Senders wait while it is over its bound. */
export interface Backlog {
  readonly size: () => number
  /** Rejects with `MeshError` or the signal's reason; resolves, with no turn lost, while there is room. */
  readonly add: (message: Message, options?: Cancel) => Promise<void>
  /** Takes out the oldest. */
  readonly next: () => Entry | undefined
  /** Puts entries that were taken out back to the front. */
  readonly putBack: (entries: readonly Entry[]) => void
  /** Its bytes are on their way, or lost. Whoever calls this calls `admit` when it has called it for the last time. */
  readonly done: (entry: Entry) => void
  /** Lets senders go for whom there is room now. */
  readonly admit: () => void
  /** Drops what has waited for longer than `age`, and says how many. */
  readonly expire: (age: number) => number
  /** Moves the clock. Seconds are fine enough, and a glance at the real clock for each message is not free. */
  readonly tick: (now: number) => void
  /** Rejects all who wait, now and later. */
  readonly close: (reason: Error) => void
}

const resolved = Promise.resolve()

export function createBacklog(limits: Limits): Backlog {
  let queue: Entry[] = []
  let head = 0
  /** Let go, and not done: what the bounds count. Large documents have a bound of their own and fill no room here. */
  let bytes = 0
  let messages = 0
  let documents = 0
  let waiting: Entry[] = []
  let now = performance.now()
  let closed: Error | undefined

  function add(message: Message, { signal }: Cancel = {}): Promise<void> {
    if (closed !== undefined) return Promise.reject(closed)
    if (signal?.aborted === true) return Promise.reject(signal.reason)
    let entry: Entry
    try {
      entry = entryOf(message)
    } catch (error) {
      return Promise.reject(error)
    }
    if (queue.length - head >= limits.queueHard) return Promise.reject(pipeFull(limits.queueHard))
    queue.push(entry)
    if (waiting.length === 0 && hasRoom(entry)) {
      count(entry, 1)
      return resolved
    }
    return waitForRoom(entry, signal)
  }

  function entryOf(message: Message): Entry {
    const size = frameSize(message)
    const large = size > limits.inlineBytes
    if (large && payloadSize(message) > limits.documentBytes) throw tooLarge(payloadSize(message), limits.documentBytes)
    return { message, size, large, since: now, admit: undefined, gone: false, attempts: 0 }
  }

  function hasRoom({ large }: Entry): boolean {
    return large ? documents < limits.documentStreams : bytes < limits.queueBytes && messages < limits.queueMessages
  }

  function count({ large, size }: Entry, sign: 1 | -1): void {
    if (large) {
      documents += sign
      return
    }
    bytes += sign * size
    messages += sign
  }

  function waitForRoom(entry: Entry, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => leave(signal?.reason)
      const leave = (reason: unknown) => {
        entry.gone = true
        entry.admit = undefined
        reject(reason)
      }
      entry.admit = () => {
        entry.admit = undefined
        signal?.removeEventListener('abort', onAbort)
        if (closed === undefined) resolve()
        else reject(closed)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      waiting.push(entry)
    })
  }

  /** In order; but a large document does not hold up the small ones behind it. */
  function admit(): void {
    if (waiting.length === 0) return
    waiting = waiting.filter((entry) => {
      if (entry.admit === undefined) return false
      if (!hasRoom(entry)) return true
      count(entry, 1)
      entry.admit()
      return false
    })
  }

  function done(entry: Entry): void {
    if (entry.admit === undefined) count(entry, -1)
    else entry.admit()
  }

  /** The oldest; what was given up before it is dropped. */
  function peek(): Entry | undefined {
    while (queue[head]?.gone === true) head++
    return queue[head]
  }

  function next(): Entry | undefined {
    const entry = peek()
    head = Math.min(head + 1, queue.length)
    if (head === queue.length || head >= COMPACT_AT) {
      queue = queue.slice(head)
      head = 0
    }
    return entry
  }

  return {
    size: () => queue.length - head,
    add,
    next,
    done,
    admit,
    putBack(entries) {
      if (entries.length === 0) return
      queue = [...entries, ...queue.slice(head)]
      head = 0
    },
    expire(age) {
      let dropped = 0
      for (let entry = peek(); entry !== undefined && now - entry.since > age; entry = peek()) {
        next()
        done(entry)
        dropped++
      }
      admit()
      return dropped
    },
    tick(time) {
      now = time
    },
    close(reason) {
      closed = reason
      for (const entry of waiting) entry.admit?.()
      waiting = []
      queue = []
      head = 0
    },
  }
}

/** What was sent is forgotten at the latest after this many. */
const COMPACT_AT = 1024

function tooLarge(size: number, limit: number): MeshError {
  return new MeshError('ERR_DOCUMENT_TOO_LARGE', `A document of ${size} bytes where ${limit} are allowed; split it.`)
}

function pipeFull(limit: number): MeshError {
  return new MeshError('ERR_PIPE_FULL', `${limit} messages wait for this peer already; wait for each send to resolve.`)
}
