import { MeshError } from './errors.ts'

/** Cuts a stream of bytes into frames: each is an unsigned varint, its length, and that many bytes. */
export interface FrameReader {
  /**
   * Takes what has come and calls `onFrame` for each frame that is whole.
   * @throws MeshError `ERR_FRAME_MALFORMED`, `ERR_FRAME_TOO_LARGE`; after that, what comes has no meaning.
   */
  readonly push: (chunk: Uint8Array) => void
  /** Whether a frame has begun and not ended. */
  readonly partial: () => boolean
}

/** A frame is `bytes[from, to)`; the bytes are not written to again. */
export type OnFrame = (bytes: Buffer, from: number, to: number) => void

export interface FrameReaderOptions {
  /** The longest frame, without its prefix. */
  readonly limit: number
}

/** Room for the longest prefix, and little to lose on it. */
const FIRST_ROOM = 512

export function createFrameReader(onFrame: OnFrame, { limit }: FrameReaderOptions): FrameReader {
  /** The beginning of a frame that did not arrive in one piece. Grows as bytes come, not as a stranger announces. */
  let begun: Buffer | undefined
  let filled = 0

  function push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let at = begun === undefined ? 0 : complete(bytes)
    for (;;) {
      const prefix = readPrefix(bytes, at, bytes.length, limit)
      if (prefix === undefined || prefix.end > bytes.length) break
      onFrame(bytes, prefix.start, prefix.end)
      at = prefix.end
    }
    if (at < bytes.length) keep(bytes, at, bytes.length)
  }

  /** Adds to the frame begun what belongs to it, and returns where the next one starts. */
  function complete(bytes: Buffer): number {
    let at = 0
    while (begun !== undefined) {
      const prefix = readPrefix(begun, 0, filled, limit)
      if (prefix?.end === filled) {
        const whole = begun
        begun = undefined
        filled = 0
        onFrame(whole, prefix.start, prefix.end)
      } else if (at === bytes.length) break
      else {
        // Without a whole prefix the end is unknown: byte by byte, at most four times.
        const end = Math.min(at + (prefix === undefined ? 1 : prefix.end - filled), bytes.length)
        keep(bytes, at, end)
        at = end
      }
    }
    return at
  }

  function keep(bytes: Buffer, from: number, to: number): void {
    const needed = filled + to - from
    if (begun === undefined || needed > begun.length) {
      // Doubling, so that bytes that come one by one cost no more than bytes that come at once.
      const room = Buffer.allocUnsafe(Math.max(needed, 2 * filled, FIRST_ROOM))
      begun?.copy(room, 0, 0, filled)
      begun = room
    }
    bytes.copy(begun, filled, from, to)
    filled = needed
  }

  return { push, partial: () => begun !== undefined }
}

interface Prefix {
  readonly start: number
  readonly end: number
}

/** The bounds of the frame at `at`, or `undefined` while its prefix is not whole. */
function readPrefix(bytes: Buffer, at: number, available: number, limit: number): Prefix | undefined {
  let length = 0
  let scale = 1
  for (let start = at; start < available; scale *= 0x80) {
    const byte = bytes[start++] ?? 0
    length += (byte & 0x7f) * scale
    if (length > limit) {
      throw new MeshError('ERR_FRAME_TOO_LARGE', `A frame of ${length} bytes or more where ${limit} are allowed.`)
    }
    if (byte >= 0x80) {
      if (scale > limit) throw new MeshError('ERR_FRAME_MALFORMED', 'A length without an end.')
      continue
    }
    // https://github.com/multiformats/unsigned-varint: the shortest form only.
    if (byte === 0 && scale > 1)
      throw new MeshError('ERR_FRAME_MALFORMED', 'A length that is not in its shortest form.')
    return { start, end: start + length }
  }
  return undefined
}
