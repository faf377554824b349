import { XsltError } from '../../errors.ts'

/** How characters are written in an encoding: those that it has not, as references. */
export interface Characters {
  readonly text: (text: string) => string
  readonly attribute: (value: string) => string
  /** Without markup being escaped, as in a CDATA section, which it ends where a reference is needed. */
  readonly cdata: (text: string) => string
  /** References alone. */
  readonly plain: (text: string) => string
  /** The text itself, where there are no references. Throws for characters that the encoding has not. */
  readonly whole: (text: string) => string
}

const limits: Readonly<Record<string, number>> = {
  'US-ASCII': 0x7f,
  ASCII: 0x7f,
  'ISO-8859-1': 0xff,
  LATIN1: 0xff,
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

// oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
const FORBIDDEN = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Surrogate}/u

export function charactersFor(encoding = 'UTF-8'): Characters {
  const last = limits[encoding.toUpperCase()]
  const foreign = last === undefined ? undefined : new RegExp(`[^\\0-\\x${last.toString(16)}]`, 'gu')
  const plain = (text: string) => (foreign === undefined ? text : text.replaceAll(foreign, reference))
  return {
    text: (text) => plain(checked(text).replaceAll(/[&<>\r]/g, escape)),
    attribute: (value) => plain(checked(value).replaceAll(/[&<>"\t\n\r]/g, escape)),
    cdata(text) {
      const closed = checked(text).replaceAll(']]>', ']]]]><![CDATA[>')
      return foreign === undefined
        ? closed
        : closed.replaceAll(foreign, (character) => `]]>${reference(character)}<![CDATA[`)
    },
    plain,
    whole(text) {
      const found = foreign === undefined ? null : text.match(foreign)
      if (found === null) return text
      throw new XsltError('ERR_XSLT_DYNAMIC', `the result has the character "${found[0]}", which ${encoding} has not`)
    },
  }
}

function checked(text: string): string {
  const found = FORBIDDEN.exec(text)?.[0].codePointAt(0)
  if (found === undefined) return text
  const point = found.toString(16).toUpperCase().padStart(4, '0')
  throw new XsltError('ERR_XSLT_DYNAMIC', `the result has the character U+${point}, which cannot be written in XML`)
}

function escape(character: string): string {
  return escapes[character] ?? character
}

function reference(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`
}
