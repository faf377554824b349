import { type Position, XmlError } from './errors.ts'
import type { Item } from './items.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createTextParser } from './text-parser.ts'
import { createUtf8Decoder } from './utf8.ts'

/**
 * A strict pull parser. Write what has come, take items until there are none, write more:
 *
 *     for (const piece of pieces) {
 *       parser.write(piece)
 *       for (let item = parser.next(); item !== undefined; item = parser.next()) use(item)
 *     }
 *     parser.close()   // and take the last ones
 *
 * It holds what it was given since the last item, no more.
 */
export interface Parser {
  /**
   * UTF-8 (a character may be cut in two) or text. What is wrong in it is thrown by `next`, in document order.
   * @throws XmlError `ERR_XML_LIMIT` when it is more than a document or a token may be.
   */
  readonly write: (piece: Uint8Array | string) => void
  /** Nothing more comes. */
  readonly close: () => void
  /**
   * The next item, whole; `undefined` when more must be written first, or after `close` when the document has ended.
   * @throws XmlError at what is not well-formed or passes a limit; it is of no use afterwards.
   */
  readonly next: () => Item | undefined
  /** Where the item last returned begins; to be asked before more is written. */
  readonly position: () => Position
}

export function createParser(limits: Partial<Limits> = {}): Parser {
  const bounds = { ...defaultLimits, ...limits }
  const parser = createTextParser(bounds)
  const decoder = createUtf8Decoder()
  let size = 0
  return {
    write(piece) {
      if (size === 0 && typeof piece !== 'string' && isUtf16(piece)) {
        parser.spoil('ERR_XML_ENCODING', 'the document is UTF-16, which is not supported; send UTF-8')
      }
      size += piece.length
      if (size > bounds.bytes) throw tooLarge(bounds.bytes)
      if (typeof piece === 'string') parser.write(piece)
      else {
        const { text, sound } = decoder.decode(piece)
        parser.write(text)
        if (!sound) parser.spoil('ERR_XML_ENCODING', 'here the document is not UTF-8')
      }
    },
    close() {
      if (!decoder.close().sound) parser.spoil('ERR_XML_ENCODING', 'the document ends within a UTF-8 character')
      parser.close()
    },
    next: parser.next,
    position: parser.position,
  }
}

export function tooLarge(bytes: number): XmlError {
  return new XmlError('ERR_XML_LIMIT', `the document is larger than ${bytes} bytes`)
}

/** Begins with a byte order mark of UTF-16, or with `<` in it. */
function isUtf16(bytes: Uint8Array): boolean {
  const first = ((bytes[0] ?? 0x20) << 8) | (bytes[1] ?? 0x20)
  return first === 0xfeff || first === 0xfffe || first === 0x003c || first === 0x3c00
}
