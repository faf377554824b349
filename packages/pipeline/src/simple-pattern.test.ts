import { expect, test } from 'vitest'
import { simplePattern } from './simple-pattern.ts'

const namespaceOf = (prefix: string) => (prefix === 'p' ? 'urn:p' : undefined)

test('the steps of a pattern say where they begin and what they are of', () => {
  expect(simplePattern('/list//p:item | @id', namespaceOf)).toEqual({
    steps: [
      { from: 'document', kind: 'element', namespace: '', localName: 'list', last: false },
      { from: 'descendant', kind: 'element', namespace: 'urn:p', localName: 'item', last: true },
      { from: 'anywhere', kind: 'attribute', namespace: '', localName: 'id', last: true },
    ],
    kinds: new Set(['element', 'attribute']),
  })
})

test.each([
  '*',
  'p:*',
  'a/b//c',
  '//a',
  ' child :: a / b ',
  '@*',
  'a/@b',
  'text()',
  'a/comment()',
  'processing-instruction("x")',
  'é-1.x',
])('"%s" is simple', (text) => {
  expect(simplePattern(text, namespaceOf)).toBeDefined()
})

test.each([
  '/',
  'a[1]',
  'a[@b]/c',
  'id("x")',
  "key('k', 'v')",
  'node()',
  'a/node()',
  '@node()',
  'a/@b[. = 1]',
  'a | /',
  'q:a',
  '@text()',
  '',
  'a//',
  Array.from({ length: 31 }, () => 'a').join('|'),
])('"%s" is not simple', (text) => {
  expect(simplePattern(text, namespaceOf)).toBeUndefined()
})
