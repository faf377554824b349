import { expect, test } from 'vitest'
import { createFrameReader } from './frame-reader.ts'

function collecting(limit: number) {
  const frames: string[] = []
  return {
    frames,
    ...createFrameReader((bytes, from, to) => frames.push(bytes.toString('latin1', from, to)), { limit }),
  }
}

test('frames come out whole although their bytes come one by one', () => {
  const { frames, push, partial } = collecting(1000)
  const long = 'x'.repeat(300)
  for (const byte of Buffer.from(`\u0003abc\u0000\u00ac\u0002${long}`, 'latin1')) push(Uint8Array.of(byte))
  expect(frames).toEqual(['abc', '', long])
  expect(partial()).toBe(false)
})

test('a frame that has begun is partial', () => {
  const { push, partial } = collecting(1000)
  push(Uint8Array.of(5, 1, 2))
  expect(partial()).toBe(true)
})

test('a length over the limit is refused before its frame has come', () => {
  const { push } = collecting(1000)
  expect(() => push(Uint8Array.of(0xe9, 0x07))).toThrowError(expect.objectContaining({ code: 'ERR_FRAME_TOO_LARGE' }))
})

test('a frame as long as the limit is taken', () => {
  const { frames, push } = collecting(128)
  push(Buffer.concat([Buffer.of(0x80, 0x01), Buffer.alloc(128, 'x')]))
  expect(frames).toEqual(['x'.repeat(128)])
})

test.each([
  ['that goes on for ever', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]],
  ['not in its shortest form', [0x81, 0x00]],
])('a length %s is malformed, in one piece or in many', (_, bytes) => {
  const malformed = expect.objectContaining({ code: 'ERR_FRAME_MALFORMED' })
  expect(() => collecting(1000).push(Uint8Array.from(bytes))).toThrowError(malformed)
  const { push } = collecting(1000)
  expect(() => {
    for (const byte of bytes) push(Uint8Array.of(byte))
  }).toThrowError(malformed)
})

test('bytes that come one by one take time in proportion to their number', () => {
  const length = 300_000
  const { frames, push } = collecting(length)
  push(Buffer.of(0xe0, 0xa7, 0x12))
  const byte = Buffer.of(0x61)
  const started = performance.now()
  for (let i = 0; i < length; i++) push(byte)
  expect(frames[0]?.length).toBe(length)
  // Copying all that had come at each byte would move 45 GB.
  expect(performance.now() - started).toBeLessThan(15_000)
})
