import type { Message, PeerIri, Pipe } from '@xeerkat/agent-vm'
import { createBacklog } from './backlog.ts'
import { pipeClosed } from './errors.ts'
import type { Limits } from './limits.ts'
import { createQueue } from './queue.ts'

/** A peer's pipe to itself: a message is read as it was sent, and never left memory. */
export function createLoop(self: PeerIri, onClosed: () => void, limits: Limits): Pipe {
  const backlog = createBacklog(limits)
  const messages = createQueue<Message>(move)

  /** One message at a time is on its way; the others wait where their senders are counted. */
  function move(): void {
    if (messages.size > 0) return
    const entry = backlog.next()
    if (entry === undefined) return
    messages.push(entry.message)
    backlog.done(entry)
    backlog.admit()
  }

  return {
    peer: self,
    send(message, options) {
      const queued = backlog.add(message, options)
      move()
      return queued
    },
    messages,
    [Symbol.asyncDispose]() {
      backlog.close(pipeClosed(self))
      messages.close()
      onClosed()
      return Promise.resolve()
    },
  }
}
