import { VmError } from '../errors.ts'
import type { PeerIri } from '../iris.ts'
import type { Message } from '../message.ts'
import type { Pipe } from '../pipe.ts'

/**
 * Hands a message to the network. `release` frees its place in the pipe, once it was read or is lost; it is not
 * called before this returns.
 */
export type Transmit = (to: PeerIri, message: Message, release: () => void) => void

/** One peer's end of a pipe. */
export interface PipeEnd {
  readonly pipe: Pipe
  /** A message has come; `release` is called when it is read, or never will be. */
  readonly arrive: (message: Message, release: () => void) => void
  /** Loses what was not read, and tells nobody. */
  readonly abandon: () => void
}

interface Arrived {
  readonly message: Message
  readonly release: () => void
}

interface Waiting {
  readonly go: () => void
  readonly fail: (reason: unknown) => void
}

export function createPipeEnd(peer: PeerIri, transmit: Transmit, limit: number, onClose: () => void): PipeEnd {
  const arrived: Arrived[] = []
  const waiting = new Set<Waiting>()
  let underWay = 0
  let closed = false
  let news = Promise.withResolvers<void>()

  function put(message: Message): void {
    underWay += 1
    let held = true
    transmit(peer, message, () => {
      if (!held) return
      held = false
      underWay -= 1
      const [next] = waiting
      if (!closed) next?.go()
    })
  }

  const send: Pipe['send'] = (message, { signal } = {}) => {
    if (closed) return Promise.reject(pipeClosed(peer))
    if (signal?.aborted === true) return Promise.reject(signal.reason)
    if (underWay < limit) {
      put(message)
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const entry = {
        go() {
          leave()
          // At once, not in a turn to come: whoever sends next must not overtake.
          put(message)
          resolve()
        },
        fail(reason: unknown) {
          leave()
          reject(reason)
        },
      }
      const abort = () => entry.fail(signal?.reason)
      const leave = () => {
        waiting.delete(entry)
        signal?.removeEventListener('abort', abort)
      }
      waiting.add(entry)
      signal?.addEventListener('abort', abort, { once: true })
    })
  }

  async function* messages(): AsyncGenerator<Message> {
    for (;;) {
      const next = arrived.shift()
      if (next !== undefined) {
        next.release()
        yield next.message
      } else if (closed) return
      else await news.promise
    }
  }

  function tell(): void {
    news.resolve()
    news = Promise.withResolvers()
  }

  const pipe: Pipe = {
    peer,
    send,
    messages: messages(),
    [Symbol.asyncDispose]() {
      if (closed) return Promise.resolve()
      closed = true
      onClose()
      abandon()
      tell()
      for (const entry of waiting) entry.fail(pipeClosed(peer))
      return Promise.resolve()
    },
  }

  function abandon(): void {
    for (const { release } of arrived.splice(0)) release()
  }

  return {
    pipe,
    abandon,
    arrive(message, release) {
      arrived.push({ message, release })
      if (arrived.length === 1) tell()
    },
  }
}

function pipeClosed(peer: PeerIri): VmError {
  return new VmError('ERR_PIPE_CLOSED', `The pipe to ${peer} is closed; open it again to send.`)
}
