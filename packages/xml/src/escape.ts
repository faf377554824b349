import { findForbidden } from './characters.ts'
import { XmlError } from './errors.ts'

// Everything that may not stand in text or a value as it is, or would not come back as it went.
// oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
const NOT_PLAIN = /[&<>"\u0000-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** @throws XmlError `ERR_XML_VALUE` for a character that XML cannot carry. */
export function escapeText(text: string): string {
  return NOT_PLAIN.test(text) ? checked(text).replaceAll(/[&<>\r]/g, escape) : text
}

/** For a value in double quotes. White space other than blanks is escaped, else normalization would make it blanks. */
export function escapeAttribute(value: string): string {
  return NOT_PLAIN.test(value) ? checked(value).replaceAll(/[&<>"\t\n\r]/g, escape) : value
}

/** The text itself, if XML can carry it. */
export function checked(text: string): string {
  const forbidden = findForbidden(text)
  if (forbidden < 0) return text
  const point = text.codePointAt(forbidden)?.toString(16).toUpperCase().padStart(4, '0')
  throw new XmlError(
    'ERR_XML_VALUE',
    `the character U+${point} cannot be written in XML; encode such data, in base64 say`,
  )
}

function escape(character: string): string {
  return escapes[character] ?? character
}
