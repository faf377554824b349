import { endOfName, endOfSpace, findForbidden, isSpace } from './characters.ts'
import { completion, type Token } from './completion.ts'
import { type Position, XmlError, type XmlErrorCode } from './errors.ts'
import type { Item, StartElement } from './items.ts'
import type { Limits } from './limits.ts'
import { createLineEnds } from './line-ends.ts'
import { standsAt } from './names.ts'
import { createScope } from './namespaces.ts'
import { advance, beginning } from './position.ts'
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

/**
 * A strict pull parser over text that comes in pieces: XML 1.0 (Fifth Edition) and Namespaces in XML 1.0 without DTD.
 * Each token is read once it is whole; none is looked at twice.
 */
export function createTextParser(limits: Limits): TextParser {
  const lineEnds = createLineEnds()
  const scope = createScope()
  const { tag, read: readTag } = createTagReader(limits, fail)
  // Of each open element: its start tag, its name as written, and which namespaces to forget when it closes.
  const open: StartElement[] = []
  const names: string[] = []
  const marks: number[] = []
  let phase: Phase = 'start'
  let text = ''
  let at = 0
  /** Where the item being read began. */
  let begin = 0
  /** The position of the text's first character. */
  let origin = beginning
  let ended = false
  let spoiled: { readonly code: XmlErrorCode; readonly message: string } | undefined
  /** Pieces that do not complete the token at the end of `text`. */
  let pieces: string[] = []
  let pending = 0
  let isComplete: ((piece: string) => boolean) | undefined
  /** The last item began an element that has no end tag of its own: `<a/>`. */
  let isEmpty = false
  // The next `&` and `]]>` at or after `at`: found once, not once for each run of text.
  let ampersand = -1
  let sectionEnd = -1

  return { write, close, spoil, next, position: () => positionOf(begin) }

  function write(piece: string): void {
    if (ended || spoiled !== undefined) return
    take(lineEnds.normalize(piece))
  }

  function close(): void {
    if (ended) return
    const rest = lineEnds.rest()
    if (rest !== '' && spoiled === undefined) take(rest)
    join()
    ended = true
  }

  function spoil(code: XmlErrorCode, message: string): void {
    if (spoiled !== undefined) return
    const rest = lineEnds.rest()
    if (rest !== '') take(rest)
    spoiled ??= { code, message }
    join()
  }

  function take(piece: string): void {
    const forbidden = findForbidden(piece)
    const sound = forbidden < 0 ? piece : piece.slice(0, forbidden)
    pieces.push(sound)
    pending += sound.length
    if (forbidden >= 0) {
      spoiled = { code: 'ERR_XML_MALFORMED', message: `${quoteAt(piece, forbidden)} is not allowed in XML` }
    }
    if (isComplete === undefined || spoiled !== undefined || isComplete(sound)) join()
    else checkLength(text.length - at + pending)
  }

  function join(): void {
    isComplete = undefined
    if (pieces.length === 0) return
    origin = advance(origin, text.slice(0, at))
    // Joining an array makes a flat string; + would make a tree of two, slower to read to its end.
    text = [text.slice(at), ...pieces].join('')
    pieces = []
    pending = 0
    at = begin = 0
    ampersand = sectionEnd = -1
  }

  function next(): Item | undefined {
    if (isComplete !== undefined) return undefined
    if (isEmpty) return leave()
    for (;;) {
      begin = at
      const item = phase === 'start' || phase === 'declaration' ? readBeginning() : read()
      if (at - begin > limits.token) checkLength(at - begin)
      if (item !== 'nothing') return item
    }
  }

  function read(): Item | undefined | 'nothing' {
    if (at >= text.length) return atEnd()
    if (text.charCodeAt(at) !== LESS) return phase === 'content' ? readText() : skipSpace()
    if (at + 1 === text.length && !final()) return undefined
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
  function readBeginning(): Item | undefined | 'nothing' {
    if (phase === 'start' && text !== '') {
      if (text.charCodeAt(0) === BYTE_ORDER_MARK) at = 1
      phase = 'declaration'
    }
    if (text.length - at < 6 && !final() && couldBegin('<?xml ')) return undefined
    if (text.startsWith('<?xml', at) && isSpace(text.charCodeAt(at + 5))) {
      const stop = text.indexOf('?>', at)
      if (stop < 0) return wait('instruction', 'the XML declaration')
      checkDeclaration(text.slice(at, stop + 2), at, fail)
      at = stop + 2
    }
    phase = 'prolog'
    return 'nothing'
  }

  function atEnd(): undefined {
    if (!final()) return undefined
    if (spoiled !== undefined) fail(at, spoiled.message, spoiled.code)
    if (open.length > 0) fail(at, `the document ends before </${names.at(-1)}>`)
    if (phase !== 'epilog') fail(at, 'there is no document element')
    return undefined
  }

  function skipSpace(): 'nothing' {
    at = endOfSpace(text, at)
    if (at < text.length && text.charCodeAt(at) !== LESS) {
      fail(at, `${quoteAt(text, at)} stands outside the document element`)
    }
    return 'nothing'
  }

  function readText(): Item | undefined {
    const stop = findMarkup(text, at)
    if (stop < 0) return wait('text', 'text')
    if (ampersand < at) ampersand = indexOrEnd('&')
    if (sectionEnd < at) sectionEnd = indexOrEnd(']]>')
    if (sectionEnd < stop) fail(sectionEnd, ']]> in text; it is written ]]&gt;')
    const raw = text.slice(at, stop)
    const resolved = ampersand < stop ? resolveReferences(raw, at, fail) : raw
    at = stop
    return { type: 'text', text: resolved }
  }

  function readStart(): Item | undefined {
    if (phase === 'epilog') fail(at, 'there is a second document element')
    if (!readTag(text, at)) return wait('tag', 'a start tag')
    if (open.length >= limits.depth) fail(at, `elements are nested more than ${limits.depth} deep`, 'ERR_XML_LIMIT')
    marks.push(scope.mark())
    const item = resolveTag(tag, scope, at, fail)
    open.push(item)
    names.push(item.prefix === '' ? item.localName : `${item.prefix}:${item.localName}`)
    phase = 'content'
    at = tag.end
    isEmpty = tag.empty
    return item
  }

  function readEndTag(): Item | undefined {
    const name = names.at(-1)
    const nameEnd = name === undefined ? endOfName(text, at + 2) : at + 2 + name.length
    const close = endOfSpace(text, nameEnd)
    if (name !== undefined && text.charCodeAt(close) === GREATER && standsAt(text, at + 2, name)) {
      at = close + 1
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
    at = stop + 2
    return { type: 'processing-instruction', target, data }
  }

  function readDeclaration(): Item | undefined {
    if (text.startsWith('<!--', at)) return readComment()
    if (text.startsWith('<![CDATA[', at)) return readSection()
    if (text.startsWith('<!DOCTYPE', at)) {
      fail(at, 'a document with a DOCTYPE is not accepted; leave it out', 'ERR_XML_DOCTYPE')
    }
    if (!final() && (couldBegin('<!--') || couldBegin('<![CDATA[') || couldBegin('<!DOCTYPE'))) return undefined
    return fail(at, '<! begins neither a comment nor a CDATA section')
  }

  function readComment(): Item | undefined {
    const stop = text.indexOf('--', at + 4)
    if (stop < 0 || stop + 2 >= text.length) return wait('comment', 'a comment')
    if (text.charCodeAt(stop + 2) !== GREATER) fail(stop, '-- in a comment')
    const content = text.slice(at + 4, stop)
    at = stop + 3
    return { type: 'comment', text: content }
  }

  function readSection(): Item | undefined {
    if (phase !== 'content') fail(at, 'a CDATA section stands outside the document element')
    const stop = text.indexOf(']]>', at + 9)
    if (stop < 0) return wait('cdata', 'a CDATA section')
    const content = text.slice(at + 9, stop)
    at = stop + 3
    return { type: 'text', text: content, cdata: true }
  }

  /** The token at `at` is not whole: `next` has nothing to say until it is. */
  function wait(token: Token, what: string): undefined {
    if (spoiled !== undefined) fail(text.length, spoiled.message, spoiled.code)
    if (ended) {
      if (token === 'text') fail(text.length, `the document ends before </${names.at(-1)}>`)
      fail(at, `${what} begins here and does not end`)
    }
    checkLength(text.length - at)
    isComplete = completion(token)
    isComplete(text.slice(at))
    return undefined
  }

  function couldBegin(mark: string): boolean {
    return text.length - at < mark.length && mark.startsWith(text.slice(at))
  }

  function final(): boolean {
    return ended || spoiled !== undefined
  }

  function indexOrEnd(mark: string): number {
    const found = text.indexOf(mark, at)
    return found < 0 ? text.length : found
  }

  function checkLength(length: number): void {
    if (length > limits.token) {
      fail(begin, `what begins here is longer than ${limits.token} characters`, 'ERR_XML_LIMIT')
    }
  }

  function positionOf(offset: number): Position {
    return advance(origin, text.slice(0, offset))
  }

  function fail(offset: number, message: string, code: XmlErrorCode = 'ERR_XML_MALFORMED'): never {
    const position = positionOf(offset)
    throw new XmlError(code, `${message} (line ${position.line}, column ${position.column})`, { position })
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
