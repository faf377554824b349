import { parseTree, type XmlNode } from '@xeerkat/xslt'
import { expect, test } from 'vitest'
import { type AttributeKind, boolean, choice, integer, name, optional, required, text } from './attributes.ts'
import { failure, faults, load } from './fixtures/pipelines.ts'
import type { StepType } from './step-type.ts'

const element: XmlNode = parseTree('<a xmlns="urn:d" xmlns:p="urn:p"><b/></a>').children[0]!.children[0]!

test.each<[AttributeKind<unknown>, string, unknown]>([
  [text, ' a ', ' a '],
  [text, '', undefined],
  [boolean, ' true ', true],
  [boolean, '0', false],
  [boolean, 'yes', undefined],
  [integer(-1, 9), '9', 9],
  [integer(-1, 9), '-1', -1],
  [integer(-1, 9), '10', undefined],
  [integer(-1, 9), '1e0', undefined],
  [integer(-1, 9), '', undefined],
  [choice('before', 'after'), 'after', 'after'],
  [choice('before', 'after'), 'toString', undefined],
  [name, 'p:x', { prefix: 'p', localName: 'x', namespace: 'urn:p' }],
  [name, 'x', { prefix: '', localName: 'x', namespace: '' }],
  [name, 'xml:lang', { prefix: 'xml', localName: 'lang', namespace: 'http://www.w3.org/XML/1998/namespace' }],
  [name, 'q:x', undefined],
  [name, 'a b', undefined],
  [name, '1', undefined],
])('%o reads "%s" as %o', (kind, written, value) => {
  expect(kind.read(written, element)).toEqual(value)
})

test('a table gives every attribute its value, or what its absence means', async () => {
  const read: unknown[] = []
  const type: StepType = {
    namespace: 'urn:x',
    localName: 'x',
    compile(element, { attributes }) {
      read.push(attributes(element, { a: required(integer(0, 9)), b: optional(boolean, true), c: optional(text) }))
      return undefined
    },
  }
  await load('<x xmlns="urn:x" a="1" other:z="" xmlns:other="urn:o"/>', {}, { steps: [type] })
  expect(read).toEqual([{ a: 1, b: true, c: undefined }])
  expect(await faults('<x xmlns="urn:x" b="x" d=""/>', {}, { steps: [type] })).toBe(
    [
      '2:1: x has no attribute "d"; it takes a, b, c',
      '2:1: x lacks the attribute "a"; it should be a whole number from 0 to 9',
      '2:1: x has b="x"; it should be true or false',
    ].join('\n'),
  )
  expect((await failure(load('<x xmlns="urn:x"/>', {}, { steps: [type] }))).faults).toHaveLength(1)
})
