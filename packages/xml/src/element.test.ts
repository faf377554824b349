import { expect, test } from 'vitest'
import { element } from './element.ts'
import { fromText } from './read.ts'

test('an element is written as one would by hand', () => {
  expect(element('ping', { count: 1 }).text).toBe('<ping count="1"/>')
  expect(element('a', { b: true, c: undefined, d: '<"&\n' }, 'x < y').text).toBe(
    '<a b="true" d="&lt;&quot;&amp;&#10;">x &lt; y</a>',
  )
  expect(element({ namespace: 'urn:u', localName: 'a' }, { 'xml:lang': 'en' }).text).toBe(
    '<a xmlns="urn:u" xml:lang="en"/>',
  )
})

test('its root is known, and is what a reader would find', () => {
  for (const made of [
    element('a', { b: 1, 'xml:lang': 'en' }, 'text'),
    element({ namespace: 'u', localName: 'a' }, { b: '\t\r\n"' }),
  ]) {
    expect(made.root).toEqual(fromText(made.text).root)
  }
})

test('children keep their namespaces, whatever they are put into', () => {
  const inner = element('b', {}, element({ namespace: 'v', localName: 'c' }))
  const outer = element({ namespace: 'u', localName: 'a' }, {}, inner, 'text', inner.tree())
  expect(outer.text).toBe('<a xmlns="u"><b xmlns=""><c xmlns="v"/></b>text<b xmlns=""><c xmlns="v"/></b></a>')
  expect(outer.tree().children.map((child) => child.type === 'element' && child.namespace)).toEqual(['', false, ''])
})

test('a document put into another leaves its XML declaration behind, and nothing but XML gets in', () => {
  const read = fromText('<?xml version="1.0"?>\n<!--c--><p:b xmlns:p="v"/>')
  expect(element('a', {}, read).text).toBe('<a><!--c--><p:b xmlns:p="v"/></a>')
  expect(() => element('a', {}, fromText('<b/></a><evil>'))).toThrow('</a> closes nothing')
  expect(() => element('a', {}, fromText('<b></a><evil>'))).toThrow('</a> closes <b>')
})

test.each([
  ['a name with a space', () => element('a b')],
  ['an empty name', () => element('')],
  ['a prefix', () => element('p:a')],
  ['an attribute that is a tag', () => element('a', { 'b><c': 1 })],
  ['a namespace declaration', () => element('a', { xmlns: 'u' })],
  ['a prefixed attribute', () => element('a', { 'p:b': 'u' })],
  ['NUL in text', () => element('a', {}, '\u0000')],
  ['half a surrogate pair in a value', () => element('a', { b: '\uD800' })],
  ['a noncharacter', () => element('a', {}, '\uFFFF')],
])('%s is refused when it is made, not when it is read', (_, make) => {
  expect(make).toThrow(expect.objectContaining({ code: 'ERR_XML_VALUE' }))
})
