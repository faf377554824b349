import type { Position } from '@xeerkat/xml'
import { RoleError, type RoleErrorCode } from '../../errors.ts'
import type { MonosLimits } from './limits.ts'

/** A text that is read from left to right. `at` is where reading goes on; it may be set back. */
export interface Scanner {
  readonly text: string
  readonly limits: MonosLimits
  at: number
  /** Passes over blanks and comments; returns what comes then, as a character code, `NaN` at the end. */
  readonly peek: () => number
  /** Passes over a mark, if it comes next. */
  readonly take: (mark: string) => boolean
  /** Passes over a mark, which must come next. `why` says what it is for. */
  readonly expect: (mark: string, why: string) => void
  /** Letters, digits and underscores from a letter on; empty if no letter comes next. */
  readonly word: () => string
  /** Decimal digits, bounded; empty if none come next. */
  readonly digits: () => string
  /** Says what should stand here. */
  readonly fail: (expected: string, at?: number) => never
  readonly fault: (code: RoleErrorCode, message: string, at?: number) => never
  /** Goes on with another text. */
  readonly restart: (text: string, from: Place) => void
}

/** Where in a document a text begins; found out only where something is wrong. */
export type Place = () => Position

export const beginning: Place = () => ({ line: 1, column: 1 })

export interface Comments {
  /** From this mark to the end of the line is a comment. */
  readonly line?: string
  /** What stands between these is a comment. */
  readonly block?: readonly [string, string]
}

/** `from` is where in a document the text begins, so that faults can name the place in the document. */
export function createScanner(
  text: string,
  limits: MonosLimits,
  { line, block }: Comments = {},
  from: Place = beginning,
): Scanner {
  const scanner = { text, limits, at: 0, peek, take, expect, word, digits, fail, fault, restart }
  const [lineMark, blockMark] = [line, block?.[0]].map((mark) => mark?.charCodeAt(0))
  restart(text, from)
  return scanner

  function restart(other: string, place: Place): void {
    scanner.text = text = other
    scanner.at = 0
    from = place
    if (text.length > limits.text)
      fault('ERR_MONOS_LIMIT', `the text has ${text.length} characters; at most ${limits.text} are read`, 0)
  }

  function peek(): number {
    for (;;) {
      let code = text.charCodeAt(scanner.at)
      while (code === 0x20 || (code >= 0x09 && code <= 0x0d)) code = text.charCodeAt(++scanner.at)
      if (code !== lineMark && code !== blockMark) return code
      if (line !== undefined && text.startsWith(line, scanner.at)) passTo('\n', text.length)
      else if (block !== undefined && text.startsWith(block[0], scanner.at)) {
        const begin = scanner.at
        if (!passTo(block[1], -1)) fault('ERR_MONOS_SYNTAX', `a comment is not closed with ${block[1]}`, begin)
      } else return code
    }
  }

  /** Passes over what comes up to the end of a mark; `otherwise` is where one is then, unless negative. */
  function passTo(mark: string, otherwise: number): boolean {
    const found = text.indexOf(mark, scanner.at)
    if (found < 0 && otherwise < 0) return false
    scanner.at = found < 0 ? otherwise : found + mark.length
    return true
  }

  function take(mark: string): boolean {
    peek()
    if (!text.startsWith(mark, scanner.at)) return false
    scanner.at += mark.length
    return true
  }

  function expect(mark: string, why: string): void {
    if (!take(mark)) fail(`"${mark}" ${why}`)
  }

  function word(): string {
    if (!isLetter(peek())) return ''
    const begin = scanner.at++
    while (isWordPart(text.charCodeAt(scanner.at))) scanner.at++
    if (scanner.at - begin > limits.name)
      fault('ERR_MONOS_LIMIT', `a name is longer than ${limits.name} characters`, begin)
    return text.slice(begin, scanner.at)
  }

  function digits(): string {
    peek()
    const begin = scanner.at
    while (isDigit(text.charCodeAt(scanner.at))) scanner.at++
    if (scanner.at - begin > limits.digits)
      fault('ERR_MONOS_LIMIT', `an integer has ${scanner.at - begin} digits; at most ${limits.digits} are read`, begin)
    return text.slice(begin, scanner.at)
  }

  function fail(expected: string, at = scanner.at): never {
    return fault('ERR_MONOS_SYNTAX', `expected ${expected}, not ${quoteAt(text, at)}`, at)
  }

  function fault(code: RoleErrorCode, message: string, at = scanner.at): never {
    throw faultAt(code, message, advance(from(), text, at))
  }
}

/** An error whose message ends with the place. */
export function faultAt(code: RoleErrorCode, message: string, position: Position): RoleError {
  return new RoleError(code, `${message} (line ${position.line}, column ${position.column})`, { position })
}

/** Where one is after reading so many UTF-16 units of a text. Columns count characters. */
export function advance({ line, column }: Position, text: string, length: number): Position {
  let begin = 0
  for (let end = text.indexOf('\n'); end >= 0 && end < length; end = text.indexOf('\n', begin)) {
    line++
    column = 1
    begin = end + 1
  }
  for (let at = begin; at < length; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) column++
  return { line, column }
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

export function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
}

function isWordPart(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 0x5f
}

function quoteAt(text: string, at: number): string {
  const [found] = /^(?:[A-Za-z0-9_]{1,40}|[^])/u.exec(text.slice(at, at + 40)) ?? []
  return found === undefined ? 'the end' : JSON.stringify(found)
}
