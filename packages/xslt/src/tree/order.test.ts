import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createBudget } from '../budget.ts'
import { addLeaf, treeOf } from './build.ts'
import { namespaceNodes, namespacesInScope } from './namespaces.ts'
import { createDocument, touch, type XmlNode } from './node.ts'
import { compareNodes, includesNode, inDocumentOrder, perDocument } from './order.ts'
import { indexAmongSiblings } from './siblings.ts'
import { stringValue } from './string-value.ts'

const read = (xml: string) => treeOf(fromText(xml).events())

function first(node: XmlNode): XmlNode {
  const child = node.children[0]
  if (child === undefined) throw new Error('there is no child')
  return child
}

test('an element is before its namespaces, those before its attributes, these before its children', () => {
  const document = read('<a xmlns:p="urn:p" x="1" y="2"><b/></a>')
  const element = first(document)
  const budget = createBudget()
  const order = [document, element, ...namespaceNodes(element, budget), ...element.attributes, first(element)]
  expect(inDocumentOrder(order.toReversed())).toEqual(order)
  expect(inDocumentOrder([...order, ...order])).toEqual(order)
  expect(order.every((node) => includesNode(order, node))).toBe(true)
  expect(includesNode(order, createDocument())).toBe(false)
})

test('what is in order is given back as it is', () => {
  const document = read('<a><b/><b/></a>')
  const nodes = [document, first(document)]
  expect(inDocumentOrder(nodes)).toBe(nodes)
})

test('documents keep their order, and their nodes stay together', () => {
  const [one, two] = [read('<a><b/></a>'), read('<a><b/></a>')]
  const mixed = [first(one), first(two), one, two]
  expect(inDocumentOrder(mixed)).toEqual([one, first(one), two, first(two)])
  expect(Math.sign(compareNodes(first(one), two))).toBe(-1)
  expect(Math.sign(compareNodes(first(two), one))).toBe(1)
})

test('a tree that grows, or is changed with a word, is counted anew', () => {
  const document = read('<a><b/><c/></a>')
  const element = first(document)
  const [b, c] = element.children
  expect(compareNodes(b!, c!)).toBeLessThan(0)
  element.children.reverse()
  touch(element)
  expect(compareNodes(b!, c!)).toBeGreaterThan(0)
  const leaf = addLeaf(element, 'comment', '', 'last')
  expect(compareNodes(leaf, b!)).toBeGreaterThan(0)
})

test('what is kept of a document is made once, until the document changes', () => {
  let made = 0
  const counted = perDocument(() => ++made)
  const document = read('<a/>')
  const budget = createBudget()
  expect([counted(document, budget), counted(document, budget)]).toEqual([1, 1])
  touch(document)
  expect(counted(document, budget)).toBe(2)
  expect(counted(read('<a/>'), budget)).toBe(3)
})

test('namespaces in scope: the nearest declaration counts, the default one can be taken back', () => {
  const document = read('<a xmlns="urn:d" xmlns:p="urn:1"><b xmlns:p="urn:2" xmlns:q="urn:q"><c xmlns=""/></b></a>')
  const c = first(first(first(document)))
  const xml = ['xml', 'http://www.w3.org/XML/1998/namespace']
  expect(new Map(namespacesInScope(c))).toEqual(new Map([xml, ['p', 'urn:2'], ['q', 'urn:q']] as [string, string][]))
  expect(namespacesInScope(first(document)).get('')).toBe('urn:d')
  const budget = createBudget()
  expect(namespaceNodes(c, budget)).toBe(namespaceNodes(c, budget))
})

test('names whose namespaces nobody declared count as declared, as they will be written', () => {
  const document = read('<p:a xmlns:p="urn:p" p:x="1" xmlns:q="urn:q" q:y=""/>')
  first(document).declarations = []
  expect([...namespacesInScope(first(document)).keys()]).toEqual(['xml', 'p', 'q'])
})

test('a node is found among few siblings and among many', () => {
  for (const count of [1, 32, 33, 1000]) {
    const { children } = first(read(`<a>${'<b/>'.repeat(count)}</a>`))
    expect(children.map((node) => indexAmongSiblings(node))).toEqual(children.map((_, i) => i))
    const element = children[0]?.parent
    // Changed without a word: slower, but right.
    children.reverse()
    expect(element?.children.map((node) => indexAmongSiblings(node))).toEqual(children.map((_, i) => i))
  }
  const attribute = first(read('<a x=""/>')).attributes[0]
  expect(indexAmongSiblings(attribute!)).toBe(-1)
})

test('a string-value is the text below, without comments and instructions', () => {
  const document = read('<a>1<b x="no">2<c/>3</b><!--no--><?no no?>4</a>')
  expect(stringValue(document)).toBe('1234')
  expect(first(document).children.map((node) => stringValue(node))).toEqual(['1', '23', 'no', 'no', '4'])
})
