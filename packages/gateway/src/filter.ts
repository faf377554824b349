import type { Awaitable } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'
import type { Rejection } from './rejection.ts'
import type { Route } from './route.ts'

/** Who submits, as far as it is known. */
export interface Client {
  /** The name that belongs to the key that was shown; absent: nobody in particular. */
  readonly consumer?: string
  readonly address: string
}

export interface Submission {
  readonly client: Client
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly document: Document
  /** Where the document's root element leads; `undefined` when nobody here knows it. */
  readonly route: Route | undefined
}

/**
 * Looks at a submission before it is queued (paper, 4.5: "a particular structure, type of consumer, and whatever other
 * special filters"). `undefined` lets it pass. Must be quick: the consumer waits.
 */
export type Filter = (submission: Submission) => Awaitable<Rejection | undefined>

/** The first no of these filters, asked in their order. */
export function allOf(filters: readonly Filter[]): Filter {
  return async (submission) => {
    for (const filter of filters) {
      const rejection = await filter(submission)
      if (rejection !== undefined) return rejection
    }
    return undefined
  }
}
