import type { Fail } from './errors.ts'

const SPACE = String.raw`[ \t\n]+`
const EQUALS = String.raw`[ \t\n]*=[ \t\n]*`
/** XML 1.0, 2.8: any 1.x is read as 1.0. */
const DECLARATION = new RegExp(
  `^<\\?xml${SPACE}version${EQUALS}(?:"1\\.[0-9]+"|'1\\.[0-9]+')` +
    `(?:${SPACE}encoding${EQUALS}(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)'))?` +
    `(?:${SPACE}standalone${EQUALS}(?:"(?:yes|no)"|'(?:yes|no)'))?[ \\t\\n]*\\?>$`,
)

/** Refuses an XML declaration that is not one, or that names another encoding than UTF-8. */
export function checkDeclaration(text: string, offset: number, fail: Fail): void {
  const match = DECLARATION.exec(text)
  if (match === null) fail(offset, 'the XML declaration is not well-formed')
  const encoding = match[1] ?? match[2] ?? 'UTF-8'
  if (encoding.toUpperCase() !== 'UTF-8') {
    fail(offset, `the encoding ${encoding.slice(0, 40)} is not supported; send UTF-8`, 'ERR_XML_ENCODING')
  }
}
