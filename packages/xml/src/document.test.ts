import { expect, test } from 'vitest'
import { element } from './element.ts'
import { fromBytes, fromText, withAttachments } from './read.ts'

const encode = (text: string) => new TextEncoder().encode(text)

test('making a document reads nothing of it', () => {
  expect(fromBytes(encode('not XML')).bytes.length).toBe(7)
  expect(fromText('not XML').text).toBe('not XML')
})

test.each([
  '<ping count="1"/>',
  '<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- c --><?p d?><ping\r\n count="1">what follows is not looked at: <',
  '\uFEFF<ping count="1"></ping>',
])('the root is the first start tag: %j', (text) => {
  for (const document of [fromText(text), fromBytes(encode(text))]) {
    expect(document.root).toEqual({
      prefix: '',
      localName: 'ping',
      namespace: '',
      attributes: [{ prefix: '', localName: 'count', namespace: '', value: '1' }],
    })
  }
})

test('a root longer than the first look is still found', () => {
  const value = 'ä'.repeat(100_000)
  expect(fromBytes(encode(`<a b="${value}"/>`)).root.attributes[0]?.value).toBe(value)
})

test.each(['', '   ', '<!-- only -->', '<a', '<!DOCTYPE a><a/>', '<a b="&x;"/>', 'x<a/>'])(
  'what does not begin as XML has no root: %j',
  (text) => {
    expect(() => fromBytes(encode(text)).root).toThrow(expect.objectContaining({ name: 'XmlError' }))
  },
)

test('bytes and text are two sides of one document', () => {
  const text = '<a>ä😀</a>'
  expect(fromBytes(encode(text)).text).toBe(text)
  expect(fromText(text).bytes).toEqual(encode(text))
  expect(fromBytes(encode(`\uFEFF${text}`)).text).toBe(text)
  expect(() => fromBytes(Uint8Array.from([0xff])).text).toThrow(expect.objectContaining({ code: 'ERR_XML_ENCODING' }))
})

test('what was computed is computed once', () => {
  const document = fromText('<a><b/></a>')
  expect(document.root).toBe(document.root)
  expect(document.bytes).toBe(document.bytes)
  expect(document.tree()).toBe(document.tree())
})

test('events can be read again, and by halves', () => {
  const { events } = fromText('<a><b/></a>')
  const [first] = events()
  expect(first).toMatchObject({ type: 'start-element', localName: 'a' })
  expect([...events()]).toEqual([...events()])
})

test('a tree holds the document element and all below it', () => {
  const tree = fromText('<!--x--><a xmlns="u" b="1">t<c/><!--d--><?e f?></a>').tree()
  expect(tree).toEqual({
    type: 'element',
    prefix: '',
    localName: 'a',
    namespace: 'u',
    attributes: [{ prefix: '', localName: 'b', namespace: '', value: '1' }],
    declarations: [{ prefix: '', namespace: 'u' }],
    children: [
      { type: 'text', text: 't' },
      { type: 'element', prefix: '', localName: 'c', namespace: 'u', attributes: [], declarations: [], children: [] },
      { type: 'comment', text: 'd' },
      { type: 'processing-instruction', target: 'e', data: 'f' },
    ],
  })
})

test('attachments travel with a document, and can be given to one that exists', () => {
  const attachment = { contentId: 'a', mediaType: 'image/png', bytes: Uint8Array.from([1]) }
  expect(fromText('<a/>', { attachments: [attachment] }).attachments).toEqual([attachment])
  const document = element('a', { href: 'cid:a' })
  const carrying = withAttachments(document, [attachment])
  expect(document.attachments).toEqual([])
  expect(carrying.attachments).toEqual([attachment])
  expect([carrying.text, carrying.root, carrying.bytes]).toEqual([document.text, document.root, document.bytes])
  expect([...carrying.events()]).toEqual([...document.events()])
  expect(carrying.tree()).toBe(document.tree())
})
