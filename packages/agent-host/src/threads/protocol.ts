import type {
  Accepts,
  DelegateOptions,
  Ended,
  EngagementId,
  MessageId,
  PeerIri,
  Progress,
  Reason,
  RecruitOptions,
  RoleIri,
} from '@xeerkat/agent-vm'
import type { PackedDocument, PackedError } from './packed.ts'

/** What a role module says of one of its roles: all of a `Role` but its code. */
export interface RoleFacts {
  readonly iri: RoleIri
  readonly title?: string
  readonly accepts?: readonly Accepts[]
}

/** A stream on the other side: `next` takes its items one by one, `leave` ends it early. */
export type StreamId = number

/** An engagement that the host holds for the role in the thread. */
export interface EngagementFacts {
  readonly handle: number
  readonly id: EngagementId
  readonly worker: PeerIri
  readonly role: RoleIri
}

export type PackedOutcome = { readonly index: number; readonly document?: PackedDocument; readonly worker?: PeerIri }
export type Next<T> = { readonly done: false; readonly value: T } | { readonly done: true }
type StreamItem = EngagementFacts | PackedOutcome | PackedDocument

/** What the host asks of a role's thread. */
export type ThreadCalls = {
  /** Loads the module and says which roles it has. */
  readonly describe: (nothing: undefined) => Promise<readonly RoleFacts[]>
  readonly engage: (request: {
    readonly role: RoleIri
    readonly employer: PeerIri
    readonly engagement: EngagementId
  }) => Promise<void>
  readonly receive: (document: PackedDocument) => Promise<PackedDocument | undefined>
  /** The engagement is over; the thread is stopped a moment later. */
  readonly ended: (why: PackedError) => void
  /** The next document of what the role delegates. */
  readonly next: (stream: StreamId) => Promise<Next<PackedDocument>>
  readonly leave: (stream: StreamId) => Promise<void>
  readonly asked: (of: { readonly ask: number; readonly progress: Progress }) => void
  readonly engagementEnded: (of: { readonly handle: number; readonly ended: Ended }) => void
}

/** What a role in its thread asks of the host: its `RoleContext`. */
export type HostCalls = {
  readonly send: (document: PackedDocument) => Promise<void>
  readonly progress: (progress: Progress) => void
  readonly resign: (reason: Reason | undefined) => void
  readonly recruit: (request: { readonly role: RoleIri; readonly options: Omit<RecruitOptions, 'signal'> }) => StreamId
  readonly delegate: (request: {
    readonly role: RoleIri
    readonly documents: StreamId
    readonly options: Omit<DelegateOptions, 'signal'>
  }) => StreamId
  /** Ends what a `recruit` or `delegate` began, as its signal would. */
  readonly abort: (stream: StreamId) => void
  readonly next: (stream: StreamId) => Promise<Next<StreamItem>>
  readonly leave: (stream: StreamId) => Promise<void>
  readonly ask: (request: {
    readonly ask: number
    readonly handle: number
    readonly document: PackedDocument
    readonly id?: MessageId
    readonly wantsProgress: boolean
  }) => Promise<PackedDocument>
  readonly abortAsk: (ask: number) => void
  readonly tell: (request: { readonly handle: number; readonly document: PackedDocument }) => Promise<void>
  readonly documents: (handle: number) => StreamId
  readonly dismiss: (handle: number) => Promise<Ended>
  /** A pipeline runs a program: the process group, which is to end with the thread. */
  readonly programStarted: (group: number) => void
  readonly programEnded: (group: number) => void
}
