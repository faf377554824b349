import { attribute, type Document, element } from '@xeerkat/xml'
import type { Progress } from './engagement.ts'
import { AGENT_2026 } from './instructions.ts'
import type { MessageId } from './iris.ts'
import type { Status } from './vm.ts'

/** The paper's vocabulary between consumers and the grid; schema/services.xsd. */
export const SERVICES = 'http://www.mathgrid.org/Vocabulary/Services/2005/1/0'

/** An answer that says in words why a document was not obeyed. Any role may give it; a gateway hands it on. */
export function fault(text: string): Document {
  return element({ namespace: SERVICES, localName: 'error' }, {}, text)
}

export function isFault(document: Document): boolean {
  return document.root.localName === 'error' && document.root.namespace === SERVICES
}

export function progressDocument(done: number, total: number | undefined): Document {
  return ours('progress', { done, total })
}

/** `undefined` where the numbers are not what they should be: a stranger wrote them. */
export function readProgress(document: Document): Progress | undefined {
  const done = count(attribute(document, 'done'))
  const total = count(attribute(document, 'total'))
  if (done === undefined) return undefined
  return total === undefined ? { done } : { done, total }
}

function count(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return undefined
  return Number(text)
}

/** Asks a worker whether it still has a document: `reminder` from the employer, `missing` if not. */
export function reminderDocument(of: MessageId): Document {
  return ours('reminder', { of })
}

/** The message id that a reminder is about; a stranger may have written anything there. */
export function readOf(document: Document): MessageId | undefined {
  const of = attribute(document, 'of')
  return of !== undefined && /^[0-9a-f]{32}$/.test(of) ? (of as MessageId) : undefined
}

export function missingDocument(of: MessageId): Document {
  return ours('missing', { of })
}

export function unsupportedDocument(name: string): Document {
  return ours('unsupported', { name: name.slice(0, 256) })
}

export function shuttingDownDocument(): Document {
  return ours('shutting-down')
}

export function statusDocument(status: Status): Document {
  return ours(
    'status',
    { peer: status.peer, draining: status.draining, 'max-hires': status.maxHires },
    ...status.groups.map((iri) => ours('group', { iri })),
    ...status.roles.map((iri) => ours('role', { iri })),
    ...status.contracts.map((contract) => ours('contract', { ...contract })),
  )
}

function ours(
  localName: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: Document[]
) {
  return element({ namespace: AGENT_2026, localName }, attributes, ...children)
}
