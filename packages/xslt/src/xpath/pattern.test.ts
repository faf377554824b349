import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { treeOf } from '../tree/build.ts'
import type { XmlNode } from '../tree/node.ts'
import { compileXPath } from './compile.ts'
import { createContext } from './context.ts'
import { compilePattern, matchesPattern } from './pattern.ts'

const document = treeOf(
  fromText(
    `<a xmlns:p="urn:p"><b id="1"/><c><b id="2" xml:id="two"><d/>text</b><b id="3"/><!--note--></c>` +
      `<p:e p:f="6"><?go now?><c><b id="4"><d/></b></c></p:e></a>`,
  ).events(),
)

const functions = new Map([
  ['key', ({ node }: { readonly node: XmlNode }) => node.document.children[0]?.children.slice(0, 2) ?? []],
])
const statics = { namespaceOf: (prefix: string) => (prefix === 'p' ? 'urn:p' : undefined), functions }

function* everyNode(node: XmlNode = document): Generator<XmlNode> {
  yield node
  yield* node.attributes
  for (const child of node.children) yield* everyNode(child)
}

function show({ kind, localName, attributes, value }: XmlNode): string {
  if (kind === 'element') return localName + (attributes.find((each) => each.localName === 'id')?.value ?? '')
  return kind === 'attribute' ? `@${value}` : kind
}

test.each([
  ['/', 'document'],
  ['b', 'b1 b2 b3 b4'],
  ['*', 'a b1 c b2 d b3 e c b4 d'],
  ['/a', 'a'],
  ['/b', ''],
  ['//b', 'b1 b2 b3 b4'],
  ['a/b', 'b1'],
  ['c/b', 'b2 b3 b4'],
  ['a//b', 'b1 b2 b3 b4'],
  ['p:e//b', 'b4'],
  ['p:*', 'e'],
  ['/a/c/b', 'b2 b3'],
  ['/a//c//d', 'd d'],
  ['a//c/b/d', 'd d'],
  ['/*//*/*', 'b2 d b3 c b4 d'],
  ['@*', '@1 @2 @two @3 @6 @4'],
  ['@id', '@1 @2 @3 @4'],
  ['attribute::p:f', '@6'],
  ['c//@id', '@2 @3 @4'],
  ['/@id', ''],
  ['text()', 'text'],
  ['b/text()', 'text'],
  ['comment()', 'comment'],
  ['processing-instruction()', 'processing-instruction'],
  ['processing-instruction("go")', 'processing-instruction'],
  ['processing-instruction("come")', ''],
  ['@node()', '@1 @2 @two @3 @6 @4'],
  ['@text()', ''],
  ['b/node()', 'd text d'],
  ['b[1]', 'b1 b2 b4'],
  ['b[last()]', 'b1 b3 b4'],
  ['b[position() > 1]', 'b3'],
  ['b[d]', 'b2 b4'],
  ['b[not(d)][1]', 'b1 b3'],
  ['b[1][d]', 'b2 b4'],
  ['b[d][last()]', 'b2 b4'],
  ['c[b[@id = 3]]/b', 'b2 b3'],
  ['c[2]/b', ''],
  ['*[self::b or self::d][@id > 2]', 'b3 b4'],
  ['id("two")', 'b2'],
  ['id("two")/d', 'd'],
  ['id("two")//text()', 'text'],
  ['key("any", "thing")', 'b1 c'],
  ['key("any", "thing")/b', 'b2 b3'],
  ['a | b[@id = 3] | text()', 'a text b3'],
])('%s matches %s', (source, expected) => {
  const pattern = compilePattern(source, statics)
  const matched = [...everyNode()].filter((node) => matchesPattern(pattern, node, createContext(node)))
  expect(matched.map(show).join(' ')).toBe(expected)
})

test.each([
  ['a', 0, 'element', 'a'],
  ['p:a', 0, 'element', '{urn:p}a'],
  ['@p:a', 0, 'attribute', '{urn:p}a'],
  ['child::a', 0, 'element', 'a'],
  ['processing-instruction("t")', 0, 'processing-instruction', 't'],
  ['p:*', -0.25, 'element', undefined],
  ['@p:*', -0.25, 'attribute', undefined],
  ['*', -0.5, 'element', undefined],
  ['@*', -0.5, 'attribute', undefined],
  ['node()', -0.5, undefined, undefined],
  ['text()', -0.5, 'text', undefined],
  ['comment()', -0.5, 'comment', undefined],
  ['processing-instruction()', -0.5, 'processing-instruction', undefined],
  ['/', 0.5, 'document', undefined],
  ['/a', 0.5, 'element', 'a'],
  ['//a', 0.5, 'element', 'a'],
  ['a/b', 0.5, 'element', 'b'],
  ['a/@b', 0.5, 'attribute', 'b'],
  ['a[1]', 0.5, 'element', 'a'],
  ['id("x")', 0.5, 'element', undefined],
  ['key("x", "y")', 0.5, undefined, undefined],
  ['key("x", "y")/text()', 0.5, 'text', undefined],
] as const)('%s has the default priority %d and is for %s %s', (source, priority, kind, name) => {
  const { alternatives } = compilePattern(source, statics)
  expect(alternatives).toEqual([expect.objectContaining({ source, priority, kind, name })])
})

test('each alternative has its own text and priority', () => {
  const { alternatives } = compilePattern(' a/b | * |p:c ', statics)
  expect(alternatives.map(({ source, priority }) => [source, priority])).toEqual([
    ['a/b', 0.5],
    ['*', -0.5],
    ['p:c', 0],
  ])
})

test('a pattern matches what its expression gives from some ancestor or the node itself, as XSLT 1.0 defines it', () => {
  const sources = [
    'b',
    'a//b',
    'c/b[1]',
    '//d',
    '/a/*',
    '@id',
    'c//@id',
    'b[last()]',
    '*[2]/b',
    'a/*//b[d]',
    'node()',
    '/',
  ]
  for (const source of sources) {
    const pattern = compilePattern(source, statics)
    const xpath = compileXPath(source, statics)
    for (const node of everyNode()) {
      let given = false
      for (let from: XmlNode | undefined = node; from !== undefined; from = from.parent) {
        const nodes = xpath.evaluate(createContext(from))
        given ||= Array.isArray(nodes) && nodes.includes(node)
      }
      expect(matchesPattern(pattern, node, createContext(node)), `${source} of ${show(node)}`).toBe(given)
    }
  }
})
