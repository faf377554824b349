import { fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { createAnswerCache } from './answer-cache.ts'
import { messageId } from './ids.ts'

const answer = (length: number) => ({ document: fromText(`<a>${'x'.repeat(length - 7)}</a>`) })

it('keeps the newest answers up to its count', () => {
  const cache = createAnswerCache({ maxAnswers: 2 })
  const [a, b, c] = [messageId(), messageId(), messageId()]
  for (const id of [a, b, c]) cache.keep(id, answer(10))
  expect([a, b, c].map((id) => cache.get(id) !== undefined)).toEqual([false, true, true])
})

it('keeps the newest answer whatever its size, and older ones while there is room', () => {
  const cache = createAnswerCache({ maxBytes: 100 })
  const [a, b, c] = [messageId(), messageId(), messageId()]
  cache.keep(a, answer(60))
  cache.keep(b, answer(30))
  expect(cache.get(a)).toBeDefined()
  cache.keep(c, answer(1000))
  expect([a, b, c].map((id) => cache.get(id) !== undefined)).toEqual([false, false, true])
})

it('counts an answer kept again only once', () => {
  const cache = createAnswerCache({ maxBytes: 100 })
  const [a, b] = [messageId(), messageId()]
  for (let i = 0; i < 10; i++) cache.keep(a, answer(40))
  cache.keep(b, answer(40))
  expect(cache.get(a)).toBeDefined()
})
