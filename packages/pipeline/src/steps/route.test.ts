import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { failure, load, run } from '../fixtures/pipelines.ts'

const say = (word: string): string => `<p:template><${word}/></p:template>`
const steps = `<p:route>
  <p:when test="/a[@n > 1]">${say('many')}</p:when>
  <p:when test="/a">${say('one')}</p:when>
  <p:when test="count(//b)"><p:identity/></p:when>
  <p:otherwise>${say('other')}</p:otherwise>
</p:route>`

test.each([
  ['<a n="2"/>', '<many/>'],
  ['<a n="1"/>', '<one/>'],
  ["<c><b  n='1'/></c>", "<c><b  n='1'/></c>"],
  ['<c/>', '<other/>'],
])('%s goes to the first branch whose test is true, and becomes %s', async (input, output) => {
  expect(await run(steps, input)).toBe(output)
})

test('what no branch is for passes unchanged', async () => {
  const document = fromText("<x  a='1'/>")
  using pipeline = await load(`<p:route><p:when test="/a">${say('b')}</p:when></p:route>`)
  expect(await pipeline.run(document)).toBe(document)
})

test('prefixes are those in scope, and parameters are variables', async () => {
  const prefixed = `<s:param name="limit" default="3"/><p:route xmlns:q="urn:q"><p:when test="/q:a/@n > $limit">${say('high')}</p:when></p:route>`
  expect(await run(prefixed, '<a xmlns="urn:q" n="4"/>')).toBe('<high/>')
  expect(await run(prefixed, '<a xmlns="urn:q" n="4"/>', {}, { parameters: { limit: '5' } })).toContain('n="4"')
})

test('a variable that is no parameter is an error that names it', async () => {
  const error = await failure(run('<p:route><p:when test="$x"/></p:route>', '<a/>'))
  expect(error).toMatchObject({ step: 'p:route', position: { line: 2, column: 1 } })
  expect(error.message).toContain('$x')
})
