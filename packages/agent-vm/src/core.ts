import type { Clock } from './clock.ts'
import type { Link } from './contract.ts'
import type { Observer } from './events.ts'
import { messageId } from './ids.ts'
import { writeInstruction, type Verb } from './instructions.ts'
import { type PeerIri, WORLD } from './iris.ts'
import type { Lease } from './lease.ts'
import type { Frame, Message } from './message.ts'

/** What both sides of the VM share. */
export interface Core {
  readonly self: PeerIri
  readonly clock: Clock
  readonly lease: Lease
  readonly observe: Observer
  readonly random: () => number
  readonly linkTo: (peer: PeerIri) => Link
  /** Peers that fell silent of late: hired last. */
  readonly suspects: Set<PeerIri>
}

/** A peer that makes us answer and does not read gets no more than this many answers held for it. */
const MAX_WAITING = 4_096
/** With so many messages on their way into the pipe, whoever has more had better wait. */
const CONGESTED = 64
const DONE = Promise.resolve()

/** Sends; resolves when queued. What a closed or clogged pipe swallows is as lost as on the way: repetition mends it. */
export function post(core: Core, link: Link, frame: Frame): Promise<void> {
  const message = hasId(frame) ? frame : { ...frame, id: messageId() }
  if (link.waiting >= MAX_WAITING) {
    core.observe({ type: 'dropped', from: core.self, id: message.id, why: 'overflow' })
    return DONE
  }
  core.observe({ type: 'message', direction: 'sent', peer: link.peer, message })
  link.waiting++
  return link.send(message).then(link.released, link.released)
}

export function isCongested({ waiting }: Link): boolean {
  return waiting >= CONGESTED
}

function hasId(frame: Frame): frame is Message {
  return frame.id !== undefined
}

/** Sends one of the paper's instructions. */
export function instruct(
  core: Core,
  link: Link,
  verb: Verb,
  { group = WORLD, ...frame }: Omit<Frame, 'document' | 'role'> & { readonly role: string; readonly group?: string },
): void {
  const { role, ...rest } = frame
  void post(core, link, { ...rest, document: writeInstruction(verb, { from: core.self, role, group }) })
}
