import { fromBytes, fromText, type Item } from '@xeerkat/xml'
import { itemsOf } from '@xeerkat/xslt'
import { expect, test } from 'vitest'
import { concat } from './bytes.ts'
import { gather } from './fixtures/pipelines.ts'
import { fromDocument } from './from-document.ts'
import { fromItems, fromPieces } from './from-stream.ts'
import { fromTree } from './from-tree.ts'
import type { Infoset } from './infoset.ts'
import { defaultPipelineLimits, type PipelineLimits } from './limits.ts'

const written = `<?xml version="1.0"?>\n<a  x='1'><!--c--><b xmlns="urn:b">t&#x26;<![CDATA[<]]></b><?p i?></a>\n`
const canonical = '<a x="1"><!--c--><b xmlns="urn:b">t&amp;<![CDATA[<]]></b><?p i?></a>'
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

async function* pieces(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = encode(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function* runsOf(items: Iterable<Item>): AsyncGenerator<readonly Item[]> {
  for (const item of items) yield [item]
}

async function bytesOf(infoset: Infoset): Promise<string> {
  return new TextDecoder().decode(concat(await gather(infoset.bytes())))
}

async function itemsIn(infoset: Infoset): Promise<readonly Item[]> {
  return (await gather(infoset.items())).flat()
}

const makers: Readonly<Record<string, (text: string, limits?: PipelineLimits) => Infoset | Promise<Infoset>>> = {
  'a document': (text, limits) => fromDocument(fromText(text), limits),
  pieces: (text, limits) => fromPieces(pieces(text), limits),
  items: (text, limits) => fromItems(runsOf(fromText(text).events()), limits),
  'a tree': async (text, limits) => fromTree(await fromDocument(fromText(text)).tree(), limits),
}

test.each(Object.entries(makers))('%s can be had in every form', async (_, make) => {
  const items = [...fromText(written).events()]
  // A tree does not know what was a CDATA section.
  const plain = (item: Item): Item => (item.type === 'text' ? { type: 'text', text: item.text } : item)
  const merged = [...itemsOf(await (await make(written)).tree())]
  expect(merged.filter(({ type }) => type !== 'text')).toEqual(items.filter(({ type }) => type !== 'text'))
  const text = (all: readonly Item[]) => all.map((item) => (item.type === 'text' ? item.text : '')).join('')
  const given = await itemsIn(await make(written))
  expect(text(given)).toBe('t&<')
  expect(given.map(plain).filter(({ type }) => type !== 'text')).toEqual(merged.filter(({ type }) => type !== 'text'))
  const document = await (await make(written)).document()
  expect(document.tree()).toMatchObject({ localName: 'a' })
  expect(await bytesOf(await make(written))).toBe(document.text)
})

test('what came as bytes goes as the same bytes', async () => {
  expect(await bytesOf(fromPieces(pieces(written)))).toBe(written)
  const document = fromBytes(encode('not XML at all'))
  expect(await fromDocument(document).document()).toBe(document)
  expect(await bytesOf(fromDocument(document))).toBe('not XML at all')
})

test('what came as items is written piece by piece', async () => {
  const infoset = fromItems(runsOf(fromText(written).events()))
  const all = await gather(infoset.bytes())
  expect(all.length).toBeGreaterThan(5)
  expect(new TextDecoder().decode(concat(all))).toBe(canonical)
})

test('what streams is read once; once held, as often as one likes', async () => {
  const stream = fromPieces(pieces(written))
  await bytesOf(stream)
  expect(() => stream.items()).toThrow('read twice')
  await expect(stream.tree()).rejects.toThrow('read twice')
  const held = fromPieces(pieces(written))
  const tree = await held.tree()
  expect(await held.tree()).toBe(tree)
  expect(await held.document()).toBe(await held.document())
  expect(await bytesOf(held)).toBe(await bytesOf(held))
  expect(await itemsIn(held)).toEqual(await itemsIn(held))
})

test.each(['pieces', 'items', 'a tree'])(
  '%s that are more than may be end in an error that names the limit',
  async (name) => {
    const infoset = await makers[name]!(`<a>${'x'.repeat(100)}</a>`, { ...defaultPipelineLimits, bytes: 50 })
    await expect(bytesOf(infoset)).rejects.toThrow('more than 50 bytes of a document (limit "bytes")')
  },
)

test('nodes of a tree are counted, whatever it is made of', async () => {
  const limits = { ...defaultPipelineLimits, nodes: 10 }
  const text = `<a>${'<b/>'.repeat(10)}</a>`
  await expect(fromPieces(pieces(text), limits).tree()).rejects.toThrow('more than 10 nodes (limit "nodes")')
  await expect(fromDocument(fromText(text), limits).tree()).rejects.toThrow('more than 10 nodes')
  const wide = `<a>${'<b c="" d=""/>'.repeat(4)}</a>`
  await expect(fromDocument(fromText(wide), limits).tree()).rejects.toThrow('more than 10 nodes')
})

test('depth is counted as items pass', async () => {
  const limits = { ...defaultPipelineLimits, depth: 3 }
  const deep = '<a><a><a><a/></a></a></a>'
  await expect(itemsIn(fromPieces(pieces(deep), limits))).rejects.toThrow('nested more than 3 deep')
  await expect(itemsIn(fromItems(runsOf(fromText(deep).events()), limits))).rejects.toThrow(
    'more than 3 deep (limit "depth")',
  )
})

const start = (localName: string): Item => ({
  type: 'start-element',
  prefix: '',
  localName,
  namespace: '',
  attributes: [],
  declarations: [],
})
const end = (localName: string): Item => ({ type: 'end-element', prefix: '', localName, namespace: '' })

test.each<[string, readonly Item[], string]>([
  ['nothing', [], 'it has no element'],
  ['two elements', [start('a'), end('a'), start('b'), end('b')], '<b> comes after <a>, and only one may be outermost'],
  ['text outside', [start('a'), end('a'), { type: 'text', text: ' x' }], '"x" stands outside its element'],
])('%s is no document when it is to be written', async (_, items, why) => {
  await expect(fromItems(runsOf(items)).document()).rejects.toThrow(`what the steps made is no XML document: ${why}`)
})

test('what is malformed is told when it is read, where it is', async () => {
  const infoset = fromPieces(pieces('<a>\n<b></a>'))
  await expect(infoset.tree()).rejects.toThrow('</a> closes <b> (line 2, column 4)')
})

test('white space outside the document element is left out', async () => {
  const items: readonly Item[] = [{ type: 'text', text: '\n' }, start('a'), end('a'), { type: 'text', text: '\n' }]
  expect(await bytesOf(fromItems(runsOf(items)))).toBe('<a/>')
})
