import { fromText, type Item, serialize } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createTreeBuilder, treeOf } from './build.ts'
import { itemsOf } from './items.ts'

test('a tree gives back the items that it was built from', () => {
  const xml =
    '<?go now?><a xmlns="urn:d" xmlns:p="urn:p" p:x="1" y="2">one<p:b/><!--two--><c><d>three</d></c></a><!--end-->'
  const items = [...fromText(xml).events()]
  const document = treeOf(items, 'file:///a.xml')
  expect(serialize(itemsOf(document))).toBe(serialize(items))
  expect(document.uri).toBe('file:///a.xml')
  expect(document.children.map(({ kind }) => kind)).toEqual(['processing-instruction', 'element', 'comment'])
})

test('the items of an element are its own and of all below it', () => {
  const document = treeOf(fromText('<a><b x="1">text</b><c/></a>').events())
  const b = document.children[0]?.children[0]
  expect(b && serialize(itemsOf(b))).toBe('<b x="1">text</b>')
})

test('text after text is one node, CDATA or not, and empty text is none', () => {
  const items: Item[] = [
    { type: 'start-element', prefix: '', localName: 'a', namespace: '', attributes: [], declarations: [] },
    { type: 'text', text: '' },
    { type: 'text', text: 'x' },
    { type: 'text', text: '', cdata: true },
    { type: 'text', text: 'y', cdata: true },
    { type: 'end-element', prefix: '', localName: 'a', namespace: '' },
  ]
  const [element] = treeOf(items).children
  expect(element?.children.map(({ value }) => value)).toEqual(['xy'])
})

test('a builder knows how deep it is, and keeps the positions that it is given', () => {
  const builder = createTreeBuilder()
  const start = { type: 'start-element', prefix: '', localName: 'a', namespace: '', attributes: [], declarations: [] }
  builder.add({ ...start, type: 'start-element' }, { line: 1, column: 2 })
  builder.add({ ...start, type: 'start-element' })
  expect(builder.depth()).toBe(2)
  builder.add({ type: 'end-element', prefix: '', localName: 'a', namespace: '' })
  expect(builder.depth()).toBe(1)
  const [outer] = builder.document.children
  expect(outer?.position).toEqual({ line: 1, column: 2 })
  expect(outer?.children[0]?.position).toBeUndefined()
})
