import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { echo, folder, pingSchema, submit } from './fixtures/pipelines.ts'
import { loadPipeline } from './load.ts'

test('Example 8: the ping worker sends every ping back, as it came', async () => {
  using pipeline = await loadPipeline(echo)
  const ping = fromText('<?xml version="1.0"?>\n<ping  count = "7" />\n')
  expect(pipeline.name).toBe('echo')
  expect(await pipeline.run(ping)).toBe(ping)
})

async function loadSubmit(send: (queue: string, text: string) => string) {
  return loadPipeline(submit, {
    capabilities: {
      ...folder({ 'ping.xsd': pingSchema }),
      // oxlint-disable-next-line typescript/require-await -- as a queue is
      send: async (queue, document) => send(queue, document.text),
    },
  })
}

test('Example 4: a valid ping is queued as it came, and its receipt is the answer', async () => {
  const queued: string[] = []
  using pipeline = await loadSubmit((queue, text) => `r-${queued.push(`${queue}: ${text}`)}`)
  const answer = await pipeline.run(fromText("<ping count='7' />"))
  expect(answer.text).toBe(
    '<mg:message xmlns:mg="http://www.mathgrid.org/Vocabulary/Services/2005/1/0" ref="r-1">Your message has been successfully queued.</mg:message>',
  )
  expect(queued).toEqual(["mathgrid-net-in: <ping count='7' />"])
})

test.each([
  [
    'not valid',
    '<ping count="x"/>',
    'the attribute count of &lt;ping&gt; is "x", which is no whole number of 32 bits (xs:int) (line 1, column 1)',
  ],
  ['not well-formed', '<ping count="1">', 'the document ends before &lt;/ping&gt; (line 1, column 17 of the input)'],
  ['of another kind', '<pong/>', 'there is no &lt;pong&gt; in the schema (line 1, column 1)'],
])('Example 4: what is %s is not queued, and the answer says why', async (_, document, why) => {
  using pipeline = await loadSubmit(() => expect.unreachable())
  expect((await pipeline.run(fromText(document))).text).toBe(
    `<mg:error xmlns:mg="http://www.mathgrid.org/Vocabulary/Services/2005/1/0">Your document was not valid due to: ${why}</mg:error>`,
  )
})

test('Example 4: without a queue, it says that there is none', async () => {
  using pipeline = await loadPipeline(submit, { capabilities: folder({ 'ping.xsd': pingSchema }) })
  await expect(pipeline.run(fromText('<ping count="7"/>'))).rejects.toMatchObject({
    code: 'ERR_PIPELINE_FORBIDDEN',
    step: 'jmss:send',
    message: `there is no queue "mathgrid-net-in" here: only a gateway's front end has one`,
  })
})
