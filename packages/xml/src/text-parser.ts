import { endOfName, endOfSpace, isSpace } from './characters.ts'
import type { Token } from './completion.ts'
import type { Position, XmlErrorCode } from './errors.ts'
import { createInput } from './input.ts'
import type { Item, StartElement } from './items.ts'
import type { Limits } from './limits.ts'
import { standsAt } from './names.ts'
import { createScope } from './namespaces.ts'
import { resolveReferences } from './references.ts'
import { resolveTag } from './resolve-tag.ts'
import { createTagReader, quoteAt } from './start-tag.ts'
import { checkDeclaration } from './xml-declaration.ts'

const BYTE_ORDER_MARK = 0xfeff
const BANG = 0x21
const SLASH = 0x2f
const LESS = 0x3c
const GREATER = 0x3e
const QUESTION = 0x3f

export interface TextParser {
  readonly write: (piece: string) => void
  readonly close: () => void
  /** From here on the text cannot be read; thrown once the reader has come there. */
  readonly spoil: (code: XmlErrorCode, message: string) => void
  readonly next: () => Item | undefined
  readonly position: () => Position
}

type Phase = 'start' | 'declaration' | 'prolog' | 'content' | 'epilog'

/** An item; that more must come first; or that something was read which is no item. */
type Reading = Item | undefined | 'nothing'

/**
 * A strict pull parser over text that comes in pieces: XML 1.0 (Fifth Edition) and Namespaces in XML 1.0 without DTD.
 * Each token is read once it is whole; none is looked at twice.
 */
export function createTextParser(limits: Limits): TextParser {
  const input = createInput()
  const { fail, isFinal } = input
  const scope = createScope()
  const { tag, read: readTag } = createTagReader(limits, fail)
  // Of each open element: its start tag, its name as written, and which namespaces to forget when it closes.
  const open: StartElement[] = []
  const names: string[] = []
  const marks: number[] = []
  let phase: Phase = 'start'
  /** The last item began an element that has no end tag of its own: `<a/>`. */
  let isEmpty = false
  // The next `&` and `]]>` in this version of the text: found once, not once for each run of text.
  let ampersand = -1
  let sectionEnd = -1
  let version = 0
  /** Before the document element. */
  let prolog = 0

  const { write, close, spoil } = input
  return { write, close, spoil, next, position: () => input.position(input.begin) }

  function next(): Item | undefined {
    if (input.isWaiting()) return undefined
    if (isEmpty) return leave()
    for (;;) {
      input.begin = input.at
      const item = phase === 'start' || phase === 'declaration' ? readBeginning() : read()
      const length = input.at - input.begin
      if (length > limits.token) input.checkLength(length, limits.token)
      if (phase !== 'content' && phase !== 'epilog') countProlog(length)
      if (item !== 'nothing') return item
    }
  }

  function countProlog(length: number): void {
    prolog += length
    if (prolog <= limits.prolog) return
    fail(input.begin, `more than ${limits.prolog} characters come before the document element`, 'ERR_XML_LIMIT')
  }

  function wait(token: Token, what: string): undefined {
    if (token === 'tag') return input.wait(token, what, Math.min(limits.startTag, limits.token))
    const isProlog = phase === 'declaration' || phase === 'prolog'
    return input.wait(token, what, isProlog ? Math.min(limits.prolog - prolog, limits.token) : limits.token)
  }

  function read(): Reading {
    const { text, at } = input
    if (at >= text.length) return atEnd()
    if (text.charCodeAt(at) !== LESS) return phase === 'content' ? readText() : skipSpace()
    if (at + 1 === text.length && !isFinal()) return undefined
    switch (text.charCodeAt(at + 1)) {
      case SLASH:
        return readEndTag()
      case QUESTION:
        return readInstruction()
      case BANG:
        return readDeclaration()
      default:
        return readStart()
    }
  }

  /** An optional byte order mark and XML declaration. */
  function readBeginning(): Reading {
    if (phase === 'start' && input.text !== '') {
      if (input.text.charCodeAt(0) === BYTE_ORDER_MARK) input.at = 1
      phase = 'declaration'
    }
    const { text, at } = input
    if (text.length - at < 6 && !isFinal() && couldBegin('<?xml ')) return undefined
    if (text.startsWith('<?xml', at) && isSpace(text.charCodeAt(at + 5))) {
      const stop = text.indexOf('?>', at)
      if (stop < 0) return wait('instruction', 'the XML declaration')
      checkDeclaration(text.slice(at, stop + 2), at, fail)
      input.at = stop + 2
    }
    phase = 'prolog'
    return 'nothing'
  }

  function atEnd(): undefined {
    if (!isFinal()) return undefined
    input.checkSpoiled()
    if (open.length > 0) fail(input.at, `the document ends before </${names.at(-1)}>`)
    if (phase !== 'epilog') fail(input.at, 'there is no document element')
    return undefined
  }

  function skipSpace(): 'nothing' {
    const { text } = input
    const at = endOfSpace(text, input.at)
    if (at < text.length && text.charCodeAt(at) !== LESS) {
      fail(at, `${quoteAt(text, at)} stands outside the document element`)
    }
    input.at = at
    return 'nothing'
  }

  function readText(): Item | undefined {
    const { text, at } = input
    const stop = findMarkup(text, at)
    if (stop < 0) {
      if (!isFinal()) return wait('text', 'text')
      input.at = text.length
      return atEnd()
    }
    if (version !== input.version) {
      ampersand = sectionEnd = -1
      version = input.version
    }
    if (ampersand < at) ampersand = indexOrEnd('&')
    if (sectionEnd < at) sectionEnd = indexOrEnd(']]>')
    if (sectionEnd < stop) fail(sectionEnd, ']]> in text; it is written ]]&gt;')
    const raw = text.slice(at, stop)
    const resolved = ampersand < stop ? resolveReferences(raw, at, fail) : raw
    input.at = stop
    return { type: 'text', text: resolved }
  }

  function readStart(): Item | undefined {
    const { text, at } = input
    if (phase === 'epilog') fail(at, 'there is a second document element')
    if (!readTag(text, at)) return wait('tag', 'a start tag')
    if (open.length >= limits.depth) fail(at, `elements are nested more than ${limits.depth} deep`, 'ERR_XML_LIMIT')
    marks.push(scope.mark())
    const item = resolveTag(tag, scope, at, fail)
    open.push(item)
    names.push(item.prefix === '' ? item.localName : `${item.prefix}:${item.localName}`)
    phase = 'content'
    input.at = tag.end
    isEmpty = tag.empty
    return item
  }

  function readEndTag(): Item | undefined {
    const { text, at } = input
    const name = names.at(-1)
    const nameEnd = name === undefined ? endOfName(text, at + 2) : at + 2 + name.length
    const close = endOfSpace(text, nameEnd)
    if (name !== undefined && text.charCodeAt(close) === GREATER && standsAt(text, at + 2, name)) {
      input.at = close + 1
      return leave()
    }
    const stop = text.indexOf('>', at)
    if (stop < 0) return wait('end-tag', 'an end tag')
    const written = text.slice(at, Math.min(stop + 1, at + 80))
    return fail(at, name === undefined ? `${written} closes nothing` : `${written} closes <${name}>`)
  }

  function leave(): Item | undefined {
    isEmpty = false
    const closed = open.pop()
    const mark = marks.pop()
    names.pop()
    if (closed === undefined || mark === undefined) return undefined
    scope.restore(mark)
    if (open.length === 0) phase = 'epilog'
    const { prefix, localName, namespace } = closed
    return { type: 'end-element', prefix, localName, namespace }
  }

  function readInstruction(): Item | undefined {
    const { text, at } = input
    const stop = text.indexOf('?>', at + 2)
    if (stop < 0) return wait('instruction', 'a processing instruction')
    const nameEnd = endOfName(text, at + 2)
    const target = text.slice(at + 2, nameEnd)
    if (target === '' || (nameEnd < stop && !isSpace(text.charCodeAt(nameEnd)))) {
      fail(nameEnd, `${quoteAt(text, nameEnd)} cannot be part of the name of a processing instruction`)
    }
    if (target.length > limits.nameLength) {
      fail(at + 2, `a name is longer than ${limits.nameLength} characters`, 'ERR_XML_LIMIT')
    }
    if (target.toLowerCase() === 'xml') fail(at, 'an XML declaration may only stand at the very beginning')
    const data = text.slice(Math.min(endOfSpace(text, nameEnd), stop), stop)
    input.at = stop + 2
    return { type: 'processing-instruction', target, data }
  }

  function readDeclaration(): Item | undefined {
    const { text, at } = input
    if (text.startsWith('<!--', at)) return readComment()
    if (text.startsWith('<![CDATA[', at)) return readSection()
    if (text.startsWith('<!DOCTYPE', at)) {
      fail(at, 'a document with a DOCTYPE is not accepted; leave it out', 'ERR_XML_DOCTYPE')
    }
    if (!isFinal() && (couldBegin('<!--') || couldBegin('<![CDATA[') || couldBegin('<!DOCTYPE'))) return undefined
    return fail(at, '<! begins neither a comment nor a CDATA section')
  }

  function readComment(): Item | undefined {
    const { text, at } = input
    const stop = text.indexOf('--', at + 4)
    if (stop < 0 || stop + 2 >= text.length) return wait('comment', 'a comment')
    if (text.charCodeAt(stop + 2) !== GREATER) fail(stop, '-- in a comment')
    const content = text.slice(at + 4, stop)
    input.at = stop + 3
    return { type: 'comment', text: content }
  }

  function readSection(): Item | undefined {
    const { text, at } = input
    if (phase !== 'content') fail(at, 'a CDATA section stands outside the document element')
    const stop = text.indexOf(']]>', at + 9)
    if (stop < 0) return wait('cdata', 'a CDATA section')
    const content = text.slice(at + 9, stop)
    input.at = stop + 3
    return { type: 'text', text: content, cdata: true }
  }

  function couldBegin(mark: string): boolean {
    const { text, at } = input
    return text.length - at < mark.length && mark.startsWith(text.slice(at))
  }

  function indexOrEnd(mark: string): number {
    const found = input.text.indexOf(mark, input.at)
    return found < 0 ? input.text.length : found
  }
}

/** Most text is short, and a call into the engine costs more than the first few characters. */
const SHORT = 24

/** Where the next `<` is; -1 if there is none. */
function findMarkup(text: string, from: number): number {
  const soon = Math.min(from + SHORT, text.length)
  for (let i = from; i < soon; i++) if (text.charCodeAt(i) === LESS) return i
  return text.indexOf('<', soon)
}
