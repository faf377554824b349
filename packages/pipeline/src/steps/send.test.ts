import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { failure, run } from '../fixtures/pipelines.ts'
import { pipeline } from '../pipeline.ts'
import { send } from './send.ts'

test('the document is queued as it came, and the receipt goes on', async () => {
  const queued: unknown[] = []
  const output = await run(
    '<jmss:send queue="in"/>',
    '<a  />',
    {},
    {
      capabilities: {
        // oxlint-disable-next-line typescript/require-await -- as a queue is
        async send(queue, document) {
          queued.push([queue, document.text])
          return 'r<1'
        },
      },
    },
  )
  expect(output).toBe(
    '<jms:message xmlns:jms="http://www.smallx.com/Vocabulary/Pipeline/JMS/2005/1/0" queue="in" ref="r&lt;1"/>',
  )
  expect(queued).toEqual([['in', '<a  />']])
})

test('a queue that is full fails the step in its own words', async () => {
  const full = new Error('the inbox is full')
  const error = await failure(
    pipeline({ name: 'x', steps: [send('in')], capabilities: { send: () => Promise.reject(full) } }).run(
      fromText('<a/>'),
    ),
  )
  expect(error).toMatchObject({
    code: 'ERR_PIPELINE_STEP',
    step: 'jmss:send',
    message: 'the inbox is full',
    cause: full,
  })
})

test('a queue that does not answer is given up in time, and is told', async () => {
  let told: unknown
  const made = pipeline({
    name: 'x',
    steps: [send('in')],
    capabilities: {
      send: (_queue, _document, { signal }) =>
        new Promise(() => signal.addEventListener('abort', () => (told = signal.reason))),
    },
  })
  const error = await failure(made.run(fromText('<a/>'), { limits: { time: 10 } }))
  expect(error.code).toBe('ERR_PIPELINE_LIMIT')
  expect(told).toMatchObject({ code: 'ERR_PIPELINE_LIMIT' })
})
