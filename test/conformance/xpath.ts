import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileXPath, createContext, parseTree, type Value, type XmlNode } from '@xeerkat/xslt'
import { readSource } from './source.ts'

/** An expression of libxml2's XPath tests, and what libxml2 makes of it, as lines. */
interface XPathCase {
  readonly id: string
  readonly category: string
  readonly expression: string
  readonly document: string | undefined
  readonly expected: readonly string[]
}

export interface XPathVerdict extends XPathCase {
  readonly right: boolean
  readonly actual: readonly string[]
}

/** Evaluates all of `expr`, which need no document, and of `tests`, whose file names begin with their document's. */
export function judgeXPath(folder: string): readonly XPathVerdict[] {
  return [...casesOf(folder, 'expr'), ...casesOf(folder, 'tests')].map((test) => {
    const actual = evaluate(test)
    return { ...test, actual, right: actual.join('\n') === test.expected.join('\n') }
  })
}

function casesOf(folder: string, part: string): readonly XPathCase[] {
  const documents = readdirSync(join(folder, 'test', 'XPath', 'docs')).toSorted((a, b) => b.length - a.length)
  return readdirSync(join(folder, 'result', 'XPath', part))
    .toSorted()
    .flatMap((name) => {
      const document = part === 'expr' ? undefined : documents.find((document) => name.startsWith(document))
      const text = readFileSync(join(folder, 'result', 'XPath', part, name), 'utf8')
      return text
        .split(/\n?=+\nExpression: /)
        .slice(1)
        .map((block, index) => {
          const [expression = '', ...lines] = block.split('\n')
          return {
            id: `${name}/${index + 1}`,
            category: part,
            expression,
            document: document && join(folder, 'test', 'XPath', 'docs', document),
            expected: expectedForm(lines),
          }
        })
    })
}

/** Of a node its kind, its name and its text, not what is in it. */
function expectedForm(lines: readonly string[]): readonly string[] {
  const [first = ''] = lines
  if (first.startsWith('Object is empty')) return ['error']
  if (first.startsWith('Object is a number'))
    return [`number ${sixDigits(Number(first.slice(first.indexOf(': ') + 2)))}`]
  if (!first.startsWith('Object is a Node Set'))
    return [first.replace('Object is a ', '').replace(' : ', ' ').toLowerCase()]
  return lines.flatMap((line, index) => {
    const node = /^\d+ +(.*)$/.exec(line)?.[1]
    if (node === undefined) return []
    const content = lines.slice(index + 1, index + 3).find((next) => next.trimStart().startsWith('content='))
    const head = node.replace('CDATA_SECTION', 'TEXT')
    return [
      /^(TEXT|COMMENT|PI|ATTRIBUTE)/.test(head) ? `${head} ${content?.trimStart().slice('content='.length)}` : head,
    ]
  })
}

function evaluate({ expression, document }: XPathCase): readonly string[] {
  try {
    const { text, ids } = document === undefined ? { text: '<none/>', ids: new Set() } : readSource(document)
    const root = parseTree(text)
    const node = root.children.find(({ kind }) => kind === 'element') ?? root
    const isId = ({ parent, localName }: XmlNode) => ids.has(`${parent?.localName} ${localName}`)
    return actualForm(compileXPath(expression, { isId }).evaluate(createContext(node)))
  } catch {
    return ['error']
  }
}

function actualForm(value: Value): readonly string[] {
  if (typeof value === 'number') return [`number ${sixDigits(value)}`]
  if (typeof value === 'string') return [`string ${excerpt(value)}`.toLowerCase()]
  if (typeof value === 'boolean') return [`boolean ${value}`]
  return value.map(nodeForm)
}

function nodeForm(node: XmlNode): string {
  const name = excerpt(node.localName)
  switch (node.kind) {
    case 'document':
      return '/'
    case 'element':
      return `ELEMENT ${node.prefix === '' ? name : `${node.prefix}:${name}`}`
    case 'attribute':
      return `ATTRIBUTE ${name} ${excerpt(node.value)}`
    case 'namespace':
      return `namespace ${name} href=${node.value}`
    case 'text':
      return `TEXT ${excerpt(node.value)}`
    case 'comment':
      return `COMMENT ${excerpt(node.value)}`
    case 'processing-instruction':
      return `PI ${name} ${excerpt(node.value)}`
    default:
      return node.kind satisfies never
  }
}

/** As many as libxml2 shows. */
function sixDigits(number: number): number {
  return Number(number.toPrecision(6))
}

/** As libxml2 shows it: the first 40 bytes, those beyond ASCII as numbers. */
function excerpt(text: string): string {
  const bytes = Buffer.from(text)
  const shown = [...bytes.subarray(0, 40)].map((byte) =>
    byte >= 0x80 ? `#${byte.toString(16).toUpperCase()}` : String.fromCharCode(byte).replace(/[\t\n\r]/, ' '),
  )
  return shown.join('') + (bytes.length > 40 ? '...' : '')
}
