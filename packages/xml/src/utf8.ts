/** Strict, and a byte order mark is a character like any other: the parser knows where it may stand. */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const encoder = new TextEncoder()
const scratch = new Uint8Array(2 ** 13)

/** Short texts, most of all there are, go through one scratch buffer: a third of the time. */
export function encodeUtf8(text: string): Uint8Array {
  if (text.length * 3 > scratch.length) return encoder.encode(text)
  return scratch.slice(0, encoder.encodeInto(text, scratch).written)
}

export interface Decoded {
  readonly text: string
  /** Is everything that came UTF-8? If not, `text` is what came before the first byte that is not. */
  readonly sound: boolean
}

/** Decodes UTF-8 that comes in pieces, cut anywhere. */
export interface Utf8Decoder {
  readonly decode: (piece: Uint8Array) => Decoded
  /** `sound` unless the pieces ended within a character. */
  readonly close: () => Decoded
}

export function createUtf8Decoder(): Utf8Decoder {
  let held: Uint8Array = new Uint8Array()
  return {
    decode(piece) {
      const bytes = held.length === 0 ? piece : concat(held, piece)
      const cut = bytes.length - incompleteTail(bytes)
      held = bytes.slice(cut)
      return decodeUtf8(bytes.subarray(0, cut))
    },
    close: () => ({ text: '', sound: held.length === 0 }),
  }
}

export function decodeUtf8(bytes: Uint8Array): Decoded {
  const text = tryDecode(bytes)
  if (text !== undefined) return { text, sound: true }
  return { text: tryDecode(bytes.subarray(0, soundLength(bytes))) ?? '', sound: false }
}

/** How many bytes at the beginning are sound, a character cut off at their end not counted. Only errors pay for this. */
function soundLength(bytes: Uint8Array): number {
  let sound = 0
  let unsound = bytes.length
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >>> 1
    const prefix = bytes.subarray(0, middle)
    if (tryDecode(prefix.subarray(0, middle - incompleteTail(prefix))) === undefined) unsound = middle
    else sound = middle
  }
  return sound - incompleteTail(bytes.subarray(0, sound))
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** How many bytes at the end begin a character that is not whole (0 to 3). */
function incompleteTail(bytes: Uint8Array): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length++) {
    const byte = bytes[bytes.length - length] ?? 0
    if (byte >= 0xf0) return length < 4 ? length : 0
    if (byte >= 0xe0) return length < 3 ? length : 0
    if (byte >= 0xc0) return length < 2 ? length : 0
    if (byte < 0x80) return 0
  }
  return 0
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
