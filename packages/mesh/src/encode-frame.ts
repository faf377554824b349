import type { Message, MessageId } from '@xeerkat/agent-vm'
import type { Attachment } from '@xeerkat/xml'
import { MeshError } from './errors.ts'
import { BYTES, fields, ID_BYTES, maxBytes } from './frame-layout.ts'

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
export function frameSize({ id, replyTo, engagement, role, reason, traceparent, document }: Message): number {
  let size = idSize(id)
  if (replyTo !== undefined) size += idSize(replyTo)
  if (engagement !== undefined) size += idSize(engagement)
  if (role !== undefined) size += fieldSize(constant(role, maxBytes.role).length)
  if (reason !== undefined) size += fieldSize(constant(reason, maxBytes.reason).length)
  if (traceparent !== undefined) size += textSize(traceparent, maxBytes.traceparent)
  if (document !== undefined) {
    size += fieldSize(document.bytes.length)
    for (const attachment of document.attachments) size += fieldSize(attachmentSize(attachment))
  }
  return size
}

/** Writes the frame with its length before it; `size` is what `frameSize` said. Returns where it ends. */
export function writeFrame(message: Message, size: number, into: Buffer, at: number): number {
  const { id, replyTo, engagement, role, reason, traceparent, document } = message
  let end = writeId(fields.id, id, into, writeVarint(size, into, at))
  if (replyTo !== undefined) end = writeId(fields.replyTo, replyTo, into, end)
  if (engagement !== undefined) end = writeEngagement(engagement, into, end)
  if (role !== undefined) end = writeBytes(fields.role, constant(role, maxBytes.role), into, end)
  if (reason !== undefined) end = writeBytes(fields.reason, constant(reason, maxBytes.reason), into, end)
  if (traceparent !== undefined) end = writeText(fields.traceparent, traceparent, into, end)
  if (document === undefined) return end
  end = writeBytes(fields.document, document.bytes, into, end)
  for (const attachment of document.attachments) {
    end = writeVarint(attachmentSize(attachment), into, writeTag(fields.attachments, into, end))
    end = writeText(fields.contentId, attachment.contentId, into, end)
    end = writeText(fields.mediaType, attachment.mediaType, into, end)
    end = writeBytes(fields.content, attachment.bytes, into, end)
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
  return textSize(contentId, maxBytes.contentId) + textSize(mediaType, maxBytes.mediaType) + fieldSize(bytes.length)
}

function idSize(id: MessageId): number {
  if (id.length !== 2 * ID_BYTES) throw invalid(`An id is 32 hexadecimal digits, not "${id.slice(0, 80)}".`)
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

/** The value of each hexadecimal digit by its character code. */
const digits = new Uint8Array(128)
for (let value = 0; value < 16; value++) digits[value.toString(16).charCodeAt(0)] = value

/** By hand: it takes as long as `Buffer.write`, and leaves no byte of an earlier frame behind should a digit be none. */
function writeId(field: number, id: MessageId, into: Buffer, at: number): number {
  let end = writeVarint(ID_BYTES, into, writeTag(field, into, at))
  for (let i = 0; i < 2 * ID_BYTES; i += 2) into[end++] = (digit(id, i) << 4) | digit(id, i + 1)
  return end
}

/** Messages of one engagement follow each other: most need no digits read. */
let lastEngagement = ''
const lastEngagementField = Buffer.alloc(ID_BYTES + 2)

function writeEngagement(id: MessageId, into: Buffer, at: number): number {
  if (id !== lastEngagement) {
    writeId(fields.engagement, id, lastEngagementField, 0)
    lastEngagement = id
  }
  into.set(lastEngagementField, at)
  return at + lastEngagementField.length
}

function digit(id: string, at: number): number {
  return digits[id.charCodeAt(at) & 0x7f] ?? 0
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

/** UTF-8 of the few texts that nearly all messages repeat. */
const constants = new Map<string, Buffer>()
const MAX_CONSTANTS = 256

function constant(text: string, limit: number): Buffer {
  const known = constants.get(text)
  if (known !== undefined) return known
  textSize(text, limit)
  if (constants.size === MAX_CONSTANTS) constants.clear()
  const bytes = Buffer.from(text)
  constants.set(text, bytes)
  return bytes
}

function invalid(message: string): MeshError {
  return new MeshError('ERR_MESSAGE_INVALID', message)
}
