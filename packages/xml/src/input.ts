import { findForbidden } from './characters.ts'
import { completion, type Token } from './completion.ts'
import { type Fail, type Position, XmlError, type XmlErrorCode } from './errors.ts'
import { createLineEnds } from './line-ends.ts'
import { advance, beginning } from './position.ts'
import { quoteAt } from './start-tag.ts'

/** The text of a document as far as it has come, and how far it has been read. */
export interface Input {
  /** What is at hand, its line ends `\n`, and nothing in it that XML forbids. */
  text: string
  /** What comes next, as an index into `text`. */
  at: number
  /** Where the token being read began. */
  begin: number
  /** Grows whenever `text` changes, and with it what every index means. */
  version: number
  /** A token has been cut off, and what came since does not complete it. */
  readonly isWaiting: () => boolean
  /** Nothing will follow `text` that can be read. */
  readonly isFinal: () => boolean
  /** Adds a piece, cut anywhere. */
  readonly write: (piece: string) => void
  readonly close: () => void
  /** What follows cannot be read. It is thrown once the reader has come there. */
  readonly spoil: (code: XmlErrorCode, message: string) => void
  /** To be called at the end of `text`: throws what spoiled the rest, if anything did. */
  readonly checkSpoiled: () => void
  /** The token at `at` is cut off: waits until it is whole. Throws if it never will be, or is longer than `most`. */
  readonly wait: (token: Token, what: string, most: number) => undefined
  /** Throws if a token is longer than it may be. */
  readonly checkLength: (length: number, most: number) => void
  readonly position: (offset: number) => Position
  readonly fail: Fail
}

export function createInput(): Input {
  const lineEnds = createLineEnds()
  /** The last offset that was asked for, and its position: those after it are counted from there. */
  let known = 0
  let place = beginning
  /** The position of the text's first character. */
  let origin = beginning
  let ended = false
  let spoiled: { readonly code: XmlErrorCode; readonly message: string } | undefined
  /** What has come since the token was cut off. */
  let pieces: string[] = []
  let pending = 0
  let isComplete: ((piece: string) => boolean) | undefined
  let longest = Infinity

  const input: Input = {
    text: '',
    at: 0,
    begin: 0,
    version: 0,
    isWaiting: () => isComplete !== undefined,
    isFinal: () => ended || spoiled !== undefined,
    write(piece) {
      if (!ended && spoiled === undefined) take(lineEnds.normalize(piece))
    },
    close() {
      if (spoiled === undefined) take(lineEnds.rest())
      join()
      ended = true
    },
    spoil(code, message) {
      if (spoiled === undefined) take(lineEnds.rest())
      spoiled ??= { code, message }
      join()
    },
    checkSpoiled() {
      if (spoiled !== undefined) fail(input.text.length, spoiled.message, spoiled.code)
    },
    wait(token, what, most) {
      input.checkSpoiled()
      if (ended) fail(input.at, `${what} begins here and does not end`)
      const rest = input.text.slice(input.at)
      checkLength(rest.length, most)
      longest = most
      isComplete = completion(token)
      isComplete(rest)
      return undefined
    },
    checkLength,
    position,
    fail,
  }
  return input

  function take(piece: string): void {
    const forbidden = findForbidden(piece)
    const sound = forbidden < 0 ? piece : piece.slice(0, forbidden)
    if (forbidden >= 0) {
      spoiled = { code: 'ERR_XML_MALFORMED', message: `${quoteAt(piece, forbidden)} is not allowed in XML` }
    }
    pieces.push(sound)
    pending += sound.length
    if (isComplete === undefined || spoiled !== undefined || isComplete(sound)) join()
    else checkLength(input.text.length - input.at + pending, longest)
  }

  function join(): void {
    const { text, at } = input
    isComplete = undefined
    if (pending === 0) return
    origin = place = position(at)
    known = 0
    // Joining an array makes a flat string; + would make a tree of two, slower to read to its end.
    input.text = [text.slice(at), ...pieces].join('')
    input.at = input.begin = 0
    input.version++
    pieces = []
    pending = 0
  }

  function checkLength(length: number, most: number): void {
    if (length > most) fail(input.begin, `what begins here is longer than ${most} characters`, 'ERR_XML_LIMIT')
  }

  function position(offset: number): Position {
    place =
      offset < known ? advance(origin, input.text.slice(0, offset)) : advance(place, input.text.slice(known, offset))
    known = offset
    return place
  }

  function fail(offset: number, message: string, code: XmlErrorCode = 'ERR_XML_MALFORMED'): never {
    const at = position(offset)
    throw new XmlError(code, `${message} (line ${at.line}, column ${at.column})`, { position: at })
  }
}
