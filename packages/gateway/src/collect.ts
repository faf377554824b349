import { Readable } from 'node:stream'
import type { Answer, Bytes } from './answer.ts'
import { refusal } from './answer.ts'
import { byteRange, names } from './negotiate.ts'
import { isSettled, type Outbox } from './outbox.ts'
import { pendingDocument } from './services.ts'
import { CHUNK, type Part, type Receipt } from './store/store.ts'

export interface Wanted {
  readonly json: boolean
  /** Only the header is wanted. */
  readonly head: boolean
  readonly range?: string | undefined
  readonly ifRange?: string | undefined
  readonly ifNoneMatch?: string | undefined
}

/** Larger answers are not wrapped in JSON: they are collected as they are. */
const MAX_IN_JSON = CHUNK

/** Attachments named in a `Link` header at most; the JSON form of a receipt names all. */
const MAX_LINKS = 32

/** The response to a receipt, or a message that it is not available yet (paper, Figure 5, step 9). */
export async function collect(outbox: Outbox, receipt: Receipt | undefined, wanted: Wanted): Promise<Answer | Bytes> {
  if (receipt === undefined) return refusal({ code: 'unknown', message: 'No such receipt is known here.' })
  if (!isSettled(receipt)) return pending(receipt)
  const [part] = receipt.result?.parts ?? []
  if (part === undefined) return gone(receipt)
  return wanted.json ? wrapped(outbox, receipt, part) : bytesOf(outbox, receipt, 0, part, wanted)
}

/** An attachment of a response. */
export async function collectAttachment(
  outbox: Outbox,
  receipt: Receipt | undefined,
  contentId: string,
  wanted: Wanted,
): Promise<Answer | Bytes> {
  if (receipt !== undefined && isSettled(receipt) && receipt.result === undefined) return gone(receipt)
  const parts = receipt?.result?.parts ?? []
  const index = parts.findIndex((part) => part.contentId === contentId)
  const part = parts[index]
  if (receipt === undefined || part === undefined)
    return refusal({ code: 'unknown', message: 'No such attachment is known here.' })
  return bytesOf(outbox, receipt, index, part, wanted)
}

function pending(receipt: Receipt): Answer {
  return { status: 202, headers: { 'retry-after': 1 }, xml: pendingDocument(receipt), json: stateOf(receipt) }
}

function gone({ state }: Receipt): Answer {
  const why = state === 'withdrawn' ? 'was withdrawn' : 'waited here for as long as it may, and is gone'
  return refusal({ code: 'gone', message: `The response ${why}.` })
}

/** All that is known of a receipt, the routing of its document included (paper, 4.5). */
function stateOf({ ref, state, role, queue, submitted, taken, finished, expires, routing, progress, result }: Receipt) {
  return {
    ref,
    state,
    role,
    queue,
    ...progress,
    ...(result && { failed: result.failed }),
    ...(routing && { coordinator: routing.coordinator, engagement: routing.engagement }),
    submitted: time(submitted),
    taken: time(taken),
    finished: time(finished),
    expires: time(expires),
    attachments: result?.parts.slice(1).map(({ contentId = '', mediaType, size }) => ({
      contentId,
      mediaType,
      size,
      href: attachmentLink(ref, contentId),
    })),
  }
}

async function wrapped(outbox: Outbox, receipt: Receipt, { size }: Part): Promise<Answer | Bytes> {
  const small = size <= MAX_IN_JSON
  const pieces: Uint8Array[] = []
  if (small) for await (const piece of outbox.read(receipt.ref, 0, { start: 0, end: size - 1 })) pieces.push(piece)
  const document = small ? { document: Buffer.concat(pieces).toString() } : { href: `/receipts/${receipt.ref}`, size }
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', vary: 'Accept' },
    body: JSON.stringify({ ...stateOf(receipt), ...document }),
  }
}

async function bytesOf(
  outbox: Outbox,
  { ref, result, expires = 0 }: Receipt,
  index: number,
  { mediaType, size }: Part,
  { head, range: header, ifRange, ifNoneMatch }: Wanted,
): Promise<Answer | Bytes> {
  const etag = `"${ref}.${index}"`
  const seconds = Math.max(0, Math.floor((expires - Date.now()) / 1000))
  const headers = {
    etag,
    vary: 'Accept',
    'cache-control': `private, max-age=${seconds}, immutable`,
    'accept-ranges': 'bytes',
  }
  if (names(ifNoneMatch, etag)) return { status: 304, headers, body: undefined }

  const current = ifRange === undefined || ifRange.trim() === etag
  const range = current ? byteRange(header, size) : undefined
  if (range === 'unsatisfiable')
    return refusal({
      code: 'bad-range',
      message: `The response has ${size} bytes.`,
      headers: { 'content-range': `bytes */${size}` },
    })

  const { start, end } = range ?? { start: 0, end: size - 1 }
  const links = index === 0 ? linksOf(ref, result?.parts.slice(1) ?? []) : ''
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...headers,
      ...(range && { 'content-range': `bytes ${start}-${end}/${size}` }),
      ...(links !== '' && { link: links }),
      ...(index > 0 && { 'content-disposition': 'attachment' }),
      'content-type': index === 0 ? `${mediaType}; charset=utf-8` : safe(mediaType),
      'content-length': end + 1 - start,
    },
    body: head || size === 0 ? undefined : await bodyOf(outbox.read(ref, index, { start, end }), end + 1 - start),
  }
}

/** A small body at once, a large one as fast as it is read. */
async function bodyOf(pieces: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array | Readable> {
  if (size > CHUNK) return Readable.from(pieces, { objectMode: false, highWaterMark: CHUNK })
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

function linksOf(ref: string, attachments: readonly Part[]): string {
  return attachments
    .slice(0, MAX_LINKS)
    .map(
      ({ contentId = '', mediaType }) =>
        `<${attachmentLink(ref, contentId)}>; rel="related"; type="${safe(mediaType)}"`,
    )
    .join(', ')
}

function attachmentLink(ref: string, contentId: string): string {
  return `/receipts/${ref}/attachments/${encodeURIComponent(contentId.toWellFormed())}`
}

/** A stranger chose the media type. */
function safe(mediaType: string): string {
  return /^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}$/.test(mediaType) ? mediaType : 'application/octet-stream'
}

function time(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString()
}
