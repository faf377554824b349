import { endOfName, endOfSpace, isSpace } from './characters.ts'
import type { Fail } from './errors.ts'
import type { Limits } from './limits.ts'
import { createNames } from './names.ts'
import { resolveReferences } from './references.ts'

const TAB = 0x09
const NEWLINE = 0x0a
const QUOTE = 0x22
const AMPERSAND = 0x26
const APOSTROPHE = 0x27
const SLASH = 0x2f
const COLON = 0x3a
const LESS = 0x3c
const EQUALS = 0x3d
const GREATER = 0x3e

/** A start tag as written, its prefixes not yet looked up. Written over by the next one: copy what is to stay. */
export interface RawTag {
  prefix: string
  localName: string
  /** The first `count` of these are the tag's. */
  readonly attributes: RawAttribute[]
  count: number
  /** Is a namespace declaration among the attributes? */
  declares: boolean
  /** `<a/>` */
  empty: boolean
  /** Offset after the tag. */
  end: number
}

export interface RawAttribute {
  prefix: string
  localName: string
  value: string
  offset: number
}

export interface TagReader {
  readonly tag: RawTag
  /** Reads the tag whose `<` is at `offset` into `tag`; false when the text ends before the tag does. */
  readonly read: (text: string, offset: number) => boolean
}

/** One reader for many tags: it makes no objects of its own, which is half the time of reading a document. */
export function createTagReader(limits: Limits, fail: Fail): TagReader {
  const tag: RawTag = { prefix: '', localName: '', attributes: [], count: 0, declares: false, empty: false, end: 0 }
  const nameAt = createNames()
  /** Of the name last read; -1 if it had none. */
  let colon = -1
  /** Where the tag begins. */
  let start = 0
  return { tag, read }

  function read(text: string, offset: number): boolean {
    start = offset
    let at = endOfQName(text, offset + 1)
    if (at < 0) return false
    const nameEnd = at
    tag.prefix = colon < 0 ? '' : nameAt(text, offset + 1, colon)
    tag.localName = nameAt(text, colon < 0 ? offset + 1 : colon + 1, at)
    tag.count = 0
    tag.declares = false
    for (;;) {
      const next = endOfSpace(text, at)
      const code = text.charCodeAt(next)
      if (code === GREATER) return finish(false, next + 1)
      if (code === SLASH) {
        if (next + 1 >= text.length) return false
        if (text.charCodeAt(next + 1) !== GREATER) fail(next, 'a / in a tag must be followed by >')
        return finish(true, next + 2)
      }
      if (next >= text.length) return false
      if (next === at) fail(at, `white space or > is missing in the tag <${text.slice(offset + 1, nameEnd)}>`)
      if (tag.count >= limits.attributes) {
        fail(next, `an element has more than ${limits.attributes} attributes`, 'ERR_XML_LIMIT')
      }
      at = readAttribute(text, next)
      if (at < 0) return false
    }
  }

  function finish(empty: boolean, end: number): true {
    checkLength(end)
    tag.empty = empty
    tag.end = end
    return true
  }

  function checkLength(end: number): void {
    if (end - start > limits.startTag) {
      fail(start, `a start tag is longer than ${limits.startTag} characters`, 'ERR_XML_LIMIT')
    }
  }

  /** Returns where it ends; -1 when the text ends first. */
  function readAttribute(text: string, offset: number): number {
    const nameEnd = endOfQName(text, offset)
    if (nameEnd < 0) return -1
    const equals = endOfSpace(text, nameEnd)
    if (equals >= text.length) return -1
    if (text.charCodeAt(equals) !== EQUALS) fail(equals, `the attribute ${text.slice(offset, nameEnd)} has no value`)
    const open = endOfSpace(text, equals + 1)
    if (open >= text.length) return -1
    const quote = text.charCodeAt(open)
    if (quote !== QUOTE && quote !== APOSTROPHE) {
      fail(open, `the value of the attribute ${text.slice(offset, nameEnd)} is not quoted`)
    }
    const attribute = (tag.attributes[tag.count++] ??= { prefix: '', localName: '', value: '', offset: 0 })
    attribute.offset = offset
    attribute.prefix = colon < 0 ? '' : nameAt(text, offset, colon)
    attribute.localName = nameAt(text, colon < 0 ? offset : colon + 1, nameEnd)
    if (isDeclaration(attribute)) tag.declares = true
    return readValue(text, open + 1, quote, attribute)
  }

  function readValue(text: string, from: number, quote: number, attribute: RawAttribute): number {
    let references = false
    let spaces = false
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === quote) {
        checkLength(at)
        let value = text.slice(from, at)
        // Attribute-value normalization (XML 1.0, 3.3.3): white space as written becomes blanks, referenced stays.
        if (spaces) value = value.replaceAll(/[\n\t]/g, ' ')
        attribute.value = references ? resolveReferences(value, from, fail) : value
        return at + 1
      }
      if (code === LESS) fail(at, '< in the value of an attribute; it is written &lt;')
      if (code === AMPERSAND) references = true
      else if (code === NEWLINE || code === TAB) spaces = true
    }
    return -1
  }

  /** Where the qualified name at `offset` ends, its `colon` noted; -1 when the text ends with it: it might go on. */
  function endOfQName(text: string, offset: number): number {
    colon = -1
    let from = offset
    let end = endOfName(text, from)
    if (end > from && text.charCodeAt(end) === COLON) {
      colon = end
      from = end + 1
      end = endOfName(text, from)
    }
    if (end >= text.length) return -1
    if (end === from) fail(from, `${quoteAt(text, from)} cannot begin a name, or the part after its colon`)
    if (end - offset > limits.nameLength) {
      fail(offset, `a name is longer than ${limits.nameLength} characters`, 'ERR_XML_LIMIT')
    }
    const next = text.charCodeAt(end)
    if (!isSpace(next) && next !== GREATER && next !== SLASH && next !== EQUALS) {
      fail(end, `${quoteAt(text, end)} cannot be part of a name`)
    }
    return end
  }
}

export function isDeclaration({ prefix, localName }: RawAttribute): boolean {
  return prefix === 'xmlns' || (prefix === '' && localName === 'xmlns')
}

/** The character at an offset, fit for a message. */
export function quoteAt(text: string, offset: number): string {
  const point = text.codePointAt(offset)
  if (point === undefined) return 'the end'
  return point > 0x20 && point < 0x7f
    ? String.fromCodePoint(point)
    : `the character U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}
