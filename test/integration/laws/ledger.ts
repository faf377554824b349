import {
  AGENT,
  AGENT_2026,
  type Message,
  type PeerIri,
  readInstruction,
  type RoleContext,
  type Verb,
  type VmEvent,
} from '@xeerkat/agent-vm'
import { attribute, type Document, type Root } from '@xeerkat/xml'
import type { Listener } from './tap.ts'

/** Where a role's documents are counted, for one engagement. */
export interface Desk {
  readonly begin: (document: Document) => void
  readonly end: () => void
}

/** What one VM, from its making to its crash or the end of the world, was seen to do. */
export interface Life extends Listener {
  readonly observe: (event: VmEvent) => void
  readonly sit: (context: RoleContext) => Desk
  /** From now on it neither hires nor is hired. */
  readonly close: () => void
  /** Looks back on everything once the world is at rest. */
  readonly judge: () => void
}

interface Hire {
  received: number
  accepted: number
  refused: number
  resigned: number
  dismissed: number
  readonly reasons: Set<string | undefined>
}

/** Keeps account of one VM; whatever breaks a law is told to `accuse`. */
export function createLife(self: PeerIri, maxHires: number, accuse: (violation: string) => void): Life {
  const hires = new Map<string, Hire>()
  const hired = new Set<string>()
  const employed = new Set<RoleContext>()
  let closed = false

  function hireOf(peer: PeerIri, id: string | undefined): Hire | undefined {
    return hires.get(`${id} from ${peer}`)
  }

  function received(from: PeerIri, message: Message): void {
    const root = rootOf(message.document)
    if (root?.namespace !== AGENT || !message.document) return
    if (root.localName === 'dismiss') {
      const hire = hireOf(from, message.engagement)
      if (hire) hire.dismissed++
    }
    if (root.localName !== 'hire' || readInstruction('hire', message.document)?.from !== from) return
    const key = `${message.id} from ${from}`
    const hire = hires.get(key) ?? {
      received: 0,
      accepted: 0,
      refused: 0,
      resigned: 0,
      dismissed: 0,
      reasons: new Set(),
    }
    hires.set(key, hire)
    hire.received++
  }

  function sent(to: PeerIri, message: Message): void {
    const root = rootOf(message.document)
    if (root?.namespace !== AGENT) return
    const hire = hireOf(to, message.replyTo)
    const verb = root.localName as Verb
    if (verb === 'hire') {
      if (closed && !hired.has(message.id)) accuse(`${self} hired ${to} after it was closed`)
      hired.add(message.id)
    }
    if (verb === 'accept' && closed) accuse(`${self} let itself be hired by ${to} after it was closed`)
    if (verb === 'accept' || verb === 'refuse') {
      if (!hire) return accuse(`${self} answered ${verb} to ${to}, which never sent hire ${message.replyTo}`)
      if (verb === 'accept') hire.accepted++
      else hire.refused++
      hire.reasons.add(message.reason)
    } else if (verb === 'resign' && hire) hire.resigned++
  }

  function sit(context: RoleContext): Desk {
    if (!context.signal.aborted) employed.add(context)
    context.signal.addEventListener('abort', () => employed.delete(context), { once: true })
    if (employed.size > maxHires) accuse(`${self} holds ${employed.size} engagements, and ${maxHires} is the most`)
    const seen = new Set<string>()
    let busy = false
    const { engagement, employer } = context
    const where = `${self}, engagement ${engagement} of ${employer}`
    return {
      begin(document) {
        if (busy) accuse(`${where}: a second document while the first was being worked on`)
        busy = true
        if (context.signal.aborted) accuse(`${where}: a document after the end`)
        if ((hireOf(employer, engagement)?.accepted ?? 0) === 0)
          accuse(`${where}: a document before the hire was accepted`)
        const { namespace } = document.root
        if (namespace === AGENT || namespace === AGENT_2026) accuse(`${where}: an instruction delivered to a role`)
        const from = attribute(document, 'from')
        if (from !== employer) accuse(`${where}: a document of ${from}`)
        const meant = attribute(document, 'engagement')
        if (meant !== undefined && meant !== engagement) accuse(`${where}: a document meant for ${meant}`)
        const number = attribute(document, 'n') ?? ''
        if (number !== 'stray' && seen.has(number)) accuse(`${where}: document ${number} computed twice`)
        seen.add(number)
      },
      end: () => (busy = false),
    }
  }

  function judge(): void {
    for (const [key, { received, accepted, refused, resigned, dismissed, reasons }] of hires) {
      const answers = accepted + refused
      if (accepted > 0 && refused > 0) accuse(`${self} both accepted and refused ${key}`)
      if (answers > received) accuse(`${self} answered hire ${key} ${answers} times, and it came ${received} times`)
      if (reasons.size > 1) accuse(`${self} gave several reasons for ${key}: ${[...reasons].join(', ')}`)
      // Given up before it was decided, a hire is answered as the dismissal is.
      if (answers === 0 && !(dismissed > 0 && resigned > 0)) accuse(`${self} never answered hire ${key}`)
    }
    if (employed.size > 0) accuse(`${self} has ${employed.size} roles left that believe they are hired`)
  }

  return {
    received,
    sent,
    sit,
    close: () => (closed = true),
    judge,
    observe(event) {
      if (event.type === 'fault') accuse(`${self} failed inside: ${String(event.error)}`)
    },
  }
}

function rootOf(document: Document | undefined): Root | undefined {
  try {
    return document?.root
  } catch {
    return undefined
  }
}
