import { expect, test } from 'vitest'
import type { Item, StartElement } from './items.ts'
import { childElements, textContent } from './navigate.ts'
import { fromText } from './read.ts'
import { fromTree, serialize } from './serialize.ts'
import type { Element } from './tree.ts'

test.each([
  '<a/>',
  '<a>mixed <b>content</b> is <i/> kept</a>',
  '<a><![CDATA[<&]]>text<![CDATA[]]></a>',
  '<!--before--><?p i?><a><!--in--><?p?></a><!--after-->',
  '<p:a xmlns:p="u" xmlns="v" p:b="1" c="&lt;&amp;&quot;&gt;&#10;&#9;&#13;"><d xmlns=""/><p:e/></p:a>',
  '<a xml:space="preserve"> &amp; &lt; &gt; &#13;\n</a>',
])('a document comes out as it went in: %s', (text) => {
  expect(serialize(fromText(text).events())).toBe(text)
})

test('a part of a tree declares what it needs', () => {
  const [child] = childElements(fromText('<p:a xmlns:p="u" xmlns="v"><p:b p:c="1"><d/></p:b></p:a>').tree())
  expect(child && serialize(child)).toBe('<p:b xmlns:p="u" p:c="1"><d xmlns="v"/></p:b>')
})

const named = (prefix: string, localName: string, namespace: string, more: Partial<Element> = {}): Element => ({
  type: 'element',
  prefix,
  localName,
  namespace,
  attributes: [],
  declarations: [],
  children: [],
  ...more,
})

test('a tree made by hand is given the declarations and prefixes that it lacks', () => {
  const attributes = [
    { prefix: '', localName: 'x', namespace: 'u', value: '1' },
    { prefix: 'p', localName: 'x', namespace: 'w', value: '2' },
  ]
  const tree = named('p', 'a', 'v', { attributes, children: [named('p', 'b', ''), named('', 'c', 'v')] })
  const text = serialize(tree)
  expect(text).toBe('<p:a xmlns:p="v" xmlns:ns1="u" xmlns:ns2="w" ns1:x="1" ns2:x="2"><b/><c xmlns="v"/></p:a>')
  expect(fromText(text).root).toMatchObject({ namespace: 'v', attributes: [{ namespace: 'u' }, { namespace: 'w' }] })
  expect(fromTree(tree).root.localName).toBe('a')
})

test('what cannot be said in CDATA is said beside it', () => {
  const text = serialize({ type: 'text', text: 'a]]>b\rc', cdata: true })
  expect(textContent(fromText(`<a>${text}</a>`).tree())).toBe('a]]>b\rc')
})

const start = (localName: string, more: Partial<StartElement> = {}): Item => ({
  type: 'start-element',
  prefix: '',
  localName,
  namespace: '',
  attributes: [],
  declarations: [],
  ...more,
})
const twice = { prefix: '', localName: 'b', namespace: '', value: '' }

test.each<readonly [what: string, items: readonly Item[]]>([
  ['an element without end', [start('a')]],
  ['an end without element', [{ type: 'end-element', prefix: '', localName: 'a', namespace: '' }]],
  ['a name that is none', [start('a b')]],
  ['a prefix that is none', [start('a', { prefix: 'p q', namespace: 'u' })]],
  ['an attribute twice', [start('a', { attributes: [twice, twice] })]],
  ['a declaration of xmlns', [start('a', { declarations: [{ prefix: 'xmlns', namespace: 'u' }] })]],
  ['-- in a comment', [{ type: 'comment', text: 'a--b' }]],
  ['- at the end of a comment', [{ type: 'comment', text: 'a-' }]],
  ['?> in an instruction', [{ type: 'processing-instruction', target: 'p', data: 'a?>b' }]],
  ['an instruction named xml', [{ type: 'processing-instruction', target: 'xml', data: '' }]],
  ['a character XML does not have', [{ type: 'text', text: '\u0001' }]],
])('%s cannot be written', (_, items) => {
  expect(() => serialize(items)).toThrow(expect.objectContaining({ code: 'ERR_XML_VALUE' }))
})

test('elements are found by name, text is all that is below', () => {
  const tree = fromText('<a xmlns:p="u">1<b>2<!--x--><c>3</c></b><p:b/>4</a>').tree()
  expect(childElements(tree).length).toBe(2)
  expect(childElements(tree, 'b').map(textContent)).toEqual(['23'])
  expect(childElements(tree, { namespace: 'u', localName: 'b' }).length).toBe(1)
  expect(textContent(tree)).toBe('1234')
})
