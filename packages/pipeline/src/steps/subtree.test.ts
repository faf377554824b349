import { expect, test } from 'vitest'
import { failure, run } from '../fixtures/pipelines.ts'

const count = '<p:template><n><xsl:value-of select="count(//*)"/></n></p:template>'

test('what the steps make of each match stands in its place', async () => {
  const steps = `<p:subtree select="item">${count}</p:subtree>`
  expect(await run(steps, '<list> <item><a/></item><other/>text<item/><!--c--></list>')).toBe(
    '<list> <n>2</n><other/>text<n>1</n><!--c--></list>',
  )
})

test('matches in a match are part of it', async () => {
  expect(await run(`<p:subtree select="a">${count}</p:subtree>`, '<x><a><a/></a></x>')).toBe('<x><n>2</n></x>')
})

test('the document element may match', async () => {
  expect(await run(`<p:subtree select="/a">${count}</p:subtree>`, '<a/>')).toBe('<n>1</n>')
})

test.each([
  ['list/item[@x]', '<list><item/><item x=""/></list>', '<list><item/><n>1</n></list>'],
  ['item[2]', '<list><item/><item/></list>', '<list><item/><n>1</n></list>'],
  ['m:item', '<list xmlns:m="urn:m"><m:item/><item/></list>', '<list xmlns:m="urn:m"><n>1</n><item/></list>'],
])('a pattern may be any: %s', async (select, input, output) => {
  expect(await run(`<p:subtree xmlns:m="urn:m" select="${select}">${count}</p:subtree>`, input)).toBe(output)
})

test('namespaces stay what they are, and are not declared again', async () => {
  const input = '<list xmlns="urn:l" xmlns:m="urn:m"><item m:a="m:b"/><m:item/></list>'
  expect(
    await run('<p:subtree xmlns:l="urn:l" xmlns:q="urn:m" select="l:item | q:item"><p:identity/></p:subtree>', input),
  ).toBe(input)
})

test('what fails in a match fails the pipeline, and says where', async () => {
  const error = await failure(
    run('<p:subtree select="item">\n<jmss:send queue="q"/></p:subtree>', '<list><item/></list>'),
  )
  expect(error).toMatchObject({ code: 'ERR_PIPELINE_FORBIDDEN', step: 'jmss:send', position: { line: 3, column: 1 } })
})
