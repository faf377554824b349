import { AGENT, type Message, type PeerIri, readInstruction, type Verb } from '@xeerkat/agent-vm'
import type { Document, Root } from '@xeerkat/xml'
import type { Listener } from './tap.ts'

/** The hires and dismissals of one VM, as its pipes tell them. */
export interface Negotiation extends Listener {
  readonly hasAccepted: (employer: PeerIri, hire: string) => boolean
  /** From now on it neither hires nor is hired. */
  readonly close: () => void
  /** Looks back once the world is at rest. */
  readonly judge: () => void
}

interface Hire {
  received: number
  accepted: number
  refused: number
  readonly reasons: Set<string | undefined>
}

export function createNegotiation(self: PeerIri, accuse: (violation: string) => void): Negotiation {
  const hires = new Map<string, Hire>()
  /** Dismissals that came, and resignations that went, by engagement. */
  const dismissed = new Set<string>()
  const resigned = new Set<string>()
  const hired = new Set<string>()
  let closed = false

  function received(from: PeerIri, message: Message): void {
    const verb = verbOf(message)
    if (!message.document || (verb !== 'hire' && verb !== 'dismiss')) return
    if (readInstruction(verb, message.document)?.from !== from) return
    if (verb === 'hire') countHire(keyOf(from, message.id))
    else if (message.engagement) dismissed.add(keyOf(from, message.engagement))
  }

  function countHire(key: string): void {
    const hire = hires.get(key) ?? { received: 0, accepted: 0, refused: 0, reasons: new Set() }
    hires.set(key, hire)
    hire.received++
  }

  function sent(to: PeerIri, message: Message): void {
    const verb = verbOf(message)
    if (verb === 'hire') noteHiring(to, message)
    if (verb === 'accept' || verb === 'refuse') noteAnswer(to, message, verb)
    if (verb === 'resign' && message.replyTo) resigned.add(keyOf(to, message.replyTo))
  }

  function noteHiring(to: PeerIri, { id }: Message): void {
    if (closed && !hired.has(id)) accuse(`${self} hired ${to} after it was closed`)
    hired.add(id)
  }

  function noteAnswer(to: PeerIri, { replyTo, reason }: Message, verb: 'accept' | 'refuse'): void {
    const hire = hires.get(keyOf(to, replyTo))
    if (!hire) return accuse(`${self} answered ${verb} to ${to}, which never sent hire ${replyTo}`)
    if (verb === 'accept' && closed) accuse(`${self} let itself be hired by ${to} after it was closed`)
    if (verb === 'accept') hire.accepted++
    else hire.refused++
    hire.reasons.add(reason)
  }

  function judge(): void {
    for (const [key, { received, accepted, refused, reasons }] of hires) {
      const answers = accepted + refused
      if (accepted > 0 && refused > 0) accuse(`${self} both accepted and refused hire ${key}`)
      if (answers > received) accuse(`${self} answered hire ${key} ${answers} times, and it came ${received} times`)
      if (reasons.size > 1) accuse(`${self} gave several reasons for ${key}: ${[...reasons].join(', ')}`)
      // Given up before it was decided, a hire is answered as the dismissal is.
      if (answers === 0 && !dismissed.has(key)) accuse(`${self} never answered hire ${key}`)
    }
    for (const key of dismissed) if (!resigned.has(key)) accuse(`${self} never answered the dismissal from ${key}`)
  }

  return {
    received,
    sent,
    judge,
    hasAccepted: (employer, hire) => (hires.get(keyOf(employer, hire))?.accepted ?? 0) > 0,
    close: () => void (closed = true),
  }
}

function keyOf(peer: PeerIri, id: string | undefined): string {
  return `${id} of ${peer}`
}

function verbOf({ document }: Message): Verb | undefined {
  const root = rootOf(document)
  return root?.namespace === AGENT ? (root.localName as Verb) : undefined
}

function rootOf(document: Document | undefined): Root | undefined {
  try {
    return document?.root
  } catch {
    return undefined
  }
}
