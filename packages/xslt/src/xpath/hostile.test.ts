import { fromText } from '@xeerkat/xml'
import { expect, test, vi } from 'vitest'
import { type BudgetOptions, createBudget } from '../budget.ts'
import { addElement, addText, treeOf } from '../tree/build.ts'
import { createDocument, type XmlNode } from '../tree/node.ts'
import { compileXPath } from './compile.ts'
import { createContext } from './context.ts'
import { toText } from './convert.ts'
import { compilePattern, matchesPattern } from './pattern.ts'
import type { Value } from './value.ts'

// They do much, and a slow machine is no failure.
vi.setConfig({ testTimeout: 60_000 })

const wide = treeOf(fromText(`<a>${'<b c="1">x</b>'.repeat(2000)}</a>`).events())
const plain = { prefix: '', namespace: '', attributes: [], declarations: [] }

function evaluate(
  source: string,
  node: XmlNode,
  options: BudgetOptions = {},
  bound: Record<string, Value> = {},
): Value {
  const variables = new Map(Object.entries(bound))
  return compileXPath(source).evaluate(createContext(node, { budget: createBudget(options), variables }))
}

test.each([
  'count(//node()[count(//node()[count(//node()) > 0]) > 0])',
  '//*[count(//*[count(//*[count(//*) = 0]) = 1]) = 1]',
  '//b[count(preceding::node()/following::node()) = 7]',
  '//*[string(/) = string(//*[string(/) = "x"])]',
  '//b[sum(//b[sum(//b/@c) > 0]/@c) < 0]',
])('%s ends at the limit', (source) => {
  expect(() => evaluate(source, wide, { steps: 300_000 })).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_LIMIT', message: expect.stringContaining('300000 steps') }),
  )
})

test.each([
  ['count(//*[//*[//*[//*]]])', 2001],
  ['count(//node()/following::node()/preceding::node())', 3998],
  ['count(//node()/ancestor::node()/descendant::node())', 4001],
  ['count(//b/following-sibling::b/preceding-sibling::b/..//node())', 4000],
  ['count(//b[following-sibling::*[1]])', 1999],
])('%s is %d in few steps, as no step looks at a node twice', (source, expected) => {
  expect(evaluate(source, wide, { steps: 10_000_000 })).toBe(expected)
})

test('time runs out too, and a signal ends it', () => {
  const source = '//*[//*[//*[count(//*) = 0] or //*[count(//*) = 0]]]'
  expect(() => evaluate(source, wide, { time: 1 })).toThrow('took longer than 1 ms')
  expect(() => evaluate(source, wide, { signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough')
})

test('a string that doubles and doubles ends at the bound on size', () => {
  let text = 'x'
  const double = () => {
    for (let i = 0; i < 64; i++) text = toText(evaluate('concat($x, $x)', wide, { size: 1_000_000 }, { x: text }))
  }
  expect(double).toThrow(expect.objectContaining({ code: 'ERR_XSLT_LIMIT' }))
  expect(text.length).toBeLessThanOrEqual(1_000_000)
})

test('nodes that come millions of times take no more room than once, and texts within each other are bounded', () => {
  const union = Array.from({ length: 300 }, () => '//node()').join('|')
  expect(evaluate(`count(${union})`, wide)).toBe(4001)
  expect(evaluate('count(//b/following::node()[position() > 0])', wide)).toBe(3998)
  const deep = treeOf(fromText(`${'<a>'.repeat(200)}${'x'.repeat(10_000)}${'</a>'.repeat(200)}`).events())
  expect(evaluate('//* = "x"', deep, { size: 1_000_000 })).toBe(false)
  expect(() => evaluate('//* = //a[2]/..//*', deep, { size: 1_000_000 })).not.toThrow()
  expect(() => evaluate('//* = //*', deep, { size: 1_000_000 })).toThrow('built text of more than 1000000 characters')
})

test('a search that the engine would take minutes for is as long as its text', () => {
  const text = 'a'.repeat(1_000_000)
  const part = `${'a'.repeat(50_000)}b${'a'.repeat(50_000)}`
  expect(evaluate('contains($text, $part)', wide, {}, { text, part })).toBe(false)
  expect(evaluate('string-length(substring-after($whole, $part))', wide, {}, { whole: text + part + text, part })).toBe(
    1_000_000,
  )
})

test('a tree may be deeper than the stack', () => {
  const document = createDocument()
  let parent = document
  for (let i = 0; i < 30_000; i++) parent = addElement(parent, { ...plain, localName: 'a' })
  addText(parent, 'deep')
  expect(evaluate('string(/)', document)).toBe('deep')
  expect(evaluate('count(//a)', document)).toBe(30_000)
  expect(evaluate('count(//text()/ancestor::a)', document)).toBe(30_000)
  expect(evaluate('count(//text()/preceding::a)', document)).toBe(0)
  const [alternative] = compilePattern('a//a//text()').alternatives
  const leaf = parent.children[0] ?? document
  expect(alternative?.matches(leaf, createContext(leaf))).toBe(true)
})

test('an expression may be long, within its bound, but not deep', () => {
  expect(evaluate(Array.from({ length: 9000 }, () => '1').join(' + '), wide)).toBe(9000)
  expect(evaluate(Array.from({ length: 9000 }, () => '1').join(' = '), wide)).toBe(true)
  expect(evaluate(Array.from({ length: 3000 }, () => 'a').join(' | '), wide)).toHaveLength(1)
  expect(evaluate(`${'-'.repeat(20_001)}1`, wide)).toBe(-1)
  expect(evaluate(`/${Array.from({ length: 3000 }, () => '.').join('/')}`, wide)).toEqual([wide])
  expect(evaluate(`${'('.repeat(128)}1${')'.repeat(128)}`, wide)).toBe(1)
  for (const opening of ['(', 'a[', 'not(', '-(1+']) {
    expect(() => compileXPath(opening.repeat(10_000))).toThrow('nested deeper than 128 levels')
  }
  expect(() => compileXPath(`'${'x'.repeat(70_000)}'`)).toThrow('longer than 65536 characters')
  expect(() => compileXPath('((1))', { limits: { nesting: 1 } })).toThrow('nested deeper than 1 levels')
})

test('a pattern that counts does not count all siblings again for each', () => {
  const { alternatives } = compilePattern('b[position() mod 2 = 0] | b[last()]')
  const context = createContext(wide, { budget: createBudget({ steps: 200_000 }) })
  const children = wide.children[0]?.children ?? []
  const matched = children.filter((node) => alternatives.some((each) => each.matches(node, context)))
  expect(matched).toHaveLength(1000)
})

test('a pattern of many alternatives is paid for, alternative by alternative', () => {
  const pattern = compilePattern(Array.from({ length: 1000 }, (_, i) => `z${i}`).join('|'))
  const context = createContext(wide, { budget: createBudget({ steps: 300_000 }) })
  const children = wide.children[0]?.children ?? []
  expect(() => children.some((node) => matchesPattern(pattern, node, context))).toThrow('300000 steps')
})

test('namespace nodes are nodes that are made', () => {
  const count = (nodes: number): Value => {
    const crowded = treeOf(fromText(`<a xmlns:p="urn:p" xmlns:q="urn:q">${'<b/>'.repeat(100)}</a>`).events())
    return evaluate('count(//namespace::*)', crowded, { nodes })
  }
  expect(count(303)).toBe(303)
  expect(() => count(302)).toThrow('made more than 302 nodes')
})
