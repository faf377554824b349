import { type Message, type MessageId, reasons, roleIri } from '@xeerkat/agent-vm'
import { fromBytes } from '@xeerkat/xml'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFrame } from './decode-frame.ts'
import { frameSize, payloadSize, varintSize, writeFrame } from './encode-frame.ts'
import { MeshError } from './errors.ts'
import { createFrameReader } from './frame-reader.ts'

const limits = { attachments: 8 }

const id = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('hex') as MessageId)

const attachment = fc.record({
  contentId: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  mediaType: fc.string({ maxLength: 40 }),
  bytes: fc.uint8Array({ maxLength: 5000 }),
})

const document = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 5000 }), fc.array(attachment, { maxLength: limits.attachments }))
  .map(([bytes, attachments]) => fromBytes(bytes, { attachments }))

const message: fc.Arbitrary<Message> = fc.record(
  {
    id,
    replyTo: id,
    engagement: id,
    role: fc.webUrl({ size: 'medium' }).map(roleIri),
    reason: fc.constantFrom(...reasons),
    traceparent: fc.string({ minLength: 1, maxLength: 60 }),
    document,
  },
  { requiredKeys: ['id'] },
)

function encode(messages: readonly Message[]): Buffer {
  const sizes = messages.map(frameSize)
  const bytes = Buffer.alloc(sizes.reduce((sum, size) => sum + varintSize(size) + size, 0))
  let end = 0
  for (const [index, one] of messages.entries()) end = writeFrame(one, sizes[index] as number, bytes, end)
  expect(end).toBe(bytes.length)
  return bytes
}

/** A message as plain data, to compare. */
function plain({ document, ...rest }: Message): unknown {
  if (document === undefined) return rest
  const attachments = document.attachments.map(({ bytes, ...names }) => ({ ...names, bytes: Array.from(bytes) }))
  return { ...rest, document: Array.from(document.bytes), attachments }
}

test('what was sent is what is read, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat(700)), (messages, cuts) => {
      const bytes = encode(messages)
      const read: Message[] = []
      const reader = createFrameReader((from, start, end) => read.push(readFrame(from, start, end, limits)), {
        limit: 1e6,
      })
      for (let at = 0; at < bytes.length;) {
        const next = at + 1 + cuts.next().value
        // A copy that is spoilt afterwards: nothing may be kept of it.
        const chunk = Buffer.from(bytes.subarray(at, next))
        reader.push(chunk)
        at = next
      }
      expect(reader.partial()).toBe(false)
      expect(read.map(plain)).toEqual(messages.map(plain))
    }),
  )
})

test('a frame is as long as was said, and holds its payload', () => {
  fc.assert(
    fc.property(message, (one) => {
      expect(frameSize(one)).toBeGreaterThanOrEqual(payloadSize(one))
      expect(encode([one]).length).toBe(varintSize(frameSize(one)) + frameSize(one))
    }),
  )
})

test('no bytes make the reader fail otherwise than with a code, or take what is beyond the frame', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.option(message), fc.nat(), (noise, basis, place) => {
      const bytes = basis === null ? Buffer.from(noise) : encode([basis])
      if (basis !== null) bytes.set(noise.subarray(0, 4), place % Math.max(1, bytes.length - 4))
      const reader = createFrameReader((from, start, end) => readFrame(from, start, end, limits), { limit: 1e5 })
      try {
        reader.push(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(MeshError)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a frame that is cut short is either malformed or another frame, never a crash', () => {
  fc.assert(
    fc.property(message, fc.nat(), (one, cut) => {
      const bytes = encode([one])
      const from = varintSize(frameSize(one))
      try {
        readFrame(bytes, from, from + (cut % (bytes.length - from)), limits)
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_FRAME_MALFORMED' })
      }
    }),
  )
})
