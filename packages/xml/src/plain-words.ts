/** What libxml2 cannot read although it is well-formed: it wants a URI, where XML takes any text. */
export const namespacePhrase = [
  /^xmlns(?::.+?)?: '(.*)' is not a valid URI$/s,
  'the namespace name "$1" cannot be validated: it is no URI',
] as const

/** What libxml2 says of a fault, in words for whoever wrote the document. What is not in the table is left as it is. */
const phrases: readonly (readonly [said: RegExp, plain: string])[] = [
  namespacePhrase,
  [/^Element '(.+?)': The attribute '(.+?)' is required but missing\.$/, '<$1> lacks the attribute $2'],
  [/^Element '(.+?)', attribute '.+?': The attribute '(.+?)' is not allowed\.$/, '<$1> may not have an attribute $2'],
  [
    /^Element '(.+?)', attribute '(.+?)': '(.*)' is not a valid value of the (?:\w+ )*type '(.+?)'\.$/s,
    'the attribute $2 of <$1> is "$3", which is no $4',
  ],
  [
    /^Element '(.+?)', attribute '(.+?)': \[facet '.+?'\] (.+)$/s,
    'the attribute $2 of <$1> has a value that is not allowed: $3',
  ],
  [/^Element '(.+?)': '(.*)' is not a valid value of the (?:\w+ )*type '(.+?)'\.$/s, '<$1> holds "$2", which is no $3'],
  [/^Element '(.+?)': '(.*)' is not a valid value of the (?:\w+ )*type\.$/s, '<$1> holds "$2", which is not allowed'],
  [
    /^Element '(.+?)', attribute '(.+?)': '(.*)' is not a valid value of the (?:\w+ )*type\.$/s,
    'the attribute $2 of <$1> is "$3", which is not allowed',
  ],
  [/^Element '(.+?)': \[facet '.+?'\] (.+)$/s, '<$1> has content that is not allowed: $2'],
  [
    /^Element '(.+?)': No matching global declaration available for the validation root\.$/,
    'there is no <$1> in the schema',
  ],
  [/^Element '(.+?)': This element is not expected\. Expected is \( (.+) \)\.$/, '<$1> stands where <$2> should'],
  [
    /^Element '(.+?)': This element is not expected\. Expected is one of \( (.+) \)\.$/,
    '<$1> stands where one of these should: $2',
  ],
  [/^Element '(.+?)': This element is not expected\.$/, '<$1> may not stand here'],
  [/^Element '(.+?)': Missing child element\(s\)\. Expected is \( (.+) \)\.$/, '<$1> lacks <$2> in it'],
  [
    /^Element '(.+?)': Missing child element\(s\)\. Expected is one of \( (.+) \)\.$/,
    '<$1> lacks in it one of these: $2',
  ],
  [
    /^Element '(.+?)': Character content (?:is|other than whitespace is) not allowed.*$/,
    '<$1> may not have text in it',
  ],
  [/^Element '(.+?)': Element content is not allowed.*$/, '<$1> may not have elements in it'],
]

/** Built-in types as people know them (XML Schema Part 2, 3). */
const types: Readonly<Record<string, string>> = {
  'xs:int': 'whole number of 32 bits (xs:int)',
  'xs:long': 'whole number of 64 bits (xs:long)',
  'xs:integer': 'whole number (xs:integer)',
  'xs:nonNegativeInteger': 'whole number from 0 (xs:nonNegativeInteger)',
  'xs:positiveInteger': 'whole number from 1 (xs:positiveInteger)',
  'xs:decimal': 'decimal number (xs:decimal)',
  'xs:double': 'number (xs:double)',
  'xs:boolean': 'true or false (xs:boolean)',
  'xs:anyURI': 'IRI (xs:anyURI)',
  'xs:date': 'date such as 2005-12-24 (xs:date)',
  'xs:dateTime': 'date and time such as 2005-12-24T18:00:00Z (xs:dateTime)',
}

const MAX_LENGTH = 500

export function inPlainWords(message: string): string {
  const said = message.trim()
  const phrase = phrases.find(([pattern]) => pattern.test(said))
  const plain = phrase === undefined ? said : said.replace(...phrase)
  const named = withoutNamespaces(plain).replace(/xs:\w+$/, (type) => types[type] ?? type)
  return named.length > MAX_LENGTH ? `${named.slice(0, MAX_LENGTH)}…` : named
}

/** `{namespace}name` as `name`, but where the namespace is what matters. */
function withoutNamespaces(text: string): string {
  return text.endsWith(' in the schema')
    ? text.replace(/<\{(.+?)\}(.+?)>/, '<$2> of the namespace $1')
    : text.replaceAll(/\{[^{}\s]*[:/][^{}\s]*\}(?=[\p{L}_])/gu, '')
}
