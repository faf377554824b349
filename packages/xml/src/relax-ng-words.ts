import type { ErrorDetail } from './libxml2.ts'
import { namespacePhrase } from './plain-words.ts'

/** What libxml2 says of a fault against RELAX NG, in words for whoever wrote the document. */
const phrases: readonly (readonly [said: RegExp, plain: string])[] = [
  namespacePhrase,
  [/^Expecting an element (\S*) ?, got nothing$/, 'an element lacks <$1> in it'],
  [/^Expecting element (\S+), got (\S+)$/, '<$2> stands where <$1> should'],
  [/^Expecting no namespace for element (\S+)$/, '<$1> should be in no namespace'],
  [/^Expecting a namespace for element (\S+)$/, '<$1> should be in a namespace'],
  [/^Element (\S+) has wrong namespace: expecting (\S+)$/, '<$1> should be in the namespace $2'],
  [/^Did not expect element (\S+) there$/, '<$1> may not stand here'],
  [/^Element (\S+) has extra content: text$/, '<$1> may not have this text in it'],
  [/^Element (\S+) has extra content: (\S+)$/, '<$1> may not have <$2> here'],
  [/^Did not expect text in element (\S+) content$/, '<$1> may not have text in it'],
  [/^Invalid attribute (\S+) for element (\S+)$/, '<$2> may not have this attribute $1'],
  [/^Element (\S+) failed to validate attributes$/, '<$1> lacks an attribute, or has one with a wrong value'],
  [/^Element (\S+) failed to validate content$/, '<$1> has content that is not allowed'],
  [/^Type (\S+) doesn't allow value '(.*)'$/s, '"$2" is not of the type $1'],
  [/^failed to compare type (\S+)$/, 'a value is not of the type $1'],
  [/^Extra data in list: (.*)$/s, '"$1" is too much in a list'],
]

/** What only says that what was said before is so. */
const conclusions = /^(?:Error validating |Element \S+ failed to validate |Element \S+ has extra content)/

const MAX_LENGTH = 500

export function relaxNgInPlainWords(message: string): string {
  const said = message.trim()
  const phrase = phrases.find(([pattern]) => pattern.test(said))
  const plain = (phrase === undefined ? said : said.replace(...phrase)).replace('<> ', 'an element ')
  return plain.length > MAX_LENGTH ? `${plain.slice(0, MAX_LENGTH)}…` : plain
}

/** After a fault, libxml2 says of each level around it that it is faulty. */
export function isRelaxNgNews({ message, xpath }: ErrorDetail, i: number, findings: readonly ErrorDetail[]): boolean {
  return i === 0 || findings[i - 1]?.xpath !== xpath || !conclusions.test(message)
}
