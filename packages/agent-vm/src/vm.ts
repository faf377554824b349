import type { Document } from '@xeerkat/xml'
import type { Clock } from './clock.ts'
import type { Delegate } from './delegate.ts'
import type { Discovery } from './discovery.ts'
import type { Engagement } from './engagement.ts'
import type { Observer } from './events.ts'
import type { EngagementId, GroupIri, PeerIri, RoleIri } from './iris.ts'
import type { Message, Reason } from './message.ts'
import type { Cancel, Pipes } from './pipe.ts'
import type { Recruit } from './recruit.ts'
import type { Awaitable, Role } from './role.ts'

export interface VmDependencies {
  readonly pipes: Pipes
  /** Only `find` is used: publishing is the host's business. */
  readonly discovery: Pick<Discovery, 'find'>
  readonly clock?: Clock
  readonly observe?: Observer
  /** From 0 up to 1: which of equals is hired first. */
  readonly random?: () => number
}

export interface VmOptions {
  readonly roles?: readonly Role[]
  /** Groups this peer works in. Default: the world. */
  readonly groups?: readonly GroupIri[]
  /** Engagements held at once as a worker. Default 64. */
  readonly maxHires?: number
  /** Of these, how many for one employer, so that nobody takes them all. Default: three quarters. */
  readonly maxHiresPerEmployer?: number
  /** Asked last, after "is the role known" and "is there a free slot". Default: accept. */
  readonly policy?: Policy
  /** Peers whose `shutdown` is obeyed. Default: none. */
  readonly operators?: readonly PeerIri[]
  /** Further instructions by qualified name (`{namespace}localName`). */
  readonly instructions?: Readonly<Record<string, InstructionHandler>>
}

export interface HireRequest {
  readonly from: PeerIri
  readonly group: GroupIri
  readonly role: RoleIri
}

/** `true` accepts; a reason refuses. Decides within a second, else the hire is refused `not-now`. */
export type Policy = (hire: HireRequest, status: () => Status) => Awaitable<true | Reason>

/** Handles one instruction beyond the built-in ones; what it returns is sent back as the answer. */
export type InstructionHandler = (
  document: Document,
  sender: PeerIri,
  message: Message,
) => Awaitable<Document | undefined>

/** A contract as either side sees it. */
export interface Contract {
  readonly id: EngagementId
  readonly peer: PeerIri
  readonly role: RoleIri
  readonly side: 'employer' | 'worker'
  readonly state: string
  /** Documents taken or given and not yet answered. */
  readonly open: number
}

export interface Status {
  readonly peer: PeerIri
  readonly groups: readonly GroupIri[]
  readonly roles: readonly RoleIri[]
  readonly maxHires: number
  readonly contracts: readonly Contract[]
  readonly draining: boolean
}

export interface HireOptions extends Cancel {
  readonly group?: GroupIri
  /** Takes up an earlier engagement under its id, if the worker still keeps it; otherwise begins one with that id. */
  readonly id?: EngagementId
}

/** A peer's virtual machine: XML messages are its instruction set. Disposing it resigns and dismisses everything. */
export interface Vm extends AsyncDisposable {
  readonly self: PeerIri
  /** @throws VmError `ERR_REFUSED` with the reason in its message, also when no answer comes in time. */
  readonly hire: (worker: PeerIri, role: RoleIri, options?: HireOptions) => Promise<Engagement>
  readonly recruit: Recruit
  readonly delegate: Delegate
  /**
   * Sends an instruction beyond the paper's five, such as `<status>`, and waits for the answer.
   * @throws VmError `ERR_NO_ANSWER` when none comes within 5 s.
   */
  readonly instruct: (peer: PeerIri, document: Document, options?: Cancel) => Promise<Document>
  readonly status: () => Status
  /** Adds roles, or replaces those of the same IRI for engagements to come. */
  readonly enable: (...roles: readonly Role[]) => void
  /** Hired ones are finished, new hires refused. */
  readonly disable: (role: RoleIri) => void
  readonly describe: () => readonly Role[]
  /** Ends every engagement as a worker; those in which this peer is the employer stay. */
  readonly resign: (reason?: Reason) => void
  /** Refuses new hires, ends what is engaged: resigns as a worker, dismisses as an employer. Bounded, under a second. */
  readonly close: () => Promise<void>
  /** Resolves when an operator's `shutdown` came. */
  readonly shutdownRequested: Promise<PeerIri>
}
