import { expect, test } from 'vitest'
import { XmlError } from './errors.ts'
import type { Item } from './items.ts'
import type { Limits } from './limits.ts'
import { parse } from './parse.ts'
import { createParser } from './parser.ts'

const items = (text: string, limits?: Partial<Limits>) => [...parse(text, limits)]

function fault(source: string | Uint8Array, limits?: Partial<Limits>): XmlError {
  try {
    for (const item of parse(source, limits)) void item
  } catch (error) {
    if (error instanceof XmlError) return error
    throw error
  }
  throw new Error(`accepted: ${source.toString()}`)
}

const start = (localName: string, more: object = {}) => ({
  type: 'start-element',
  prefix: '',
  localName,
  namespace: '',
  attributes: [],
  declarations: [],
  ...more,
})
const end = (localName: string, more: object = {}) => ({
  type: 'end-element',
  prefix: '',
  localName,
  namespace: '',
  ...more,
})

test('a document becomes its items, in document order', () => {
  expect(items('<?xml version="1.0"?><!--c--><a>t<b/><![CDATA[<&]]><?p d ?></a><!--e-->\n')).toEqual([
    { type: 'comment', text: 'c' },
    start('a'),
    { type: 'text', text: 't' },
    start('b'),
    end('b'),
    { type: 'text', text: '<&', cdata: true },
    { type: 'processing-instruction', target: 'p', data: 'd ' },
    end('a'),
    { type: 'comment', text: 'e' },
  ])
})

test('names are in the namespaces that are in scope, attributes only by prefix', () => {
  const document = '<a xmlns="u" xmlns:p="v" x="1" p:x="2" xml:lang="en"><p:b xmlns:p="w"/><p:c/><d xmlns=""/></a>'
  const started = items(document).filter((item) => item.type === 'start-element')
  expect(started.map(({ namespace, localName }) => [namespace, localName])).toEqual([
    ['u', 'a'],
    ['w', 'b'],
    ['v', 'c'],
    ['', 'd'],
  ])
  expect(started[0]?.attributes.map(({ namespace, localName }) => [namespace, localName])).toEqual([
    ['', 'x'],
    ['v', 'x'],
    ['http://www.w3.org/XML/1998/namespace', 'lang'],
  ])
  expect(started[0]?.declarations).toEqual([
    { prefix: '', namespace: 'u' },
    { prefix: 'p', namespace: 'v' },
  ])
})

test('line ends become one, and white space in attributes blanks, unless it was written as a reference', () => {
  expect(items('<a b="1\r\n2\t3&#10;4&#13;">\r\n\r5&#13;6</a>')).toEqual([
    start('a', { attributes: [{ prefix: '', localName: 'b', namespace: '', value: '1 2 3\n4\r' }] }),
    { type: 'text', text: '\n\n5\r6' },
    end('a'),
  ])
})

test('references give characters, once', () => {
  expect(items('<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;&amp;lt;&#38;amp;</a>')[1]).toEqual({
    type: 'text',
    text: '<>&"\'A😀&lt;&amp;',
  })
})

const malformed: readonly (readonly [document: string, line: number, column: number])[] = [
  ['', 1, 1],
  ['  \n ', 2, 2],
  ['text', 1, 1],
  ['<a/>text', 1, 5],
  ['<a/><b/>', 1, 5],
  ['<a/>&amp;', 1, 5],
  ['<a><![CDATA[x]]></a><![CDATA[x]]>', 1, 21],
  ['<a', 1, 1],
  ['<a>', 1, 4],
  ['<a>x', 1, 5],
  ['<a></b>', 1, 4],
  ['<a></ab>', 1, 4],
  ['<ab></a>', 1, 5],
  ['</a>', 1, 1],
  ['<a><b></a></b>', 1, 7],
  ['<1/>', 1, 2],
  ['< a/>', 1, 2],
  ['<a b/>', 1, 5],
  ['<a b=c/>', 1, 6],
  ['<a b="1"c="2"/>', 1, 9],
  ['<a b="1" b="2"/>', 1, 10],
  ['<a\n  b="<"/>', 2, 6],
  ['<a b="&"/>', 1, 7],
  ['<a / >', 1, 4],
  ['<a:/>', 1, 4],
  ['<a:b:c xmlns:a="u"/>', 1, 5],
  ['<p:a/>', 1, 2],
  ['<a p:b=""/>', 1, 4],
  ['<a xmlns:p="u" xmlns:q="u" p:b="" q:b=""/>', 1, 35],
  ['<a xmlns="u" xmlns="v"/>', 1, 14],
  ['<a xmlns:p=""/>', 1, 4],
  ['<a xmlns:xmlns="u"/>', 1, 4],
  ['<a xmlns:xml="u"/>', 1, 4],
  ['<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>', 1, 4],
  ['<xmlns:a/>', 1, 2],
  ['<a>&nbsp;</a>', 1, 4],
  ['<a>&#0;</a>', 1, 4],
  ['<a>&#xD800;</a>', 1, 4],
  ['<a>&#x110000;</a>', 1, 4],
  ['<a>&#99999999999999999999;</a>', 1, 4],
  ['<a>&#x;</a>', 1, 4],
  ['<a>&#X41;</a>', 1, 4],
  ['<a>& b</a>', 1, 4],
  ['<a>&amp</a>', 1, 4],
  ['<a>]]></a>', 1, 4],
  ['<a><![CDATA[x</a>', 1, 4],
  ['<a><!x></a>', 1, 4],
  ['<a><!--x</a>', 1, 4],
  ['<a><!-- -- --></a>', 1, 9],
  ['<a><!--x---></a>', 1, 9],
  ['<a><?p</a>', 1, 4],
  ['<a><??></a>', 1, 6],
  ['<a><?p+x?></a>', 1, 7],
  ['<a><?XML x?></a>', 1, 4],
  [' <?xml version="1.0"?><a/>', 1, 2],
  ['<?xml version="2.0"?><a/>', 1, 1],
  ['<?xml encoding="UTF-8"?><a/>', 1, 1],
  ['<?xml version="1.0" standalone="maybe"?><a/>', 1, 1],
  ['<?xml version="1.0"', 1, 1],
  ['<a>\u0000</a>', 1, 4],
  ['<a>\n😀\u0001</a>', 2, 2],
  ['<a>\uFFFE</a>', 1, 4],
  ['<a b="\u001F"/>', 1, 7],
  ['\uFEFF\uFEFF<a/>', 1, 2],
  ['<a>\r\n\r<b></a>', 3, 4],
]

test.each(malformed)('%j is not well-formed, at line %i, column %i', (document, line, column) => {
  const error = fault(document)
  expect(error.code).toBe('ERR_XML_MALFORMED')
  expect(error.position).toEqual({ line, column })
  expect(error.message).toContain(`(line ${line}, column ${column})`)
})

test('the place is the same when the document comes in pieces of one character', () => {
  for (const [document, line, column] of malformed) {
    const parser = createParser()
    const read = () => {
      for (const piece of document) {
        parser.write(piece)
        while (parser.next() !== undefined);
      }
      parser.close()
      while (parser.next() !== undefined);
    }
    expect(read, document).toThrow(`(line ${line}, column ${column})`)
  }
})

test('items before a fault are given out', () => {
  const read: Item[] = []
  expect(() => {
    for (const item of parse('<a>x<b/>\u0001</a>')) read.push(item)
  }).toThrow(XmlError)
  expect(read.map(({ type }) => type)).toEqual(['start-element', 'text', 'start-element', 'end-element'])
})

test('a DOCTYPE is refused by its own code, wherever it stands', () => {
  expect(fault('<!DOCTYPE a><a/>').code).toBe('ERR_XML_DOCTYPE')
  expect(fault('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').position).toEqual({
    line: 2,
    column: 1,
  })
})

const utf16 = (text: string, order: 'le' | 'be', mark: boolean) => {
  const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le')
  return new Uint8Array(order === 'le' ? bytes : bytes.swap16())
}

test.each([
  ['UTF-16 little-endian', utf16('<a/>', 'le', true)],
  ['UTF-16 big-endian', utf16('<a/>', 'be', true)],
  ['UTF-16 without a mark', utf16('<a/>', 'le', false)],
  ['UTF-16 without a mark, big-endian', utf16('<a/>', 'be', false)],
  ['a declaration of Latin-1', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
  ['a byte that begins nothing', Uint8Array.from([0x3c, 0x61, 0x3e, 0xff])],
  ['an overlong form', Uint8Array.from([0x3c, 0x61, 0x3e, 0xc0, 0xaf])],
  ['a surrogate in UTF-8', Uint8Array.from([0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80])],
  ['a character cut off at the end', Uint8Array.from([0x3c, 0x61, 0x3e, 0xe2, 0x82])],
])('what is not UTF-8 is refused: %s', (_, source) => {
  expect(fault(source).code).toBe('ERR_XML_ENCODING')
})

test('a byte that is not UTF-8 is named by line and column', () => {
  const bytes = Buffer.concat([Buffer.from('<a>\nä€'), Buffer.from([0xc3]), Buffer.from('</a>')])
  expect(fault(bytes).position).toEqual({ line: 2, column: 3 })
})

test.each<readonly [limit: keyof Limits, value: number, within: string, beyond: string]>([
  ['bytes', 8, '<a>b</a>', '<a>bc</a>'],
  ['depth', 2, '<a><b/></a>', '<a><b><c/></b></a>'],
  ['attributes', 2, '<a b="" xmlns:c="u"/>', '<a b="" c="" xmlns:d="u"/>'],
  ['nameLength', 4, '<abcd/>', '<abcde/>'],
  ['nameLength', 4, '<a abcd=""/>', '<a b:cde=""/>'],
  ['nameLength', 4, '<a><?abcd?></a>', '<a><?abcde?></a>'],
  ['token', 12, '<a>123456789012</a>', '<a>1234567890123</a>'],
  ['token', 12, '<a><!--12345--></a>', '<a><!--123456--></a>'],
  ['token', 12, '<a b="1234">1</a>', '<a b="12345">1</a>'],
  ['startTag', 12, '<a b="1234">123456789012</a>', '<a b="12345"/>'],
  ['startTag', 12, '<a><b c="123"/></a>', '<a><b         c="1"/></a>'],
  ['prolog', 12, ' <!--1--> <a><!--1234567890123--></a>', ' <!--12-->   <a/>'],
  ['prolog', 12, '<?a 123456?><a/>', '<?a 1?><?b?> <a/>'],
  ['prolog', 12, '            <a/>', '             <a/>'],
])('the limit on %s is %i: %s passes, %s does not', (limit, value, within, beyond) => {
  expect(items(within, { [limit]: value })).not.toEqual([])
  expect(fault(beyond, { [limit]: value }).code).toBe('ERR_XML_LIMIT')
})

test('a parser gives each item as soon as it is whole', () => {
  const parser = createParser()
  const given: string[] = []
  for (const piece of ['<a', '>te', 'xt<', 'b x=">', '"/', '><!', '--', 'c', '-->', '</a', '>']) {
    parser.write(piece)
    for (let item = parser.next(); item !== undefined; item = parser.next()) given.push(`${piece} ${item.type}`)
  }
  expect(given).toEqual([
    '>te start-element',
    'xt< text',
    '><! start-element',
    '><! end-element',
    '--> comment',
    '> end-element',
  ])
})

test('a parser says where the item it gave begins', () => {
  const parser = createParser()
  parser.write('<a>\n  <b/>')
  const places: unknown[] = []
  for (let item = parser.next(); item !== undefined; item = parser.next()) places.push(parser.position())
  expect(places.slice(0, 3)).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 4 },
    { line: 2, column: 3 },
  ])
})

test('where items begin is known however the document is cut, and costs no more for one that is written whole', () => {
  const document = `<a>\n${'<b>😀\r\nx</b> '.repeat(20_000)}</a>`
  const placesIn = (size: number): readonly string[] => {
    const parser = createParser()
    const places: string[] = []
    for (let at = 0; at < document.length + size; at += size) {
      if (at < document.length) parser.write(document.slice(at, at + size))
      else parser.close()
      for (let item = parser.next(); item !== undefined; item = parser.next()) {
        const { line, column } = parser.position()
        places.push(`${line}:${column}`)
      }
    }
    return places
  }
  const whole = placesIn(document.length)
  expect(whole.slice(0, 9)).toEqual(['1:1', '1:4', '2:1', '2:4', '3:2', '3:6', '3:7', '3:10', '4:2'])
  expect(whole.at(-1)).toBe('20002:7')
  expect(placesIn(1000).at(-1)).toBe('20002:7')
  expect(new Set(placesIn(7))).toEqual(new Set(whole))
}, 60_000)
