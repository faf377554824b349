import type { Document } from '@xeerkat/xml'
import type { EngagementId, MessageId, PeerIri, RoleIri } from './iris.ts'
import type { Reason } from './message.ts'
import type { Cancel } from './pipe.ts'

export interface Progress {
  readonly done: number
  readonly total?: number
}

export interface AskOptions extends Cancel {
  /** Repeats an earlier ask under its id: a worker that has it at hand answers it once. */
  readonly id?: MessageId
  readonly onProgress?: (progress: Progress) => void
}

/** How an engagement ended, and if the worker said why, its reason. */
export interface Ended {
  readonly how: 'dismissed' | 'resigned' | 'lost'
  readonly reason?: Reason
  /** After a dismissal: did the worker still answer with its resignation? (paper, 4.2) */
  readonly silent?: boolean
}

/** The employer's end of a contract. Leaving its scope dismisses the worker. */
export interface Engagement extends AsyncDisposable {
  readonly id: EngagementId
  readonly worker: PeerIri
  readonly role: RoleIri
  /**
   * Sends a document and waits for the answer to it.
   * @throws VmError `ERR_WORKER_LOST` when the engagement ends first, `ERR_NO_ANSWER` when the role has nothing to say.
   */
  readonly ask: (document: Document, options?: AskOptions) => Promise<Document>
  /** Sends a document and wants no answer. Resolves when it is queued. */
  readonly tell: (document: Document, options?: Cancel) => Promise<void>
  /** What the worker sends besides answers. Bounded: the oldest go when nobody reads. Read once. */
  readonly documents: AsyncIterable<Document>
  readonly ended: Promise<Ended>
  /** Dismisses, and waits a bounded time for the resignation. */
  readonly dismiss: () => Promise<Ended>
  /** Aborts with `ended`; cheaper to watch than the promise. */
  readonly signal: AbortSignal
}
