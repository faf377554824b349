import { enqueue, type EnqueueDependencies, type Enqueued, wishesOf } from './enqueue.ts'
import type { Filter, Submission } from './filter.ts'
import type { Rejection } from './rejection.ts'
import type { RouteTable } from './route.ts'

export interface Submitted extends Enqueued {
  readonly role: string
}

export interface SubmitDependencies extends EnqueueDependencies {
  readonly table: () => RouteTable
  /** Asked in turn before anything is queued; the document is not known to be well-formed before they say so. */
  readonly filter: Filter
}

export type Incoming = Omit<Submission, 'route'>

/** Checks a document, and queues it. */
export async function submit(
  { table, filter, ...dependencies }: SubmitDependencies,
  incoming: Incoming,
): Promise<Submitted | Rejection> {
  const wishes = wishesOf(incoming)
  if ('code' in wishes) return wishes
  const { document } = incoming
  const rejection = await filter({
    ...incoming,
    get route() {
      return table().find(document.root)
    },
  })
  if (rejection !== undefined) return rejection
  const role = table().find(document.root)?.role ?? ''
  const queued = await enqueue(dependencies, { role, document }, wishes)
  return 'code' in queued ? queued : { ...queued, role }
}
