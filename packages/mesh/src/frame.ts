import { isIri, type Message, type MessageId, type Reason, reasons, type RoleIri } from '@xeerkat/agent-vm'
import { type Attachment, type Document, fromBytes } from '@xeerkat/xml'
import { MeshError } from './errors.ts'

// The layout is frame.proto's. Written by hand: a frame goes from a Message into a buffer that many frames share, and back,
// with no object in between and ids as hexadecimal digits at once. Generated code builds a buffer for each frame and
// each id; it measured at a third of this speed (bench/README.md).

const ID_BYTES = 16
const MAX_ROLE = 2048
const MAX_REASON = 64
const MAX_TRACEPARENT = 256
const MAX_CONTENT_ID = 1024
const MAX_MEDIA_TYPE = 256

/** A document up to this size is copied out of what the network delivered, so as not to keep all of that alive. */
const COPY_BELOW = 4096

/** Wire types of protobuf: the lower three bits of a tag. */
const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

/** The tag of the last field that occurs once. */
const LAST_SINGLE = (7 << 3) | BYTES

const ID = /^[0-9a-f]{32}$/

/** Bytes of document and attachments: what a limit on documents counts. */
export function payloadSize({ document }: Message): number {
  if (document === undefined) return 0
  let size = document.bytes.length
  for (const { bytes } of document.attachments) size += bytes.length
  return size
}

/**
 * The length of a message's frame, its length prefix not counted.
 * @throws MeshError `ERR_MESSAGE_INVALID` for what no frame can hold.
 */
export function frameSize(message: Message): number {
  const { id, replyTo, engagement, role, reason, traceparent, document } = message
  let size = idSize(id)
  if (replyTo !== undefined) size += idSize(replyTo)
  if (engagement !== undefined) size += idSize(engagement)
  if (role !== undefined) size += textSize(role, MAX_ROLE)
  if (reason !== undefined) size += textSize(reason, MAX_REASON)
  if (traceparent !== undefined) size += textSize(traceparent, MAX_TRACEPARENT)
  if (document !== undefined) {
    size += fieldSize(document.bytes.length)
    for (const attachment of document.attachments) size += fieldSize(attachmentSize(attachment))
  }
  return size
}

/** Writes the frame with its length before it; `size` is what `frameSize` said. Returns where it ends. */
export function writeFrame(message: Message, size: number, into: Buffer, at: number): number {
  const { id, replyTo, engagement, role, reason, traceparent, document } = message
  let end = writeId(1, id, into, writeVarint(size, into, at))
  if (replyTo !== undefined) end = writeId(2, replyTo, into, end)
  if (engagement !== undefined) end = writeId(3, engagement, into, end)
  if (role !== undefined) end = writeText(4, role, into, end)
  if (reason !== undefined) end = writeText(5, reason, into, end)
  if (traceparent !== undefined) end = writeText(6, traceparent, into, end)
  if (document === undefined) return end
  end = writeBytes(7, document.bytes, into, end)
  for (const attachment of document.attachments) {
    end = writeVarint(attachmentSize(attachment), into, writeTag(8, into, end))
    end = writeText(1, attachment.contentId, into, end)
    end = writeText(2, attachment.mediaType, into, end)
    end = writeBytes(3, attachment.bytes, into, end)
  }
  return end
}

/** How many bytes `value` takes as an unsigned varint. */
export function varintSize(value: number): number {
  let size = 1
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) size++
  return size
}

function attachmentSize({ contentId, mediaType, bytes }: Attachment): number {
  return textSize(contentId, MAX_CONTENT_ID) + textSize(mediaType, MAX_MEDIA_TYPE) + fieldSize(bytes.length)
}

function idSize(id: MessageId): number {
  if (!ID.test(id)) throw invalid(`An id is 32 lower-case hexadecimal digits, not "${id.slice(0, 80)}".`)
  return ID_BYTES + 2
}

function textSize(text: string, limit: number): number {
  const size = Buffer.byteLength(text)
  if (size > limit) throw invalid(`"${text.slice(0, 80)}…" is longer than the ${limit} bytes a frame has for it.`)
  return fieldSize(size)
}

function fieldSize(length: number): number {
  return 1 + varintSize(length) + length
}

function writeTag(field: number, into: Buffer, at: number): number {
  into[at] = (field << 3) | BYTES
  return at + 1
}

function writeVarint(value: number, into: Buffer, at: number): number {
  let rest = value
  let end = at
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) into[end++] = (rest & 0x7f) | 0x80
  into[end++] = rest
  return end
}

function writeId(field: number, id: MessageId, into: Buffer, at: number): number {
  const start = writeVarint(ID_BYTES, into, writeTag(field, into, at))
  into.write(id, start, ID_BYTES, 'hex')
  return start + ID_BYTES
}

function writeText(field: number, text: string, into: Buffer, at: number): number {
  const start = writeVarint(Buffer.byteLength(text), into, writeTag(field, into, at))
  return start + into.write(text, start)
}

function writeBytes(field: number, bytes: Uint8Array, into: Buffer, at: number): number {
  const start = writeVarint(bytes.length, into, writeTag(field, into, at))
  into.set(bytes, start)
  return start + bytes.length
}

export interface ReadLimits {
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
 * Reads the frame in `bytes[from, to)`.
 * @throws MeshError `ERR_FRAME_MALFORMED`.
 */
export function readFrame(bytes: Buffer, from: number, to: number, limits: ReadLimits): Message {
  const cursor: Cursor = { bytes, at: from, end: to }
  const draft: Draft = {}
  let document: Uint8Array | undefined
  let attachments: Attachment[] | undefined
  while (cursor.at < to) {
    const tag = readVarint(cursor)
    if (tag <= LAST_SINGLE && isEmpty(tag, cursor)) continue
    switch (tag) {
      case (1 << 3) | BYTES:
        draft.id = readId(cursor)
        break
      case (2 << 3) | BYTES:
        draft.replyTo = readId(cursor)
        break
      case (3 << 3) | BYTES:
        draft.engagement = readId(cursor)
        break
      case (4 << 3) | BYTES:
        draft.role = readRole(cursor)
        break
      case (5 << 3) | BYTES: {
        const reason = readReason(cursor)
        if (reason !== undefined) draft.reason = reason
        break
      }
      case (6 << 3) | BYTES:
        draft.traceparent = readText(cursor, MAX_TRACEPARENT)
        break
      case (7 << 3) | BYTES:
        document = readBytes(cursor)
        break
      case (8 << 3) | BYTES:
        attachments ??= []
        if (attachments.length === limits.attachments) throw malformed(`more than ${limits.attachments} attachments`)
        attachments.push(readAttachment(cursor))
        break
      default:
        skip(tag, cursor)
    }
  }
  return finish(draft, document, attachments)
}

/** In proto3 an empty field says what a missing one says. Passes over it if it is one. */
function isEmpty(tag: number, cursor: Cursor): boolean {
  if ((tag & 7) !== BYTES || cursor.bytes[cursor.at] !== 0 || cursor.at >= cursor.end) return false
  cursor.at++
  return true
}

function finish(draft: Draft, bytes: Uint8Array | undefined, attachments: Attachment[] | undefined): Message {
  if (draft.id === undefined) throw malformed('no id')
  if (bytes !== undefined) draft.document = documentOf(bytes, attachments)
  else if (attachments !== undefined) throw malformed('attachments without a document')
  return draft as Message
}

function documentOf(bytes: Uint8Array, attachments: Attachment[] | undefined): Document {
  return attachments === undefined ? fromBytes(bytes) : fromBytes(bytes, { attachments })
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
    if (tag === ((1 << 3) | BYTES)) contentId = readText(cursor, MAX_CONTENT_ID)
    else if (tag === ((2 << 3) | BYTES)) mediaType = readText(cursor, MAX_MEDIA_TYPE)
    else if (tag === ((3 << 3) | BYTES)) bytes = readBytes(cursor)
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

function readId(cursor: Cursor): MessageId {
  const length = readLength(cursor)
  if (length !== ID_BYTES) throw malformed(`an id of ${length} bytes`)
  const start = cursor.at
  cursor.at += ID_BYTES
  return cursor.bytes.toString('hex', start, cursor.at) as MessageId
}

function readText(cursor: Cursor, limit: number): string {
  const length = readLength(cursor)
  if (length > limit) throw malformed(`a text of ${length} bytes where ${limit} are allowed`)
  const start = cursor.at
  cursor.at += length
  return cursor.bytes.toString('utf8', start, cursor.at)
}

/** Messages of one engagement follow each other, so most frames name the role of the one before. */
let lastRole = '' as RoleIri

function readRole(cursor: Cursor): RoleIri {
  const text = readText(cursor, MAX_ROLE)
  if (text === lastRole) return lastRole
  if (!isIri(text)) throw malformed('a role that is no absolute IRI')
  lastRole = text as RoleIri
  return lastRole
}

function readReason(cursor: Cursor): Reason | undefined {
  const text = readText(cursor, MAX_REASON)
  return reasons.find((reason) => reason === text)
}

function readBytes(cursor: Cursor): Uint8Array {
  const length = readLength(cursor)
  const start = cursor.at
  cursor.at += length
  const bytes = cursor.bytes.subarray(start, cursor.at)
  return length <= COPY_BELOW ? Buffer.from(bytes) : bytes
}

/** A field of a later version. */
function skip(tag: number, cursor: Cursor): void {
  if (tag >>> 3 === 0) throw malformed('field number 0')
  switch (tag & 7) {
    case VARINT:
      skipVarint(cursor)
      return
    case FIXED64:
      cursor.at += 8
      break
    case BYTES:
      skipBytes(cursor)
      return
    case FIXED32:
      cursor.at += 4
      break
    default:
      throw malformed(`wire type ${tag & 7}`)
  }
  if (cursor.at > cursor.end) throw malformed('a field that is cut off')
}

function skipBytes(cursor: Cursor): void {
  const length = readLength(cursor)
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

function invalid(message: string): MeshError {
  return new MeshError('ERR_MESSAGE_INVALID', message)
}
