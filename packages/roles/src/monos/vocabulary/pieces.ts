import { type Document, fromBytes } from '@xeerkat/xml'

/** Size of the pieces that a document is written in, in characters. */
const PIECE = 2 ** 16

/** Text as UTF-8 in pieces of some size, made as they are asked for. */
export function* encoded(texts: Iterable<string>): Generator<Uint8Array, void> {
  const encoder = new TextEncoder()
  let waiting: string[] = []
  let length = 0
  for (const text of texts) {
    waiting.push(text)
    length += text.length
    if (length < PIECE) continue
    yield encoder.encode(waiting.join(''))
    waiting = []
    length = 0
  }
  if (length > 0) yield encoder.encode(waiting.join(''))
}

/** Pieces as one document. */
export function documentOf(pieces: Iterable<Uint8Array>): Document {
  const list = [...pieces]
  const size = list.reduce((sum, piece) => sum + piece.length, 0)
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of list) {
    bytes.set(piece, at)
    at += piece.length
  }
  // It was not sent by anybody, so it may be as large as it is.
  return fromBytes(bytes, { limits: { bytes: Math.max(size, 1) } })
}
