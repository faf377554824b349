import type { Document } from '@xeerkat/xml'
import type { PeerIri, RoleIri } from './iris.ts'
import type { RecruitOptions } from './recruit.ts'

export interface DelegateOptions extends RecruitOptions {
  /** Documents that may be unanswered at one worker at a time. Default: adapts between 1 and 256. */
  readonly window?: number
  /** Milliseconds without any answer before what is left is given up. Default 30 000. */
  readonly idle?: number
  /** How many workers may be lost over one document before it is given up. Default 3. */
  readonly attempts?: number
}

/** What became of one document. */
export interface Outcome {
  /** The place of the document in what was delegated, from 0. */
  readonly index: number
  readonly request: Document
  /** The answer; absent when it was given up. */
  readonly document?: Document
  /** Who answered, or had it last. */
  readonly worker?: PeerIri
}

/**
 * Shares documents out among workers hired for a role, as they come, and yields each outcome once, in the order of
 * answers. A lost worker's documents go to others. Takes the next document only when a worker has room for it.
 * All workers are dismissed at the end.
 */
export type Delegate = (
  role: RoleIri,
  documents: Iterable<Document> | AsyncIterable<Document>,
  options?: DelegateOptions,
) => AsyncIterable<Outcome>
