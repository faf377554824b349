import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { failure, load, pingSchema, run } from '../fixtures/pipelines.ts'
import { streaming } from '../functions.ts'
import { pipeline } from '../pipeline.ts'
import { identity } from './identity.ts'
import { trap } from './trap.ts'

const files = { 'ping.xsd': pingSchema }
const handler =
  '<p:on-error><p:template><why code="{//c:error/@code}" type="{//c:error/@type}" line="{//c:error/@line}"><xsl:value-of select="/c:error-context/c:error"/></why></p:template></p:on-error>'
const validate = '<p:validate><p:map href="ping.xsd"/></p:validate>'

test('what fails is handled, with what is known of the error', async () => {
  expect(await run(`<p:trap>\n${validate}${handler}</p:trap>`, '<pong/>', files)).toBe(
    '<why code="ERR_PIPELINE_NOT_VALID" type="p:validate" line="3">there is no &lt;pong&gt; in the schema (line 1, column 1)</why>',
  )
})

test('what does not fail passes the handler by', async () => {
  expect(await run(`<p:trap>${validate}${handler}</p:trap>`, '<ping count="1" />', files)).toBe('<ping count="1" />')
})

test('a handler that fails is the error; an empty one lets the error go on as a document', async () => {
  const nested = `<p:trap><p:trap>${validate}<p:on-error>${validate}</p:on-error></p:trap>${handler}</p:trap>`
  expect(await run(nested, '<pong/>', files)).toContain('there is no &lt;error-context&gt; of the namespace')
  expect(await run(`<p:trap>${validate}<p:on-error/></p:trap>`, '<pong/>', files)).toMatch(
    /^<c:error-context .*<c:error /,
  )
})

test('an error that comes up as items are taken is caught too', async () => {
  const late = streaming(async function* late(runs) {
    yield* runs
    throw new Error('too late')
  })
  const made = pipeline({ name: 'test', steps: [trap([late], { onError: [] })] })
  expect((await made.run(fromText('<a/>'))).text).toContain('>too late</c:error>')
})

test('a step that runs out of time is caught; an abort is not', async () => {
  const stuck = (): Promise<never> => new Promise(() => {})
  const made = pipeline({ name: 'test', steps: [trap([stuck], { onError: [] })] })
  expect((await made.run(fromText('<a/>'), { limits: { time: 10 } })).text).toContain('longer than 10 ms')
  const reason = new Error('resigned')
  const signal = AbortSignal.abort(reason)
  await expect(pipeline({ name: 'test', steps: [trap([identity()])] }).run(fromText('<a/>'), { signal })).rejects.toBe(
    reason,
  )
})

test('traps nest as deep as a pipeline document may, and no deeper', async () => {
  const nest = (depth: number): string =>
    `${'<p:trap>'.repeat(depth)}${validate}${'<p:on-error/></p:trap>'.repeat(depth)}`
  expect(await run(nest(61), '<pong/>', files)).toContain('c:error')
  expect((await failure(load(nest(62), files))).message).toContain('nested more than 64 deep')
})
