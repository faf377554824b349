import { XMLParser } from 'fast-xml-parser'
import type { Document } from './document.ts'
import { XmlError } from './errors.ts'
import type { Item, Text } from './items.ts'
import { defaultLimits } from './limits.ts'
import { resolveReferences } from './references.ts'
import { createWriter } from './writer.ts'

/** Text, an element with something in it, or several elements of the same name. */
export type Value = string | ObjectValue | readonly Value[]

export interface ObjectValue {
  readonly [name: string]: Value
}

export interface ObjectOptions {
  /** Elements that are an array even where there is but one. */
  readonly arrays?: readonly string[]
  /** Elements and texts; an object of many is large. Default 1,000,000. */
  readonly maxNodes?: number
}

/**
 * A document as a plain object, for roles that want a few values: `<point x="1"><label>a</label></point>` is
 * `{ point: { '@_x': '1', label: 'a' } }`. Names are as written, with their prefixes; attributes begin with `@_`; text
 * beside attributes or elements is `#text`. All values stay text. Left out: comments, instructions, white space between
 * elements, and how text and elements were mixed.
 * @throws XmlError for what is not well-formed; `ERR_XML_VALUE` for an element that is named as what every object has.
 */
export function toObject(
  document: Document,
  { arrays = [], maxNodes = defaultLimits.nodes }: ObjectOptions = {},
): ObjectValue {
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    // It knows no character references without HTML's entities, and counts expansions; ours are strict already.
    processEntities: false,
    tagValueProcessor: (_, text) => resolve(text),
    attributeValueProcessor: (_, value) => resolve(value),
    isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && arrays.includes(name),
    maxNestedTags: Infinity,
    onDangerousProperty: refuse,
    jPath: false,
  })
  return parser.parse(simplified(document, maxNodes)) as ObjectValue
}

// Those that it refuses itself, with an error that says nothing of the document.
const reserved = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * The document as fast-xml-parser reads it right. Passing our parser, it is known to be well-formed; written anew, it
 * has nothing in it that fast-xml-parser trips over, such as an apostrophe in a processing instruction.
 */
function simplified(document: Document, maxNodes: number): string {
  const writer = createWriter()
  let before: Item | undefined
  /** White space that is only kept if it is all there is in its element. */
  let blank: Text | undefined
  let nodes = 0
  for (const item of document.events()) {
    if (item.type !== 'end-element' && ++nodes > maxNodes) {
      throw new XmlError('ERR_XML_LIMIT', `the document has more than ${maxNodes} nodes; read its events instead`)
    }
    if (item.type === 'comment' || item.type === 'processing-instruction') continue
    if (item.type === 'text') {
      const text: Text = { type: 'text', text: (blank?.text ?? '') + item.text }
      blank = /^[ \t\r\n]*$/.test(text.text) ? text : undefined
      if (blank === undefined) {
        writer.write(text)
        before = text
      }
      continue
    }
    if (item.type === 'start-element' && reserved.has(item.localName) && item.prefix === '') refuse(item.localName)
    if (blank !== undefined && item.type === 'end-element' && before?.type === 'start-element') writer.write(blank)
    blank = undefined
    writer.write(item)
    before = item
  }
  return writer.take(true)
}

function resolve(text: string): string {
  return resolveReferences(text, 0, (_, message) => {
    throw new XmlError('ERR_XML_MALFORMED', message)
  })
}

function refuse(name: string): never {
  throw new XmlError('ERR_XML_VALUE', `an element <${name}> cannot be a property of an object; read the tree instead`)
}
