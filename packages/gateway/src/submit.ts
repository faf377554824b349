import { createHash } from 'node:crypto'
import type { Document } from '@xeerkat/xml'
import type { GatewayObserver } from './events.ts'
import type { Client, Filter, Submission } from './filter.ts'
import type { Queue } from './queue.ts'
import { freshRef } from './ref.ts'
import type { Rejection } from './rejection.ts'
import type { RouteTable } from './route.ts'
import type { Claimed, Entry } from './store/store.ts'

export interface Submitted {
  readonly ref: string
  readonly role: string
  /** The receipt of an earlier submission under the same key. */
  readonly repeated: boolean
}

export interface SubmitDependencies {
  readonly inbox: Pick<Queue<Entry, Claimed>, 'put'>
  readonly table: () => RouteTable
  /** Asked in turn before anything is queued; the document is not known to be well-formed before they say so. */
  readonly filter: Filter
  readonly observe: GatewayObserver
}

export interface Incoming extends Pick<Submission, 'client' | 'headers'> {
  readonly document: Document
}

/** Checks a document, and queues it: afterwards it is durable, and has a receipt (paper, Figure 5, step 1). */
export async function submit(
  { inbox, table, filter, observe }: SubmitDependencies,
  { client, headers, document }: Incoming,
): Promise<Submitted | Rejection> {
  const key = idempotencyKey(headers['idempotency-key'])
  if (typeof key === 'object') return key
  const rejection = await filter({
    client,
    headers,
    document,
    get route() {
      return table().find(document.root)
    },
  })
  if (rejection !== undefined) return rejection

  const ref = freshRef()
  const role = table().find(document.root)?.role ?? ''
  const keep = seconds(headers['keep-result'])
  const put = await inbox.put({
    ref,
    role,
    document: document.bytes,
    ...(key !== undefined && { idempotency: scoped(key, client), digest: digest(document.bytes) }),
    ...(keep !== undefined && { keep: keep * 1000 }),
  })
  switch (put.outcome) {
    case 'queued':
      observe({ type: 'submitted', ref, role, bytes: document.bytes.length })
      return { ref, role, repeated: false }
    case 'repeated':
      observe({ type: 'repeated', ref: put.ref })
      return { ref: put.ref, role, repeated: true }
    case 'conflict':
      return { code: 'key-reused', message: 'This Idempotency-Key came with another document before; use a new one.' }
    case 'full':
      return { code: 'inbox-full', message: 'The inbox is full. Your document was not queued.', retryAfter: 5 }
    default:
      return put satisfies never
  }
}

type Header = string | readonly string[] | undefined

const MAX_KEY_LENGTH = 255

function idempotencyKey(header: Header): string | undefined | Rejection {
  if (header === undefined) return undefined
  if (typeof header === 'string' && header.length > 0 && header.length <= MAX_KEY_LENGTH) return header
  return { code: 'bad-request', message: `An Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters.` }
}

/** Nobody may learn another's receipt by guessing a key. */
function scoped(key: string, { consumer, address }: Client): string {
  return digest(JSON.stringify(consumer === undefined ? ['address', address, key] : ['consumer', consumer, key]))
}

function digest(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url')
}

function seconds(header: Header): number | undefined {
  return typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : undefined
}
