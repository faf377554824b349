import fc from 'fast-check'
import { test } from 'vitest'
import { XmlError } from './errors.ts'
import type { Item } from './items.ts'
import { createParser } from './parser.ts'

/** Well-formed and not, with everything that a cut can fall into. */
const fragment = fc.constantFrom(
  '<?xml version="1.0"?>',
  '<a>',
  '</a>',
  '<b x="1" y=\'>&lt;\' xmlns:p="u"/>',
  '<p:c p:d="&#x1F600;"/>',
  'text',
  '😀',
  '\r\n',
  '\r',
  '&amp;',
  '&#10;',
  '&',
  ']]>',
  '<![CDATA[ ]] > ]]>',
  '<!-- - -->',
  '<!--->',
  '<?pi data?>',
  '<',
  '<!DOCTYPE a>',
  '\u0001',
)
const document = fc.array(fragment, { maxLength: 12 }).map((parts) => `<a>${parts.join('')}</a>`)
const cuts = fc.array(fc.nat(200), { maxLength: 12 })

test('pieces make no difference: a document cut anywhere has the same items, or the same fault', () => {
  fc.assert(
    fc.property(document, cuts, (text, at) => {
      const whole = outcome([text])
      const bytes = new TextEncoder().encode(text)
      fc.pre(text.isWellFormed())
      return outcome(cut(text, at)) === whole && outcome(cut(bytes, at)) === whole
    }),
    { numRuns: 2000 },
  )
})

test('whatever bytes come, the parser gives items or an XmlError', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fragment.map((text) => new TextEncoder().encode(text)),
          fc.uint8Array(),
        ),
      ),
      (pieces) => {
        outcome(pieces)
        return true
      },
    ),
    { numRuns: 2000 },
  )
})

function cut<T extends string | Uint8Array>(whole: T, at: readonly number[]): T[] {
  const places = [0, ...at.map((place) => place % (whole.length + 1)).toSorted((a, b) => a - b), whole.length]
  return places.slice(1).map((place, i) => whole.slice(places[i], place) as T)
}

function outcome(pieces: readonly (string | Uint8Array)[]): string {
  const parser = createParser()
  const items: Item[] = []
  const takeAll = () => {
    for (let item = parser.next(); item !== undefined; item = parser.next()) items.push(item)
  }
  try {
    for (const piece of pieces) {
      parser.write(piece)
      takeAll()
    }
    parser.close()
    takeAll()
    return JSON.stringify(items)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    return `${JSON.stringify(items)} ${error.code} ${error.message}`
  }
}
