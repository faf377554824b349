import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findForbidden, isName } from './characters.ts'
import { element } from './element.ts'
import { fromBytes, fromText } from './read.ts'
import { fromTree, serialize } from './serialize.ts'
import type { Element, Node } from './tree.ts'

const name = fc
  .oneof(
    fc.constantFrom('a', 'b', 'xml', 'é', '名前', 'x-1._'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  )
  .filter(isName)
const text = fc.string({ unit: 'binary', maxLength: 12 }).filter((value) => findForbidden(value) < 0)
const prefixes = ['', 'p', 'q']
const namespaces = ['urn:u', 'urn:v']

/** Trees as a parser could give them: everything declared, no empty text, no two texts beside each other. */
const tree: fc.Arbitrary<Element> = fc.letrec<{ node: Node; element: Element }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    text.filter((value) => value !== '').map((value): Node => ({ type: 'text', text: value })),
    text.map((value): Node => ({ type: 'text', text: value.replaceAll('\r', '').replaceAll(']]>', ''), cdata: true })),
    text.map((value): Node => ({ type: 'comment', text: value.replaceAll(/[-\r]/g, '') })),
    fc.tuple(name, text).map(([target, data]): Node => {
      const plain = data.replaceAll(/[?\r]/g, '').replace(/^[ \t\n]+/, '')
      return { type: 'processing-instruction', target: `p${target}`, data: plain }
    }),
    tie('element'),
  ),
  element: fc
    .record({
      prefix: fc.constantFrom(...prefixes),
      localName: name,
      declarations: fc.uniqueArray(
        fc.record({ prefix: fc.constantFrom(...prefixes), namespace: fc.constantFrom(...namespaces) }),
        { selector: ({ prefix }) => prefix },
      ),
      attributes: fc.uniqueArray(fc.record({ prefix: fc.constantFrom(...prefixes), localName: name, value: text }), {
        selector: ({ localName }) => localName,
        maxLength: 4,
      }),
      children: fc.array(tie('node'), { maxLength: 4 }),
    })
    .map(({ children, attributes, ...rest }): Element => ({
      type: 'element',
      ...rest,
      namespace: '',
      attributes: attributes
        .filter(({ prefix, localName }) => prefix !== '' || localName !== 'xmlns')
        .map((attribute) => ({ ...attribute, namespace: '' })),
      children: children.filter((child, i) => child.type !== 'text' || child.cdata || !isPlainText(children[i - 1])),
    })),
})).element

function isPlainText(node: Node | undefined): boolean {
  return node?.type === 'text' && node.cdata !== true
}

/** Gives every name the namespace that its prefix stands for, declaring all prefixes at the top. */
function resolved(element: Element, scope: Readonly<Record<string, string>> = {}, isRoot = true): Element {
  const declarations = isRoot
    ? prefixes.map((prefix) => ({ prefix, namespace: `urn:root:${prefix}` }))
    : element.declarations
  const inner = { ...scope, ...Object.fromEntries(declarations.map(({ prefix, namespace }) => [prefix, namespace])) }
  return {
    ...element,
    declarations,
    namespace: inner[element.prefix] ?? '',
    attributes: element.attributes.map((attribute) => ({
      ...attribute,
      namespace: attribute.prefix === '' ? '' : (inner[attribute.prefix] ?? ''),
    })),
    children: element.children.map((child) => (child.type === 'element' ? resolved(child, inner, false) : child)),
  }
}

const whole = tree.map((element) => resolved(element))

test('parsing gives back the tree that was serialized', () => {
  fc.assert(
    fc.property(whole, (before) => {
      expect(fromText(serialize(before)).tree()).toEqual(before)
    }),
  )
})

test('what was serialized serializes as it is, by its events and by its tree', () => {
  fc.assert(
    fc.property(whole, (before) => {
      const written = serialize(before)
      const document = fromBytes(new TextEncoder().encode(written))
      expect(serialize(document.events())).toBe(written)
      expect(fromTree(document.tree()).text).toBe(written)
    }),
  )
})

test('a tree without declarations means the same once it was written and read', () => {
  fc.assert(
    fc.property(whole, (before) => {
      const bare = withoutDeclarations(before)
      expect(names(fromText(serialize(bare)).tree())).toEqual(names(bare))
    }),
  )
})

test('any text comes back as it went, in content and in an attribute', () => {
  fc.assert(
    fc.property(text, text, (content, value) => {
      const made = element('a', { b: value }, content)
      const read = fromBytes(made.bytes)
      expect(read.root.attributes[0]?.value).toBe(value)
      expect(
        read
          .tree()
          .children.map((child) => child.type === 'text' && child.text)
          .join(''),
      ).toBe(content)
    }),
  )
})

function withoutDeclarations(element: Element): Element {
  const children = element.children.map((child) => (child.type === 'element' ? withoutDeclarations(child) : child))
  return { ...element, declarations: [], children }
}

/** All that a name means, and nothing of how it is written. */
function names({ localName, namespace, attributes, children }: Element): unknown {
  return [
    namespace,
    localName,
    attributes.map((attribute) => [attribute.namespace, attribute.localName, attribute.value]),
    children.map((child) => (child.type === 'element' ? names(child) : child)),
  ]
}
