/** What an element of XSLT may have: required attributes end with `!`. */
export interface Shape {
  readonly attributes: readonly string[]
  /** `body`: instructions, literal elements, text. `text`: text alone. Else names of the XSLT elements it may have. */
  readonly content: 'body' | 'text' | readonly string[]
  /** XSLT elements that may come before the body. */
  readonly first?: readonly string[]
}

export const nothing: readonly string[] = []
const rootAttributes = ['id', 'extension-element-prefixes', 'exclude-result-prefixes', 'version!']
/** What may stand at the top level. */
export const declarations = [
  'import',
  'include',
  'strip-space',
  'preserve-space',
  'output',
  'key',
  'decimal-format',
  'namespace-alias',
  'attribute-set',
  'variable',
  'param',
  'template',
]

/** The elements of XSLT 1.0 (its appendix B). */
export const shapes: Readonly<Record<string, Shape>> = {
  stylesheet: { attributes: rootAttributes, content: declarations },
  transform: { attributes: rootAttributes, content: declarations },
  import: { attributes: ['href!'], content: nothing },
  include: { attributes: ['href!'], content: nothing },
  'strip-space': { attributes: ['elements!'], content: nothing },
  'preserve-space': { attributes: ['elements!'], content: nothing },
  output: {
    attributes: [
      'method',
      'version',
      'encoding',
      'omit-xml-declaration',
      'standalone',
      'doctype-public',
      'doctype-system',
      'cdata-section-elements',
      'indent',
      'media-type',
    ],
    content: nothing,
  },
  key: { attributes: ['name!', 'match!', 'use!'], content: nothing },
  'decimal-format': {
    attributes: [
      'name',
      'decimal-separator',
      'grouping-separator',
      'infinity',
      'minus-sign',
      'NaN',
      'percent',
      'per-mille',
      'zero-digit',
      'digit',
      'pattern-separator',
    ],
    content: nothing,
  },
  'namespace-alias': { attributes: ['stylesheet-prefix!', 'result-prefix!'], content: nothing },
  'attribute-set': { attributes: ['name!', 'use-attribute-sets'], content: ['attribute'] },
  template: { attributes: ['match', 'name', 'priority', 'mode'], content: 'body', first: ['param'] },
  variable: { attributes: ['name!', 'select'], content: 'body' },
  param: { attributes: ['name!', 'select'], content: 'body' },
  'with-param': { attributes: ['name!', 'select'], content: 'body' },
  'apply-templates': { attributes: ['select', 'mode'], content: ['sort', 'with-param'] },
  'apply-imports': { attributes: [], content: nothing },
  'call-template': { attributes: ['name!'], content: ['with-param'] },
  element: { attributes: ['name!', 'namespace', 'use-attribute-sets'], content: 'body' },
  attribute: { attributes: ['name!', 'namespace'], content: 'body' },
  text: { attributes: ['disable-output-escaping'], content: 'text' },
  'processing-instruction': { attributes: ['name!'], content: 'body' },
  comment: { attributes: [], content: 'body' },
  copy: { attributes: ['use-attribute-sets'], content: 'body' },
  'copy-of': { attributes: ['select!'], content: nothing },
  'value-of': { attributes: ['select!', 'disable-output-escaping'], content: nothing },
  number: {
    attributes: [
      'level',
      'count',
      'from',
      'value',
      'format',
      'lang',
      'letter-value',
      'grouping-separator',
      'grouping-size',
    ],
    content: nothing,
  },
  'for-each': { attributes: ['select!'], content: 'body', first: ['sort'] },
  sort: { attributes: ['select', 'lang', 'data-type', 'order', 'case-order'], content: nothing },
  if: { attributes: ['test!'], content: 'body' },
  choose: { attributes: [], content: ['when', 'otherwise'] },
  when: { attributes: ['test!'], content: 'body' },
  otherwise: { attributes: [], content: 'body' },
  message: { attributes: ['terminate'], content: 'body' },
  fallback: { attributes: [], content: 'body' },
}

/** The instructions: what a body may have besides literal elements and text. */
export const instructionNames: ReadonlySet<string> = new Set([
  'apply-imports',
  'apply-templates',
  'attribute',
  'call-template',
  'choose',
  'comment',
  'copy',
  'copy-of',
  'element',
  'fallback',
  'for-each',
  'if',
  'message',
  'number',
  'processing-instruction',
  'text',
  'value-of',
  'variable',
])
