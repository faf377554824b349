import { expect, test } from 'vitest'
import { areEqual } from './equal.ts'

const xml = { method: undefined, indented: false }
const html = { method: 'html', indented: true }

const same: readonly (readonly [what: string, one: string, other: string])[] = [
  ['the XML declaration', '<?xml version="1.0" encoding="UTF-8"?>\n<a/>', '<a></a>'],
  ['the order of attributes', '<a b="1" c="2"/>', `<a c='2' b='1'/>`],
  ['a prefix', '<p:a xmlns:p="urn:a" p:b=""/>', '<q:a xmlns:q="urn:a" q:b=""/>'],
  [
    'a declaration that declares nothing new',
    '<a xmlns:p="urn:a"><b/></a>',
    '<a xmlns:p="urn:a"><b xmlns:p="urn:a"/></a>',
  ],
  ['how a character is written', '<a>&#65;<![CDATA[<]]></a>', '<a>A&lt;</a>'],
  ['space around the document element', '<!--x--><a/>', '\n<!--x-->\n<a/>\n'],
]

test.each(same)('%s makes no difference between XML results', (_what, one, other) => {
  expect(areEqual(one, other, xml)).toBe(true)
  expect(areEqual(other, one, xml)).toBe(true)
})

const different: readonly (readonly [what: string, one: string, other: string])[] = [
  ['an attribute', '<a b="1"/>', '<a b="2"/>'],
  ['a namespace', '<a xmlns="urn:a"/>', '<a xmlns="urn:b"/>'],
  ['a namespace in scope', '<a xmlns:p="urn:a"/>', '<a/>'],
  ['space within', '<a> <b/></a>', '<a><b/></a>'],
  ['a comment', '<a><!--x--></a>', '<a/>'],
  ['an instruction', '<a><?x y?></a>', '<a><?x z?></a>'],
  ['depth', '<a><b/><c/></a>', '<a><b><c/></b></a>'],
  ['a document type', '<!DOCTYPE a SYSTEM "x"><a/>', '<a/>'],
  ['an end', '<a/>', ''],
  ['well-formedness', '<a/>', '<a>'],
]

test.each(different)('%s makes a difference between XML results', (_what, one, other) => {
  expect(areEqual(one, other, xml)).toBe(false)
  expect(areEqual(other, one, xml)).toBe(false)
})

test('space between tags makes no difference in a result that is indented', () => {
  const indented = { method: 'xml', indented: true }
  expect(areEqual('<a>\n  <b/>\n</a>', '<a><b/></a>', indented)).toBe(true)
  expect(areEqual('<a>x <b/></a>', '<a>x<b/></a>', indented)).toBe(false)
})

test('HTML results are the same if a browser sees the same', () => {
  const one =
    '<!DOCTYPE HTML><HTML>\n<META http-equiv="Content-Type" content="text/html; charset=UTF-8"><P Class="a">&copy;\n b</P></HTML>'
  expect(areEqual(one, `<!DOCTYPE html><html><p class='a'>© b</p></html>`, html)).toBe(true)
  expect(areEqual(one, '<!DOCTYPE html><html><p class="a">b</p></html>', html)).toBe(false)
  expect(areEqual(one, '<!DOCTYPE html><html><p>© b</p></html>', html)).toBe(false)
})

test('texts are the same but for line ends and space at the end', () => {
  const text = { method: 'text', indented: false }
  expect(areEqual('a\r\nb\n', 'a\nb', text)).toBe(true)
  expect(areEqual(' a', 'a', text)).toBe(false)
})
