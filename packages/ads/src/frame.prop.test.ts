import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFrame, encodeFrame, type Frame } from './frame.ts'

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((b) => Buffer.from(b).toString('hex'))
const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

const frames: fc.Arbitrary<Frame> = fc.record(
  {
    groups: fc.array(fc.record({ group: hex(32), state: hex(16) })),
    have: fc.array(fc.record({ key: hex(16), sequence: count })),
    want: fc.array(hex(16)),
    ads: fc.array(fc.uint8Array({ maxLength: 200 })),
    query: fc.record({ topic: hex(32), limit: count }),
    room: count,
    more: fc.boolean(),
  },
  { requiredKeys: ['groups', 'have', 'want', 'ads', 'room', 'more'] },
)

test('a frame read is the frame written', () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const read = decodeFrame(encodeFrame(frame))
      expect({ ...read, ads: read.ads.map((ad) => new Uint8Array(ad)) }).toEqual({ ...frame })
    }),
  )
})

test('any bytes are a frame or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      try {
        decodeFrame(bytes)
      } catch (error) {
        expect(['RangeError', 'TypeError']).toContain((error as Error).name)
      }
    }),
  )
})

test('a frame that holds more than a frame may is refused', () => {
  const bytes = encodeFrame({ ads: Array.from({ length: 4097 }, () => new Uint8Array()) })
  expect(() => decodeFrame(bytes)).toThrow(RangeError)
})
