import { expect, test } from 'vitest'
import { element } from './element.ts'
import { fromText } from './read.ts'
import { attribute, integer } from './values.ts'

test('an attribute is found by its local name and namespace', () => {
  const document = fromText('<a xmlns:p="u" b="1" p:b="2"><c b="3"/></a>')
  expect(attribute(document, 'b')).toBe('1')
  expect(attribute(document, 'b', 'u')).toBe('2')
  expect(attribute(document, 'c')).toBeUndefined()
  expect(attribute(document.tree(), 'b', 'u')).toBe('2')
})

test.each([
  ['0', 0],
  ['-0', 0],
  ['+1', 1],
  ['007', 7],
  [' \t12\n', 12],
  ['2147483647', 2147483647],
  ['-2147483648', -2147483648],
  ['0000000000000000000000001', 1],
])('%j is the integer %i', (text, number) => {
  expect(Object.is(integer(element('a', { n: text }), 'n'), number)).toBe(true)
})

test.each([
  '',
  ' ',
  '-',
  '1.0',
  '1e3',
  '0x10',
  '1 2',
  '٣',
  'NaN',
  'Infinity',
  '2147483648',
  '-2147483649',
  '9007199254740993',
  '9'.repeat(1000),
])('%j is no xs:int', (text) => {
  const document = element('a', { n: text })
  expect(() => integer(document, 'n')).toThrow(expect.objectContaining({ code: 'ERR_XML_VALUE' }))
})

test('a number out of the range that is wanted is refused, in a sentence that says what is wanted', () => {
  const document = element('ping-request', { count: -1 })
  expect(() => integer(document, 'count', undefined, { min: 0, max: 100 })).toThrow(
    'the attribute count is "-1", not an integer from 0 to 100',
  )
  expect(integer(element('a', { n: 100 }), 'n', undefined, { min: 0, max: 100 })).toBe(100)
})

test('a fallback stands for an attribute that is absent, not for one that is wrong', () => {
  expect(integer(element('a'), 'n', 8)).toBe(8)
  expect(() => integer(element('a', { n: 'x' }), 'n', 8)).toThrow('"x"')
  expect(() => integer(element('a'), 'n')).toThrow('the attribute n is missing')
})

test('a long value is not repeated whole', () => {
  expect(() => integer(element('a', { n: 'x'.repeat(10_000) }), 'n')).toThrow(/^.{0,160}$/)
})
