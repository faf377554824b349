import { describe, expect, it } from 'vitest'
import { bodyKind, byteRange, names, preferred, preferredWait } from './negotiate.ts'

describe('Accept chooses', () => {
  const offered = ['application/xml', 'application/json', 'text/html'] as const
  it.each([
    [undefined, 'application/xml'],
    ['', 'application/xml'],
    ['*/*', 'application/xml'],
    ['application/json', 'application/json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['application/json;q=0.5, application/xml;q=0.4', 'application/json'],
    ['application/*', 'application/xml'],
    ['application/*;q=0.5, text/*', 'text/html'],
    ['*/*, application/xml;q=0', 'application/json'],
    ['Application/JSON; charset=utf-8', 'application/json'],
    ['image/png', 'application/xml'],
    ['application/json;q=nonsense', 'application/xml'],
    [';;,,;q=', 'application/xml'],
  ])('%s: %s', (accept, type) => {
    expect(preferred(accept, offered)).toBe(type)
  })
})

it.each([
  [undefined, undefined],
  ['wait=10', 10],
  ['respond-async, wait=10', 10],
  ['respond-async; WAIT = "7"', 7],
  [['handling=lenient', 'wait=3'], 3],
  ['wait=-1', undefined],
  ['wait=1.5', undefined],
  ['wait=9999999999', undefined],
  ['await=4', undefined],
])('Prefer %s waits %s seconds', (prefer, seconds) => {
  expect(preferredWait(prefer)).toBe(seconds)
})

it.each([
  [undefined, undefined],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=5-', { start: 5, end: 9 }],
  ['bytes=-4', { start: 6, end: 9 }],
  ['bytes=-40', { start: 0, end: 9 }],
  ['bytes=3-99', { start: 3, end: 9 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=4-2', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,4-5', undefined],
  ['items=0-1', undefined],
])('Range %s of ten bytes', (header, range) => {
  expect(byteRange(header, 10)).toEqual(range)
})

it('knows an entity tag among others', () => {
  expect(names('"a", W/"b"', '"b"')).toBe(true)
  expect(names('*', '"b"')).toBe(true)
  expect(names('"a"', '"b"')).toBe(false)
  expect(names(undefined, '"b"')).toBe(false)
})

it.each([
  [undefined, 'look'],
  ['application/xml', 'xml'],
  ['TEXT/XML; Charset="UTF-8"', 'xml'],
  ['application/atom+xml', 'xml'],
  ['application/xml; charset=iso-8859-1', 'other'],
  ['application/x-www-form-urlencoded', 'look'],
  ['text/plain', 'look'],
  ['application/json', 'other'],
])('a body of type %s: %s', (type, kind) => {
  expect(bodyKind(type)).toBe(kind)
})
