import type { Document } from '@xeerkat/xml'
import type { AnswerCache } from './answer-cache.ts'
import type { Channel } from './channel.ts'
import type { AskOptions, Ended } from './engagement.ts'
import type { VmError } from './errors.ts'
import type { EngagementId, GroupIri, MessageId, PeerIri, RoleIri } from './iris.ts'
import type { Message } from './message.ts'
import type { Pipe } from './pipe.ts'
import type { Receive, Role } from './role.ts'
import type { EmployerState, WorkerState } from './tables.ts'

/** What this VM shares with one other peer: the way to it and the contracts in either direction. */
export interface Link {
  readonly peer: PeerIri
  readonly send: Pipe['send']
  /** Messages handed to the pipe of which it has not said yet that it took them. */
  waiting: number
  readonly released: () => void
  /** In these the other peer works for this one. */
  readonly employed: Map<EngagementId, EmployerContract>
  /** In these this peer works for the other. */
  readonly serving: Map<EngagementId, WorkerContract>
}

/** A document given to a worker and not yet answered. */
export interface Ask {
  readonly id: MessageId
  readonly document: Document
  readonly settle: (error: VmError | undefined, answer: Document | undefined) => void
  readonly onProgress: AskOptions['onProgress'] | undefined
  /** Tick at which it was last sent or asked after. */
  sentAt: number
  /** Ticks to wait before asking after it. */
  patience: number
}

/** An engagement as its employer remembers it. Times are ticks. */
export interface EmployerContract {
  readonly id: EngagementId
  readonly link: Link
  readonly role: RoleIri
  readonly group: GroupIri
  readonly since: number
  readonly asks: Map<MessageId, Ask>
  readonly documents: Channel<Document>
  readonly ended: PromiseWithResolvers<Ended>
  readonly controller: AbortController
  /** Called once, when the hire is decided. */
  readonly decided: (state: EmployerState, message: Message | undefined) => void
  readonly traceparent: (() => string | undefined) | undefined
  state: EmployerState
  heardAt: number
  sentAt: number
  dismissedAt: number
}

/** An engagement as its worker remembers it. Times are ticks. */
export interface WorkerContract {
  readonly id: EngagementId
  readonly link: Link
  readonly role: Role
  readonly group: GroupIri
  readonly mailbox: Message[]
  /** Documents taken and not yet answered: the one being worked on and those in the mailbox. */
  readonly open: Set<MessageId>
  /** The last answers, for an employer that asks again. */
  readonly answers: AnswerCache
  readonly controller: AbortController
  receive: Receive | undefined
  current: Message | undefined
  working: boolean
  state: WorkerState
  heardAt: number
  sentAt: number
}
