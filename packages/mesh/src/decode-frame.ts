import { isIri, type Message, type MessageId, type Reason, reasons, type RoleIri } from '@xeerkat/agent-vm'
import { type Attachment, fromBytes } from '@xeerkat/xml'
import { MeshError } from './errors.ts'
import { BYTES, fields, FIXED32, FIXED64, ID_BYTES, maxBytes, VARINT } from './frame-layout.ts'

export interface DecodeLimits {
  /** Attachments of one document. */
  readonly attachments: number
}

/** Where reading stands; one for each frame, so that a frame within a frame has its own end. */
interface Cursor {
  readonly bytes: Buffer
  at: number
  readonly end: number
}

type Draft = { -readonly [Key in keyof Message]?: Message[Key] }

/**
 * Reads the frame in `bytes[from, to)`. What it returns does not keep `bytes` alive, except for large documents.
 * @throws MeshError `ERR_FRAME_MALFORMED`.
 */
export function readFrame(bytes: Buffer, from: number, to: number, limits: DecodeLimits): Message {
  const cursor: Cursor = { bytes, at: from, end: to }
  const draft: Draft = {}
  let document: Uint8Array | undefined
  let attachments: Attachment[] | undefined
  while (cursor.at < to) {
    const tag = readVarint(cursor)
    if (isEmptyField(tag, cursor)) continue
    switch (tag) {
      case tagOf(fields.id):
        draft.id = readId(cursor)
        break
      case tagOf(fields.replyTo):
        draft.replyTo = readId(cursor)
        break
      case tagOf(fields.engagement):
        draft.engagement = readEngagement(cursor)
        break
      case tagOf(fields.role):
        draft.role = readRole(cursor)
        break
      case tagOf(fields.reason):
        readReason(cursor, draft)
        break
      case tagOf(fields.traceparent):
        draft.traceparent = readText(cursor, maxBytes.traceparent)
        break
      case tagOf(fields.document):
        document = readBytes(cursor)
        break
      case tagOf(fields.attachments):
        attachments = appended(attachments, readAttachment(cursor), limits)
        break
      default:
        skip(tag, cursor)
    }
  }
  return finish(draft, document, attachments)
}

function tagOf(field: number): number {
  return (field << 3) | BYTES
}

/** In proto3 an empty field says what a missing one says. Passes over it if it is one. */
function isEmptyField(tag: number, cursor: Cursor): boolean {
  if (cursor.bytes[cursor.at] !== 0 || cursor.at >= cursor.end) return false
  if (tag > tagOf(fields.document) || tag < tagOf(fields.id) || (tag & 7) !== BYTES) return false
  cursor.at++
  return true
}

function finish(draft: Draft, bytes: Uint8Array | undefined, attachments: Attachment[] | undefined): Message {
  if (draft.id === undefined) throw malformed('no id')
  if (bytes !== undefined)
    draft.document = attachments === undefined ? fromBytes(bytes) : fromBytes(bytes, { attachments })
  else if (attachments !== undefined) throw malformed('attachments without a document')
  return draft as Message
}

function appended(list: Attachment[] | undefined, item: Attachment, limits: DecodeLimits): Attachment[] {
  if (list === undefined) return [item]
  if (list.length >= limits.attachments) throw malformed(`more than ${limits.attachments} attachments`)
  list.push(item)
  return list
}

function readAttachment(outer: Cursor): Attachment {
  const length = readLength(outer)
  const cursor: Cursor = { bytes: outer.bytes, at: outer.at, end: outer.at + length }
  outer.at = cursor.end
  let contentId = ''
  let mediaType = ''
  let bytes: Uint8Array = new Uint8Array()
  while (cursor.at < cursor.end) {
    const tag = readVarint(cursor)
    if (tag === tagOf(fields.contentId)) contentId = readText(cursor, maxBytes.contentId)
    else if (tag === tagOf(fields.mediaType)) mediaType = readText(cursor, maxBytes.mediaType)
    else if (tag === tagOf(fields.content)) bytes = readBytes(cursor)
    else skip(tag, cursor)
  }
  if (contentId === '') throw malformed('an attachment without a content id')
  return { contentId, mediaType, bytes }
}

/** At most 32 bits: no tag and no length here needs more. */
function readVarint(cursor: Cursor): number {
  const { bytes, end } = cursor
  let value = 0
  let scale = 1
  for (;;) {
    if (cursor.at >= end || scale > 2 ** 28) throw malformed('a varint without an end')
    const byte = bytes[cursor.at++] ?? 0
    value += (byte & 0x7f) * scale
    if (value > 0xffff_ffff) throw malformed('a varint of more than 32 bits')
    if (byte < 0x80) return value
    scale *= 0x80
  }
}

function readLength(cursor: Cursor): number {
  const length = readVarint(cursor)
  if (length > cursor.end - cursor.at) throw malformed(`a field of ${length} bytes, longer than the frame`)
  return length
}

function readIdLength(cursor: Cursor): void {
  const length = readLength(cursor)
  if (length !== ID_BYTES) throw malformed(`an id of ${length} bytes`)
}

function readId(cursor: Cursor): MessageId {
  readIdLength(cursor)
  const start = cursor.at
  cursor.at += ID_BYTES
  return cursor.bytes.toString('hex', start, cursor.at) as MessageId
}

/** A value and the bytes it was read from. */
interface Seen<T> {
  readonly bytes: Buffer
  readonly value: T
}

// Messages of one engagement follow each other, so most frames repeat what the one before said: comparing bytes is
// cheaper than making the string again.
let lastEngagement: Seen<MessageId> | undefined
let lastRole: Seen<RoleIri> | undefined

function readEngagement(cursor: Cursor): MessageId {
  readIdLength(cursor)
  const start = cursor.at
  cursor.at += ID_BYTES
  if (lastEngagement === undefined || !isSame(lastEngagement.bytes, cursor.bytes, start)) {
    const value = cursor.bytes.toString('hex', start, cursor.at) as MessageId
    lastEngagement = { bytes: Buffer.from(cursor.bytes.subarray(start, cursor.at)), value }
  }
  return lastEngagement.value
}

function readRole(cursor: Cursor): RoleIri {
  const length = readLength(cursor)
  const start = cursor.at
  cursor.at += length
  if (lastRole?.bytes.length !== length || !isSame(lastRole.bytes, cursor.bytes, start)) {
    const value = length > maxBytes.role ? '' : cursor.bytes.toString('utf8', start, cursor.at)
    if (!isIri(value)) throw malformed('a role that is no absolute IRI of a bearable length')
    lastRole = { bytes: Buffer.from(cursor.bytes.subarray(start, cursor.at)), value: value as RoleIri }
  }
  return lastRole.value
}

function isSame(known: Buffer, bytes: Buffer, at: number): boolean {
  for (let i = 0; i < known.length; i++) {
    if (known[i] !== bytes[at + i]) return false
  }
  return true
}

function readReason(cursor: Cursor, draft: Draft): void {
  const text = readText(cursor, maxBytes.reason)
  const reason: Reason | undefined = reasons.find((known) => known === text)
  if (reason === undefined) delete draft.reason
  else draft.reason = reason
}

function readText(cursor: Cursor, limit: number): string {
  const length = readLength(cursor)
  if (length > limit) throw malformed(`a text of ${length} bytes where ${limit} are allowed`)
  const start = cursor.at
  cursor.at += length
  return cursor.bytes.toString('utf8', start, cursor.at)
}

/**
 * Small documents are copied here, next to each other, so as not to keep all that the network delivered with them alive
 * for as long as somebody keeps one. `Buffer.from` does as much and takes twice as long.
 */
let shelf = Buffer.allocUnsafeSlow(0)
let shelved = 0
const SHELF_BYTES = 8192
const COPY_UP_TO = SHELF_BYTES / 4

function readBytes(cursor: Cursor): Uint8Array {
  const length = readLength(cursor)
  const start = cursor.at
  cursor.at += length
  if (length > COPY_UP_TO) return cursor.bytes.subarray(start, cursor.at)
  if (shelved + length > shelf.length) {
    shelf = Buffer.allocUnsafeSlow(SHELF_BYTES)
    shelved = 0
  }
  const place = shelved
  shelved += length
  cursor.bytes.copy(shelf, place, start, cursor.at)
  return shelf.subarray(place, shelved)
}

/** A field of a later version. */
function skip(tag: number, cursor: Cursor): void {
  if (tag >>> 3 === 0) throw malformed('field number 0')
  switch (tag & 7) {
    case VARINT:
      return skipVarint(cursor)
    case FIXED64:
      return skipBytes(8, cursor)
    case BYTES:
      return skipBytes(readLength(cursor), cursor)
    case FIXED32:
      return skipBytes(4, cursor)
    default:
      throw malformed(`wire type ${tag & 7}`)
  }
}

function skipBytes(length: number, cursor: Cursor): void {
  if (length > cursor.end - cursor.at) throw malformed('a field that is cut off')
  cursor.at += length
}

/** Ten bytes at most: a 64-bit value, which need not be understood to be skipped. */
function skipVarint(cursor: Cursor): void {
  for (let read = 0; read < 10 && cursor.at < cursor.end; read++) {
    if ((cursor.bytes[cursor.at++] ?? 0) < 0x80) return
  }
  throw malformed('a varint without an end')
}

function malformed(what: string): MeshError {
  return new MeshError('ERR_FRAME_MALFORMED', `A frame holds ${what}; see frame.proto for what it may hold.`)
}
