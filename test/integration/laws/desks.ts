import { AGENT, AGENT_2026, type PeerIri, type RoleContext } from '@xeerkat/agent-vm'
import { attribute, type Document } from '@xeerkat/xml'
import type { Negotiation } from './negotiation.ts'

/** Where a role's documents are looked at, for one engagement. */
export interface Desk {
  readonly begin: (document: Document) => void
  readonly end: () => void
}

/** All roles of one VM at work. */
export interface Desks {
  readonly sit: (context: RoleContext) => Desk
  /** Looks back once the world is at rest. */
  readonly judge: () => void
}

export function createDesks(
  self: PeerIri,
  maxHires: number,
  { hasAccepted }: Pick<Negotiation, 'hasAccepted'>,
  accuse: (violation: string) => void,
): Desks {
  const taken = new Set<RoleContext>()

  function sit(context: RoleContext): Desk {
    const { engagement, employer, signal } = context
    if (!signal.aborted) taken.add(context)
    signal.addEventListener('abort', () => taken.delete(context), { once: true })
    if (taken.size > maxHires) accuse(`${self} holds ${taken.size} engagements, and ${maxHires} is the most`)
    const complain = (what: string) => accuse(`${self}, engagement ${engagement} of ${employer}: ${what}`)
    const seen = new Set<string>()
    let busy = false

    return {
      begin(document) {
        if (busy) complain('a second document while the first was being worked on')
        if (signal.aborted) complain('a document after the end')
        if (!hasAccepted(employer, engagement)) complain('a document before the hire was accepted')
        busy = true
        checkSender(document)
        checkNew(attribute(document, 'n') ?? '')
      },
      end: () => void (busy = false),
    }

    function checkSender(document: Document): void {
      const { namespace } = document.root
      if (namespace === AGENT || namespace === AGENT_2026) complain('an instruction delivered to a role')
      const from = attribute(document, 'from')
      if (from !== employer) complain(`a document of ${from}`)
      const meant = attribute(document, 'engagement')
      if (meant !== undefined && meant !== engagement) complain(`a document meant for ${meant}`)
    }

    function checkNew(number: string): void {
      if (number !== 'stray' && seen.has(number)) complain(`document ${number} computed twice`)
      seen.add(number)
    }
  }

  return {
    sit,
    judge() {
      if (taken.size > 0) accuse(`${self} has ${taken.size} roles left that believe they are hired`)
    },
  }
}
