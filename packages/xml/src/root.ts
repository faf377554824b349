import { findForbidden } from './characters.ts'
import type { Root } from './document.ts'
import type { StartElement } from './items.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createScope } from './namespaces.ts'
import { createParser, tooLarge } from './parser.ts'
import { resolveTag } from './resolve-tag.ts'
import { createTagReader } from './start-tag.ts'
import { decodeUtf8 } from './utf8.ts'

/** Enough for the start tag of nearly every message, and little to look at in a large document. */
const FIRST_LOOK = 2 ** 11

/** Reads the document element's start tag and stops: of a large document, only the first page is looked at. */
export function readRoot(source: Uint8Array | string, limits?: Partial<Limits>): Root {
  const most = limits?.bytes ?? defaultLimits.bytes
  if (source.length > most) throw tooLarge(most)
  return (limits === undefined ? readAtOnce(source) : undefined) ?? readPatiently(source, limits)
}

const unsure = new Error('what is not simple is left to the parser')
const simple = createTagReader(defaultLimits, () => {
  throw unsure
})

/** For what nearly every message is, a document that begins with its root: the cost of one tag, not of a parser. */
function readAtOnce(source: Uint8Array | string): Root | undefined {
  const text =
    typeof source === 'string' ? source.slice(0, FIRST_LOOK) : decodeUtf8(source.subarray(0, FIRST_LOOK)).text
  if (text.charCodeAt(0) !== 0x3c || text.includes('\r') || findForbidden(text) >= 0) return undefined
  try {
    if (!simple.read(text, 0)) return undefined
    return rootOf(
      resolveTag(simple.tag, createScope(), 0, () => {
        throw unsure
      }),
    )
  } catch (error) {
    if (error === unsure) return undefined
    throw error
  }
}

/** For everything else, and to say what is wrong and where. */
function readPatiently(source: Uint8Array | string, limits: Partial<Limits> | undefined): Root {
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
