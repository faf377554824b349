import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeMessage, encodeMessage, type Field } from './protobuf.ts'

const field = fc.tuple(
  fc.integer({ min: 1, max: 1000 }),
  fc.oneof(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), fc.uint8Array({ maxLength: 300 })),
)

test('what is encoded is decoded, field by field', () => {
  fc.assert(
    fc.property(fc.array(field), (fields) => {
      const decoded = Array.from(decodeMessage(encodeMessage(fields)), ([number, value]): Field => [
        number,
        typeof value === 'number' ? value : new Uint8Array(value),
      ])
      expect(decoded).toEqual(fields)
    }),
  )
})

test('any bytes are decoded or refused with a RangeError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        expect(Array.from(decodeMessage(bytes)).length).toBeLessThanOrEqual(bytes.length)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
  )
})

test('a message cut off anywhere but between fields is refused', () => {
  const whole = encodeMessage([[1, 'some text']])
  for (let length = 1; length < whole.length; length++)
    expect(() => Array.from(decodeMessage(whole.subarray(0, length)))).toThrow(RangeError)
})
