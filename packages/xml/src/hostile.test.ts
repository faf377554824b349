import { expect, test, vi } from 'vitest'
import { XmlError } from './errors.ts'
import { createParser } from './parser.ts'
import { fromBytes, fromText } from './read.ts'
import { serialize } from './serialize.ts'
import { checkWellFormed } from './well-formed.ts'

const MEGABYTE = 1_000_000

/** Far above what each takes, far below what anything quadratic would. */
const BEARABLE = 10_000
vi.setConfig({ testTimeout: 60_000 })

function codeOf(use: () => unknown): string {
  const began = performance.now()
  try {
    use()
    return 'accepted'
  } catch (error) {
    if (error instanceof XmlError) return error.code
    throw error
  } finally {
    expect(performance.now() - began).toBeLessThan(BEARABLE)
  }
}

const repeat = (text: string, size: number) => text.repeat(Math.ceil(size / text.length))
const encode = (text: string) => new TextEncoder().encode(text)

const billionLaughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i === 0 ? '' : i};`.repeat(10)}">`,
).join('')}]><lolz>&lol9;</lolz>`

test.each<readonly [what: string, document: string, code: string]>([
  ['10,000 nested elements', '<a>'.repeat(10_000), 'ERR_XML_LIMIT'],
  ['a billion laughs', billionLaughs, 'ERR_XML_DOCTYPE'],
  ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'ERR_XML_DOCTYPE'],
  ['100,000 attributes', `<a ${Array.from({ length: 100_000 }, (_, i) => `a${i}=""`).join(' ')}/>`, 'ERR_XML_LIMIT'],
  [
    '100,000 namespaces',
    `<a ${Array.from({ length: 100_000 }, (_, i) => `xmlns:a${i}="u"`).join(' ')}/>`,
    'ERR_XML_LIMIT',
  ],
  ['a name of 10 MB', `<${'a'.repeat(10 * MEGABYTE)}/>`, 'ERR_XML_LIMIT'],
  ['10 MB in one value that never ends', `<a b="${'x'.repeat(10 * MEGABYTE)}`, 'ERR_XML_LIMIT'],
  ['10 MB in one comment that never ends', `<a><!--${'- '.repeat(5 * MEGABYTE)}`, 'ERR_XML_MALFORMED'],
  ['10 MB of <', '<'.repeat(10 * MEGABYTE), 'ERR_XML_MALFORMED'],
  ['10 MB of &', `<a>${'&'.repeat(10 * MEGABYTE)}</a>`, 'ERR_XML_MALFORMED'],
  ['10 MB of ]', `<a>${']'.repeat(10 * MEGABYTE)}</a>`, 'accepted'],
  ['10 MB of lines', `<a>${'\r\n'.repeat(5 * MEGABYTE)}</b>`, 'ERR_XML_MALFORMED'],
  ['10 MB of white space before a fault', `<a/>${' '.repeat(10 * MEGABYTE)}x`, 'ERR_XML_MALFORMED'],
  ['10 MB of white space before the document element', `${' '.repeat(10 * MEGABYTE)}<a/>`, 'ERR_XML_LIMIT'],
  ['10 MB of references', `<a>${repeat('&#x1F600;', 10 * MEGABYTE)}</a>`, 'accepted'],
  ['10 MB of elements', `<a>${repeat('<b c="d"/>', 10 * MEGABYTE)}</a>`, 'accepted'],
  ['a reference that never ends, a million times over', `<a b="&${'x'.repeat(MEGABYTE)}"/>`, 'ERR_XML_MALFORMED'],
  ['NUL', '<a>\u0000</a>', 'ERR_XML_MALFORMED'],
  ['a reference to NUL', '<a>&#0;</a>', 'ERR_XML_MALFORMED'],
])('%s', (_, document, code) => {
  expect(codeOf(() => checkWellFormed(fromBytes(encode(document))))).toBe(code)
})

test('half a surrogate pair is refused when a document is made of it, with its place', () => {
  expect(codeOf(() => fromText('<a>\uD83D</a>'))).toBe('ERR_XML_MALFORMED')
  expect(() => fromText('<a>\n😀\uDE00</a>')).toThrow('(line 2, column 2)')
})

test('who raises the limits gets a cost that grows with the size and no faster', () => {
  const attributes = Array.from({ length: 100_000 }, (_, i) => `a${i}=""`).join(' ')
  expect(codeOf(() => checkWellFormed(fromText(`<a ${attributes}/>`, { limits: { attributes: Infinity } })))).toBe(
    'accepted',
  )

  const depth = 20_000
  const nested = `${'<a xmlns:p="u">'.repeat(depth)}${'<p:b/>'.repeat(1000)}${'</a>'.repeat(depth)}`
  const deep = fromText(nested, { limits: { depth: Infinity } })
  expect(codeOf(() => expect(serialize(deep.tree())).toBe(nested))).toBe('accepted')
})

test('a million pieces cost no more than one', () => {
  for (const [before, filling, after] of [
    ['<a b="', '>', '"/>'],
    ['<a><!--', '- ', '--></a>'],
    ['<a><![CDATA[', ']', ' ]]></a>'],
    ['<a>', 'x', '</a>'],
    ['<a><?p ', '?', '?></a>'],
  ] as const) {
    const parser = createParser()
    const feed = () => {
      parser.write(before)
      for (let i = 0; i < MEGABYTE; i++) {
        parser.write(filling)
        while (parser.next() !== undefined);
      }
      parser.write(after)
      parser.close()
      while (parser.next() !== undefined);
    }
    expect(codeOf(feed)).toBe('accepted')
  }
})

test('the root of a large document is read without looking at the rest', () => {
  const bytes = new Uint8Array(50 * MEGABYTE).fill(0xff)
  bytes.set(encode('<?xml version="1.0"?><!-- ping --><ping count="1">'))
  bytes.fill(0x20, 50, 5000)
  expect(fromBytes(bytes).root.localName).toBe('ping')
})

test.each([
  ['lines in an attribute of it', '<a b="', '\n', '"/>'],
  ['references in an attribute of it', '<a b="', '&lt;', '"/>'],
  ['white space in it', '<a', ' ', '/>'],
  ['comments before it', '', '<!---->', '<a/>'],
  ['one comment before it', '<!--', 'x', '--><a/>'],
])('a root is not looked for beyond its limits: 60 MB of %s', (_, before, filling, after) => {
  const bytes = encode(before + repeat(filling, 60 * MEGABYTE) + after)
  expect(codeOf(() => fromBytes(bytes).root)).toBe('ERR_XML_LIMIT')
})

test('a document larger than its limit is not even begun', () => {
  const document = fromBytes(new Uint8Array(1000), { limits: { bytes: 999 } })
  for (const use of [() => document.root, () => document.text, () => document.tree(), () => [...document.events()]]) {
    expect(codeOf(use)).toBe('ERR_XML_LIMIT')
  }
})

test('a tree of more nodes than its limit is not built', () => {
  const document = fromText(`<a>${'<b/>'.repeat(10)}</a>`, { limits: { nodes: 10 } })
  expect(codeOf(() => document.tree())).toBe('ERR_XML_LIMIT')
  expect([...document.events()].length).toBe(22)
})
