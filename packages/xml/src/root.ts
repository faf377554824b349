import type { Root } from './document.ts'
import type { StartElement } from './items.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createParser, tooLarge } from './parser.ts'

/** Enough for the start tag of nearly every message, and little to look at in a large document. */
const FIRST_LOOK = 2 ** 11

/** Reads the document element's start tag and stops: of a large document, only the first page is looked at. */
export function readRoot(source: Uint8Array | string, limits?: Partial<Limits>): Root {
  const most = limits?.bytes ?? defaultLimits.bytes
  if (source.length > most) throw tooLarge(most)
  const parser = createParser(limits)
  let at = 0
  let look = FIRST_LOOK
  for (;;) {
    parser.write(typeof source === 'string' ? source.slice(at, at + look) : source.subarray(at, at + look))
    at += look
    look *= 2
    if (at >= source.length) parser.close()
    // Once it is closed, a parser either finds a document element or throws.
    for (let item = parser.next(); item !== undefined; item = parser.next()) {
      if (item.type === 'start-element') return rootOf(item)
    }
  }
}

function rootOf({ prefix, localName, namespace, attributes }: StartElement): Root {
  return { prefix, localName, namespace, attributes }
}
