import { createHash } from 'node:crypto'
import type { Document } from '@xeerkat/xml'
import type { GatewayObserver } from './events.ts'
import type { Client, Submission } from './filter.ts'
import type { Queue } from './queue.ts'
import { freshRef } from './ref.ts'
import type { Rejection } from './rejection.ts'
import type { Claimed, Entry } from './store/store.ts'

export interface EnqueueDependencies {
  readonly inbox: Pick<Queue<Entry, Claimed>, 'put'>
  readonly observe: GatewayObserver
}

/** What the headers of a request ask of whatever it puts into the queue. */
export interface Wishes {
  /** The consumer's own key for this request, and what it came with. */
  readonly key?: { readonly text: string; readonly digest: string }
  /** Milliseconds. */
  readonly keep?: number
}

export interface Enqueued {
  readonly ref: string
  /** It is the receipt of an earlier request under the same key. */
  readonly repeated: boolean
}

const MAX_KEY_LENGTH = 255

/** @param document as it came: a key belongs to it, whatever a front end makes of it. */
export function wishesOf({ headers, client, document }: Omit<Submission, 'route'>): Wishes | Rejection {
  const key = headers['idempotency-key']
  if (key !== undefined && !(typeof key === 'string' && key.length > 0 && key.length <= MAX_KEY_LENGTH))
    return { code: 'bad-request', message: `An Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters.` }
  const keep = seconds(headers['keep-result'])
  return {
    ...(key !== undefined && { key: { text: scoped(key, client), digest: digest(document.bytes) } }),
    ...(keep !== undefined && { keep: keep * 1000 }),
  }
}

/** Puts a document into the inbox: afterwards it is durable, and has a receipt (paper, Figure 5, step 1). */
export async function enqueue(
  { inbox, observe }: EnqueueDependencies,
  entry: Pick<Entry, 'role' | 'queue'> & { readonly document: Document },
  { key, keep }: Wishes,
): Promise<Enqueued | Rejection> {
  const ref = freshRef()
  const { role, queue, document } = entry
  const put = await inbox.put({
    ref,
    role,
    document: document.bytes,
    ...(queue !== undefined && { queue }),
    ...(key !== undefined && { idempotency: key.text, digest: key.digest }),
    ...(keep !== undefined && { keep }),
  })
  switch (put.outcome) {
    case 'queued':
      observe({ type: 'submitted', ref, role, bytes: document.bytes.length, ...(queue !== undefined && { queue }) })
      return { ref, repeated: false }
    case 'repeated':
      observe({ type: 'repeated', ref: put.ref })
      return { ref: put.ref, repeated: true }
    case 'conflict':
      return { code: 'key-reused', message: 'This Idempotency-Key came with another document before; use a new one.' }
    case 'full':
      return { code: 'inbox-full', message: 'The inbox is full. Your document was not queued.', retryAfter: 5 }
    default:
      return put satisfies never
  }
}

/** Nobody may learn another's receipt by guessing a key. */
function scoped(key: string, { consumer, address }: Client): string {
  return digest(JSON.stringify(consumer === undefined ? ['address', address, key] : ['consumer', consumer, key]))
}

/** As a key of the store's. */
export function digest(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url')
}

function seconds(header: string | readonly string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : undefined
}
