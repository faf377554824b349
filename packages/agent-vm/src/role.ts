import type { Document } from '@xeerkat/xml'
import type { Delegate } from './delegate.ts'
import type { Reason } from './message.ts'
import type { Recruit } from './recruit.ts'
import { type EngagementId, type PeerIri, type RoleIri, roleIri } from './iris.ts'

export type Awaitable<T> = T | Promise<T>

/** One kind of document a role understands: what a gateway routes by and a web form is drawn from. */
export interface Accepts {
  readonly namespace: string
  readonly localName: string
  readonly title?: string
  /** A W3C XML Schema document (1.0) as text. */
  readonly schema?: string
  /** A document that is valid, as text. */
  readonly example?: string
  /** Consumers may send it. `false` keeps a document among peers. Default: true. */
  readonly public?: boolean
}

/** What a peer can be hired for. Speaks only in documents, so that it can run anywhere. */
export interface Role {
  readonly iri: RoleIri
  /** For people. */
  readonly title?: string
  readonly accepts?: readonly Accepts[]
  /** Called once for each engagement; the closure it returns is that engagement's state. */
  readonly engage: (context: RoleContext) => Receive
}

/**
 * Takes one document at a time. What it returns goes back to the employer as the answer; `undefined` says
 * "understood, nothing to say". Throwing resigns with reason `crashed`.
 */
export type Receive = (document: Document) => Awaitable<Document | undefined>

/** What a role may do besides answering; every property can be destructured. */
export interface RoleContext {
  readonly employer: PeerIri
  readonly engagement: EngagementId
  readonly role: RoleIri
  /** Aborts when the engagement ends, for whatever cause. */
  readonly signal: AbortSignal
  /** A document to the employer besides the answer. */
  readonly send: (document: Document) => Promise<void>
  /** How far the present document has come; at most a few a second reach the employer. */
  readonly progress: (done: number, total?: number) => void
  /** Ends the engagement from this side; the employer is told the reason. */
  readonly resign: (reason?: Reason) => void
  readonly recruit: Recruit
  readonly delegate: Delegate
}

export interface RoleDescription {
  readonly title?: string
  readonly accepts?: readonly Accepts[]
}

/** A role out of one function: it gets a document and the context, and returns the answer. */
export function defineRole(
  iri: string,
  receive: (document: Document, context: RoleContext) => Awaitable<Document | undefined>,
  description: RoleDescription = {},
): Role {
  return {
    ...description,
    iri: roleIri(iri),
    engage: (context) => (document) => receive(document, context),
  }
}
