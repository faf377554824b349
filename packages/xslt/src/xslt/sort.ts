import type { XmlNode } from '../tree/node.ts'
import type { XPath } from '../xpath/compile.ts'
import { toNumber } from '../xpath/convert.ts'
import { isXsl } from './element.ts'
import { expressionOf, type Text, textOf } from './expression.ts'
import { fault } from './fault.ts'
import type { Frame } from './frame.ts'
import type { Sheet } from './scope.ts'

export type Sort = (frame: Frame, nodes: readonly XmlNode[]) => readonly XmlNode[]

interface SortKey {
  readonly element: XmlNode
  readonly select: XPath
  readonly dataType: Text | undefined
  readonly order: Text | undefined
  readonly lang: Text | undefined
  readonly caseOrder: Text | undefined
}

type Compare = (a: string | number, b: string | number) => number

/** The `xsl:sort`s among some elements, the first of which counts most (section 10). Nodes that are equal stay in order. */
export function compileSort(content: readonly XmlNode[], sheet: Sheet): Sort {
  const keys = content
    .filter((child) => isXsl(child, 'sort'))
    .map((element): SortKey => ({
      element,
      select: expressionOf(element, 'select', sheet, '.'),
      dataType: textOf(element, 'data-type', sheet),
      order: textOf(element, 'order', sheet),
      lang: textOf(element, 'lang', sheet),
      caseOrder: textOf(element, 'case-order', sheet),
    }))
  return keys.length === 0 ? (_, nodes) => nodes : (frame, nodes) => sorted(frame, nodes, keys)
}

function sorted(frame: Frame, nodes: readonly XmlNode[], keys: readonly SortKey[]): readonly XmlNode[] {
  if (nodes.length < 2) return nodes
  const { budget, variable } = frame
  const isNumber = keys.map((key) => choice(key, key.dataType, frame, ['text', 'number']) === 'number')
  const compares = keys.map((key, i) => comparison(key, isNumber[i] === true, frame))
  const context = { node: frame.node, current: frame.node, position: 0, size: nodes.length, variable, budget }
  const rows = nodes.map((node) => {
    context.node = context.current = node
    context.position++
    const values = keys.map(({ select }, i) =>
      isNumber[i] === true ? toNumber(select.evaluate(context), budget) : select.text(context),
    )
    return { node, values }
  })
  budget.spend(nodes.length * Math.ceil(Math.log2(nodes.length)))
  rows.sort((a, b) => {
    for (const [i, compare] of compares.entries()) {
      const difference = compare(a.values[i] ?? '', b.values[i] ?? '')
      if (difference !== 0) return difference
    }
    return 0
  })
  return rows.map(({ node }) => node)
}

function comparison(key: SortKey, isNumber: boolean, frame: Frame): Compare {
  const compare = isNumber ? compareNumbers : collation(key, frame)
  const isDescending = choice(key, key.order, frame, ['ascending', 'descending']) === 'descending'
  return isDescending ? (a, b) => compare(b, a) : compare
}

/** What is not a number comes first. */
function compareNumbers(a: string | number, b: string | number): number {
  const x = Number(a)
  const y = Number(b)
  if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : -1
  return Number.isNaN(y) ? 1 : x < y ? -1 : x > y ? 1 : 0
}

/**
 * As is usual in a language, English where none is named: never the machine's own, as a stylesheet should give the same
 * everywhere.
 */
function collation(key: SortKey, frame: Frame): Compare {
  const caseOrder = choice(key, key.caseOrder, frame, ['', 'upper-first', 'lower-first'])
  const caseFirst = caseOrder === 'upper-first' ? 'upper' : caseOrder === 'lower-first' ? 'lower' : 'false'
  const { compare } = collator(key.lang?.of(frame) ?? 'en', caseFirst)
  return (a, b) => compare(String(a), String(b))
}

/** Making one takes longer than most sorting. */
const collators = new Map<string, Intl.Collator>()
const MOST_COLLATORS = 32

function collator(language: string, caseFirst: 'upper' | 'lower' | 'false'): Intl.Collator {
  const key = `${caseFirst} ${language}`
  let found = collators.get(key)
  if (found !== undefined) return found
  try {
    found = new Intl.Collator(language, { caseFirst })
  } catch {
    // What is no language tag is as good as none.
    found = new Intl.Collator('en', { caseFirst })
  }
  if (collators.size < MOST_COLLATORS) collators.set(key, found)
  return found
}

/** One of some words; the first if there is none. */
function choice(
  { element }: SortKey,
  text: Text | undefined,
  frame: Frame,
  words: readonly [string, string, ...string[]],
): string {
  const word = text?.of(frame) ?? words[0]
  if (words.includes(word)) return word
  throw fault(
    element,
    `"${word}" is not one of ${words.filter((known) => known !== '').join(', ')}`,
    'ERR_XSLT_DYNAMIC',
  )
}
