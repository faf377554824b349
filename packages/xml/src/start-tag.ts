import { endOfName, endOfSpace, isSpace } from './characters.ts'
import type { Fail } from './errors.ts'
import type { Limits } from './limits.ts'
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

/** A start tag as written, its prefixes not yet looked up. */
export interface RawTag extends RawName {
  readonly attributes: readonly RawAttribute[]
  /** `<a/>` */
  readonly empty: boolean
  /** Offset after the tag. */
  readonly end: number
}

export interface RawAttribute extends RawName {
  readonly value: string
  readonly offset: number
}

interface RawName {
  /** With its prefix. */
  readonly name: string
  readonly prefix: string
  readonly localName: string
}

const none: readonly RawAttribute[] = []

/** Reads the start tag whose `<` is at `offset`; `undefined` when the text ends before the tag does. */
export function readStartTag(text: string, offset: number, limits: Limits, fail: Fail): RawTag | undefined {
  const name = readName(text, offset + 1, limits, fail)
  if (name === undefined) return undefined
  let attributes: RawAttribute[] | undefined
  let at = offset + 1 + name.name.length
  for (;;) {
    const afterSpace = endOfSpace(text, at)
    if (afterSpace >= text.length) return undefined
    const code = text.charCodeAt(afterSpace)
    if (code === GREATER) return { ...name, attributes: attributes ?? none, empty: false, end: afterSpace + 1 }
    if (code === SLASH) {
      if (afterSpace + 1 >= text.length) return undefined
      if (text.charCodeAt(afterSpace + 1) !== GREATER) fail(afterSpace, 'a / in a tag must be followed by >')
      return { ...name, attributes: attributes ?? none, empty: true, end: afterSpace + 2 }
    }
    if (afterSpace === at) fail(at, `white space or > is missing in the tag <${name.name}>`)
    attributes ??= []
    if (attributes.length >= limits.attributes) {
      fail(afterSpace, `<${name.name}> has more than ${limits.attributes} attributes`, 'ERR_XML_LIMIT')
    }
    const attribute = readAttribute(text, afterSpace, limits, fail)
    if (attribute === undefined) return undefined
    attributes.push(attribute.attribute)
    at = attribute.end
  }
}

function readAttribute(
  text: string,
  offset: number,
  limits: Limits,
  fail: Fail,
): { readonly attribute: RawAttribute; readonly end: number } | undefined {
  const name = readName(text, offset, limits, fail)
  if (name === undefined) return undefined
  const equals = endOfSpace(text, offset + name.name.length)
  if (equals >= text.length) return undefined
  if (text.charCodeAt(equals) !== EQUALS) fail(equals, `the attribute ${name.name} has no value`)
  const open = endOfSpace(text, equals + 1)
  if (open >= text.length) return undefined
  const quote = text.charCodeAt(open)
  if (quote !== QUOTE && quote !== APOSTROPHE) fail(open, `the value of the attribute ${name.name} is not quoted`)

  let spaces = false
  let references = false
  let at = open + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) break
    if (code === LESS) fail(at, `< in the value of the attribute ${name.name}; it is written &lt;`)
    if (code === AMPERSAND) references = true
    else if (code === NEWLINE || code === TAB) spaces = true
  }
  if (at >= text.length) return undefined
  let value = text.slice(open + 1, at)
  // Attribute-value normalization (XML 1.0, 3.3.3): white space as written becomes blanks, referenced stays.
  if (spaces) value = value.replaceAll(/[\n\t]/g, ' ')
  if (references) value = resolveReferences(value, open + 1, fail)
  return { attribute: { ...name, value, offset }, end: at + 1 }
}

/** Reads a qualified name; `undefined` when the text ends with it, since it might go on. */
export function readName(text: string, offset: number, limits: Limits, fail: Fail): RawName | undefined {
  let end = endOfName(text, offset)
  if (end >= text.length) return undefined
  if (end === offset) fail(offset, `${quoteAt(text, offset)} cannot begin a name`)
  let colon = -1
  if (text.charCodeAt(end) === COLON) {
    colon = end
    end = endOfName(text, colon + 1)
    if (end >= text.length) return undefined
    if (end === colon + 1) fail(end, `${quoteAt(text, end)} cannot begin the part of a name after the colon`)
  }
  if (end - offset > limits.nameLength) {
    fail(offset, `a name is longer than ${limits.nameLength} characters`, 'ERR_XML_LIMIT')
  }
  const next = text.charCodeAt(end)
  if (!isSpace(next) && next !== GREATER && next !== SLASH && next !== EQUALS) {
    fail(end, `${quoteAt(text, end)} cannot be part of a name`)
  }
  const name = text.slice(offset, end)
  return colon < 0
    ? { name, prefix: '', localName: name }
    : { name, prefix: text.slice(offset, colon), localName: text.slice(colon + 1, end) }
}

/** The character at an offset, fit for a message. */
export function quoteAt(text: string, offset: number): string {
  const point = text.codePointAt(offset)
  if (point === undefined) return 'the end'
  return point > 0x20 && point < 0x7f
    ? String.fromCodePoint(point)
    : `the character U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}
