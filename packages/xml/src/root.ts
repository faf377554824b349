import type { Root } from './document.ts'
import { XmlError } from './errors.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createParser, tooLarge } from './parser.ts'

const FIRST_LOOK = 2 ** 12

/** Reads the document element's start tag and stops: of a large document, only the first pages are looked at. */
export function readRoot(source: Uint8Array | string, limits: Partial<Limits> = {}): Root {
  const { bytes = defaultLimits.bytes } = limits
  if (source.length > bytes) throw tooLarge(bytes)
  const parser = createParser(limits)
  let at = 0
  for (let look = FIRST_LOOK; at < source.length; look *= 2) {
    parser.write(typeof source === 'string' ? source.slice(at, at + look) : source.subarray(at, at + look))
    at += look
    if (at >= source.length) parser.close()
    for (let item = parser.next(); item !== undefined; item = parser.next()) {
      if (item.type !== 'start-element') continue
      const { prefix, localName, namespace, attributes } = item
      return { prefix, localName, namespace, attributes }
    }
  }
  throw new XmlError('ERR_XML_MALFORMED', 'the document is empty', { position: { line: 1, column: 1 } })
}
