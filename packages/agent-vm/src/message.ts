import type { Document } from '@xeerkat/xml'
import type { EngagementId, MessageId, RoleIri } from './iris.ts'

/** Why a worker refused or resigned; travels beside the paper's XML, which has no room for it. */
export const reasons = [
  'busy',
  'unknown-role',
  'unknown-group',
  'not-now',
  'not-you',
  'limit',
  'shutting-down',
  'crashed',
] as const
export type Reason = (typeof reasons)[number]

/**
 * What travels through a pipe: a document and what the paper's XML leaves out.
 * A message of an engagement without a document is a heartbeat, or, with `replyTo`, the answer "nothing to say".
 */
export interface Message {
  readonly id: MessageId
  /** The id of the message this one answers. */
  readonly replyTo?: MessageId
  readonly engagement?: EngagementId
  readonly role?: RoleIri
  readonly reason?: Reason
  /** W3C Trace Context, handed on unread. */
  readonly traceparent?: string
  /** Carries its attachments with it. */
  readonly document?: Document
}

/** The frame around a document; the id is made up unless the message repeats an earlier one. */
export type Frame = Omit<Message, 'id'> & Partial<Pick<Message, 'id'>>
