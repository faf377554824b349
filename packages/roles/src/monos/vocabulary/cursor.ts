import { createParser, type Document, type Item, type Parser, type StartElement } from '@xeerkat/xml'
import type { RoleErrorCode } from '../../errors.ts'
import type { MonosLimits } from '../syntax/limits.ts'
import { faultAt, type Place } from '../syntax/scanner.ts'
import { MONOS_NAMESPACE } from './names.ts'

/** A document, or its bytes in pieces: they are read twice where something is wrong, to tell the place. */
export type Source = Document | readonly Uint8Array[]

/**
 * Reads a document of this vocabulary from its beginning to its end, one element after the other and no tree. Each element
 * that is entered must be read to its end: by asking for children until there are none, or for its text.
 */
export interface Cursor {
  readonly limits: MonosLimits
  /** The document element. */
  readonly root: () => Entered
  /** The next child of the element that was entered last; `undefined` where that ends. */
  readonly child: () => Entered | undefined
  /** The text of the element that was entered last, to its end. `hint` is added where an element stands in it. */
  readonly text: (hint?: string) => Passage
  /** Reads what follows the document element, in which nothing can stand but comments. */
  readonly end: () => void
}

/** An element that was entered. */
export interface Entered {
  /** In this vocabulary; other namespaces are refused. */
  readonly name: string
  /** Values of the attributes that have no namespace. */
  readonly attributes: ReadonlyMap<string, string>
  readonly place: Place
}

export interface Passage {
  readonly text: string
  /** Where it begins. */
  readonly place: Place
}

const PIECE = 2 ** 16

export function createCursor(source: Source, limits: MonosLimits): Cursor {
  const pieces = 'bytes' in source ? [source.bytes] : source
  const items = read(pieces, limits)
  let number = 0
  return { limits, root, child, text, end }

  function next(): Item {
    const item = items()
    number++
    return item ?? fault('ERR_MONOS_SYNTAX', 'the document ends too early', placeOf(number))
  }

  function root(): Entered {
    for (;;) {
      const item = next()
      if (item.type === 'start-element') return enter(item)
    }
  }

  function child(): Entered | undefined {
    for (;;) {
      const item = next()
      if (item.type === 'start-element') return enter(item)
      if (item.type === 'end-element') return undefined
      if (item.type === 'text' && /[^ \t\r\n]/.test(item.text))
        fault('ERR_MONOS_SYNTAX', `an element is expected here, not ${quote(item.text)}`, placeOf(number))
    }
  }

  function text(hint = ''): Passage {
    let place: Place | undefined
    let whole = ''
    for (;;) {
      const item = next()
      if (item.type === 'end-element') return { text: whole, place: place ?? placeOf(number) }
      if (item.type === 'start-element')
        return fault('ERR_MONOS_SYNTAX', `text is expected here, not <${item.localName}>${hint}`, placeOf(number))
      if (item.type !== 'text') continue
      place ??= placeOf(number)
      if (whole.length + item.text.length > limits.text)
        fault('ERR_MONOS_LIMIT', `a text has more than ${limits.text} characters`, placeOf(number))
      whole = whole === '' ? item.text : whole + item.text
    }
  }

  function end(): void {
    while (items() !== undefined) number++
  }

  function enter({ namespace, localName, attributes }: StartElement): Entered {
    const place = placeOf(number)
    if (namespace !== MONOS_NAMESPACE) {
      const expected = `an element of the namespace ${MONOS_NAMESPACE} is expected`
      fault('ERR_MONOS_SYNTAX', `${expected}, not <${localName}> of ${quote(namespace)}`, place)
    }
    const own = attributes.filter((attribute) => attribute.namespace === '')
    return { name: localName, attributes: new Map(own.map(({ localName, value }) => [localName, value])), place }
  }

  /** Where the item of a number begins: looked for from the beginning, since this is seldom asked. */
  function placeOf(wanted: number): Place {
    return () => {
      const parser = createParser(parserLimits(limits))
      const again = read(pieces, limits, parser)
      for (let i = 0; i < wanted; i++) again()
      return parser.position()
    }
  }
}

export function fault(code: RoleErrorCode, message: string, place: Place): never {
  throw faultAt(code, message, place())
}

/** The items one by one. Large documents are parsed piece by piece. */
function read(
  pieces: readonly Uint8Array[],
  limits: MonosLimits,
  parser: Parser = createParser(parserLimits(limits)),
): () => Item | undefined {
  let index = 0
  let at = 0
  let closed = false
  return () => {
    for (;;) {
      const item = parser.next()
      if (item !== undefined || closed) return item
      const piece = pieces[index]
      if (piece === undefined) {
        parser.close()
        closed = true
      } else {
        parser.write(piece.subarray(at, at + PIECE))
        at += PIECE
        if (at >= piece.length) [index, at] = [index + 1, 0]
      }
    }
  }
}

function parserLimits({ bytes, text }: MonosLimits): { bytes: number; token: number } {
  return { bytes, token: text }
}

export function quote(text: string): string {
  const short = text.trim()
  return JSON.stringify(short.length > 40 ? `${short.slice(0, 40)}…` : short)
}
