import type { Document } from '@xeerkat/xml'
import type { PeerIri, RoleIri } from './iris.ts'
import type { RecruitOptions } from './recruit.ts'

export interface DelegateOptions extends RecruitOptions {
  /** Documents that may be unanswered at one worker at a time. Default: adapts between 1 and 64. */
  readonly window?: number
  /** Milliseconds without any answer before what is left is given up. Default: none, for work may take long. */
  readonly idle?: number
  /** Milliseconds without any worker before what is left is given up. Default 30 000. */
  readonly patience?: number
  /** How many workers may be lost, crash or resign over one document before it is given up. Default 3. */
  readonly attempts?: number
}

/** What became of one document. */
export interface Outcome {
  /** The place of the document in what was delegated, from 0. */
  readonly index: number
  readonly request: Document
  /** The answer; absent when it was given up, or when the role had nothing to say. */
  readonly document?: Document
  /** Who answered, or had it last. */
  readonly worker?: PeerIri
}

/**
 * Shares documents out among workers hired for a role, as they come, and yields each outcome once, in the order of
 * answers. A lost worker's documents go to others. Takes one document ahead of what workers have room for, and none
 * while outcomes are not read. Documents not taken by the time it gives up are left untaken.
 * All workers are dismissed at the end.
 */
export type Delegate = (
  role: RoleIri,
  documents: Iterable<Document> | AsyncIterable<Document>,
  options?: DelegateOptions,
) => AsyncIterable<Outcome>
