import { expect, test } from 'vitest'
import { fromText } from './read.ts'
import { toObject } from './to-object.ts'

const object = (text: string, options?: Parameters<typeof toObject>[1]) => toObject(fromText(text), options)

test('a document becomes an object as one would write it down', () => {
  expect(
    object('<?xml version="1.0"?>\n<point x="1">\n  <label>a</label>\n  <to>1</to>\n  <to>2</to>\n</point>'),
  ).toEqual({
    point: { '@_x': '1', label: 'a', to: ['1', '2'] },
  })
})

test('values stay text', () => {
  expect(object('<a b="007"><c>1.50</c><d>true</d><e> x </e><f> </f></a>')).toEqual({
    a: { '@_b': '007', c: '1.50', d: 'true', e: ' x ', f: ' ' },
  })
})

test('references mean what they mean in XML, once', () => {
  expect(object('<a b="&#10;&quot;x\ny">&amp;lt;&#38;lt;&#x41;<![CDATA[&amp;]]></a>')).toEqual({
    a: { '@_b': '\n"x y', '#text': '&lt;&lt;A&amp;' },
  })
})

test('what trips a lenient parser does not get to it', () => {
  expect(object(`<a b="x/"><?p it's?><!-- " --><c d=">"/></a>`)).toEqual({ a: { '@_b': 'x/', c: { '@_d': '>' } } })
})

test('names that are wanted as arrays are arrays', () => {
  expect(object('<a b="1"><b>2</b></a>', { arrays: ['b'] })).toEqual({ a: { '@_b': '1', b: ['2'] } })
})

test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'])(
  'an element named %s is refused, an attribute is harmless',
  (name) => {
    expect(() => object(`<a><${name}>x</${name}></a>`)).toThrow(expect.objectContaining({ code: 'ERR_XML_VALUE' }))
    const { a } = object(`<a ${name}="x"/>`)
    expect(a).toEqual({ [`@_${name}`]: 'x' })
    expect(Object.getPrototypeOf(a)).toBe(Object.prototype)
  },
)

test.each([
  ['<a><b></a>', 'ERR_XML_MALFORMED'],
  ['<a/><b/>', 'ERR_XML_MALFORMED'],
  ['<a b="1" b="2"/>', 'ERR_XML_MALFORMED'],
  ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'ERR_XML_DOCTYPE'],
])('%s does not pass the gate', (text, code) => {
  expect(() => object(text)).toThrow(expect.objectContaining({ code }))
})

test('depth and number of nodes are bounded by our limits, not by others', () => {
  const deep = '<a>'.repeat(200) + '</a>'.repeat(200)
  expect(object(deep)).toHaveProperty('a.a.a')
  expect(() => object('<a><b/><b/></a>', { maxNodes: 2 })).toThrow(expect.objectContaining({ code: 'ERR_XML_LIMIT' }))
})
