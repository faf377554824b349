import { fromText } from '@xeerkat/xml'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { treeOf } from '../tree/build.ts'
import type { XmlNode } from '../tree/node.ts'
import { inDocumentOrder } from '../tree/order.ts'
import { compileXPath } from './compile.ts'
import { createContext } from './context.ts'
import { numberToText, textToNumber } from './convert.ts'
import type { Value } from './value.ts'

// They do much, and a slow machine is no failure.
vi.setConfig({ testTimeout: 60_000 })

const tree: fc.Arbitrary<XmlNode> = fc
  .letrec<{ element: string }>((tie) => ({
    element: fc
      .tuple(
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom('', ' x="1"', ' x="2" y="1"'),
        fc.array(fc.oneof({ maxDepth: 3 }, fc.constantFrom('1', '2', '<!--c-->', '<?p i?>'), tie('element')), {
          // More than a few siblings are looked up in another way.
          maxLength: 40,
          size: 'small',
        }),
      )
      .map(([name, attributes, content]) => `<${name}${attributes}>${content.join('')}</${name}>`),
  }))
  .element.map((xml) => treeOf(fromText(xml).events()))

const words = (text: string) => fc.constantFrom(...text.split(' '))

const path = words(
  '//a //b //b/@x //@* //text() //a/.. //c/ancestor::* //b/following::* //c/preceding::node() //*[2] //a//b ' +
    '//*[last()] //b/preceding-sibling::*[1] /*/* //node() //a/namespace::* //nothing',
)

function nodes(source: string, node: XmlNode): readonly XmlNode[] {
  const value: Value = compileXPath(source).evaluate(createContext(node))
  return Array.isArray(value) ? value : []
}

/** The same nodes, not nodes that look alike. */
function expectSame(actual: readonly XmlNode[], expected: readonly XmlNode[]): void {
  expect(actual).toHaveLength(expected.length)
  expect(actual.every((node, i) => node === expected[i])).toBe(true)
}

function everyNode(document: XmlNode): readonly XmlNode[] {
  return [document, ...document.children.flatMap((child) => everyNode(child))]
}

test('a union does not mind order or repetition', () => {
  fc.assert(
    fc.property(tree, path, path, path, (document, a, b, c) => {
      const union = nodes(`${a} | ${b}`, document)
      expectSame(nodes(`${b} | ${a}`, document), union)
      expectSame(nodes(`${a} | ${b} | ${a}`, document), union)
      expectSame(nodes(`(${a} | ${b}) | ${c}`, document), nodes(`${a} | (${b} | ${c})`, document))
      expectSame(union, inDocumentOrder([...nodes(a, document), ...nodes(b, document)]))
    }),
  )
})

test('self, ancestors, descendants, preceding and following are the whole document, and nothing twice', () => {
  fc.assert(
    fc.property(tree, (document) => {
      const all = everyNode(document)
      for (const node of all.slice(0, 50)) {
        const parts = ['self', 'ancestor', 'descendant', 'preceding', 'following'].flatMap((axis) => [
          ...nodes(`${axis}::node()`, node),
        ])
        expect(parts).toHaveLength(all.length)
        expectSame(inDocumentOrder(parts), all)
      }
    }),
    { numRuns: 30 },
  )
})

test('an axis and its reverse agree', () => {
  const pairs = [
    ['child', 'parent'],
    ['descendant', 'ancestor'],
    ['following', 'preceding'],
    ['following-sibling', 'preceding-sibling'],
    ['descendant-or-self', 'ancestor-or-self'],
  ] as const
  fc.assert(
    fc.property(tree, fc.constantFrom(...pairs), (document, [forward, reverse]) => {
      for (const node of everyNode(document).slice(0, 30)) {
        const found = nodes(`${forward}::node()`, node).slice(0, 30)
        expect(found.every((other) => nodes(`${reverse}::node()`, other).includes(node))).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})

test('a step from many nodes gives what it gives from each of them', () => {
  const step = words(
    'ancestor::* ancestor-or-self::node() descendant::b descendant-or-self::node() parent::* @* following::* ' +
      'preceding::* following-sibling::* preceding-sibling::node() self::a child::* namespace::* following::*[1] ' +
      'preceding::*[2] ancestor::*[last()] *[b][1] preceding::*[@x][a]',
  )
  fc.assert(
    fc.property(tree, path, step, (document, from, step) => {
      const each = nodes(from, document).flatMap((node) => [...nodes(step, node)])
      expectSame(nodes(`(${from})/${step}`, document), inDocumentOrder(each))
      const filtered = nodes(from, document).filter((node) => nodes(step, node).length > 0)
      expectSame(nodes(`(${from})[${step}]`, document), filtered)
    }),
    { numRuns: 100 },
  )
})

test('the first node of a path, and whether there is one, is as the whole path has it', () => {
  const step = fc.constantFrom('*', '@x', '..', 'ancestor::*', 'preceding::*', 'following::b', 'descendant::c', '*[2]')
  fc.assert(
    fc.property(tree, path, step, (document, from, step) => {
      const source = `${from}/${step}`
      const whole = nodes(source, document)
      expectSame(nodes(`(${source})[1]`, document), whole.slice(0, 1))
      expect(compileXPath(source).test(createContext(document))).toBe(whole.length > 0)
    }),
    { numRuns: 100 },
  )
})

test('a comparison of node-sets is true if it is of any two of their nodes', () => {
  fc.assert(
    fc.property(tree, path, path, fc.constantFrom('=', '!=', '<', '<=', '>', '>='), (document, a, b, operator) => {
      const value = (source: string) => compileXPath(source).evaluate(createContext(document))
      const one = (node: XmlNode, other: XmlNode) => {
        const variables = new Map([
          ['a', [node]],
          ['b', [other]],
        ])
        return compileXPath(`string($a) ${operator} string($b)`).evaluate(createContext(document, { variables }))
      }
      const left = nodes(a, document).slice(0, 12)
      const right = nodes(b, document).slice(0, 12)
      const some = left.some((node) => right.some((other) => one(node, other)))
      expect(value(`(${a})[position() < 13] ${operator} (${b})[position() < 13]`)).toBe(some)
    }),
  )
})

test('a number that is printed reads as the same number, and has no exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const text = numberToText(number)
      expect(text).toMatch(/^-?[0-9]+(\.[0-9]+)?$/)
      expect(textToNumber(text)).toBe(number === 0 ? 0 : number)
    }),
  )
})

test('whatever is read as an expression is compiled or refused with a code, never anything else', () => {
  const piece = fc.oneof(
    words(`a // / [ ] ( ) @ * :: child . .. $x "s" ' 1 or div - | = < , count text() p: : ! 💩`),
    fc.constantFrom(' ', '\ud800'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        compileXPath(pieces.join(''))
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_XPATH_(SYNTAX|TYPE)$/) })
      }
    }),
    { numRuns: 1000 },
  )
})
