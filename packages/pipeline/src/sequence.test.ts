import { fromText, type Item } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { failure, load } from './fixtures/pipelines.ts'
import { streaming, whole } from './functions.ts'
import { pipeline } from './pipeline.ts'
import type { StepLike } from './step.ts'
import { identity } from './steps/identity.ts'

const ping = fromText('<ping count="1"/>')
const of = (...steps: readonly StepLike[]) => pipeline({ name: 'test', steps })
const never = (): Promise<never> => new Promise(() => {})

test('a pipeline without steps passes the document on', async () => {
  expect(await of().run(ping)).toBe(ping)
  expect(await of(identity(), identity()).run(ping)).toBe(ping)
})

test('any function of infosets is a step, and so are functions of documents and generators of items', async () => {
  const wrap = whole((document) => fromText(`<w>${document.text}</w>`))
  const drop = streaming(async function* dropPings(runs) {
    for await (const run of runs)
      yield run.filter(
        (item) =>
          item.type === 'text' || item.type === 'comment' || !('localName' in item) || item.localName !== 'ping',
      )
  })
  const made = of((input) => input, wrap, drop)
  expect((await made.run(ping)).text).toBe('<w/>')
  expect(made.stage.stages?.map(({ name, holds }) => [name, holds])).toEqual([
    ['(function)', 'document'],
    ['(function)', 'document'],
    ['dropPings', 'nothing'],
  ])
  expect(made.stage.holds).toBe('document')
  expect(of(drop).stage.holds).toBe('nothing')
})

test('what a step throws says which step it was, and keeps its cause', async () => {
  const bug = new TypeError('x is undefined')
  const error = await failure(
    of(function broken() {
      throw bug
    }).run(ping),
  )
  expect(error).toMatchObject({ code: 'ERR_PIPELINE_STEP', step: 'broken', message: 'x is undefined', cause: bug })
})

test('what a step throws as its items are taken is that step’s, also from steps after it', async () => {
  const late = streaming(async function* late(runs) {
    yield* runs
    throw new Error('too late')
  })
  const error = await failure(
    of(
      late,
      streaming((runs) => runs),
      whole((document) => document),
    ).run(ping),
  )
  expect(error).toMatchObject({ step: 'late', message: 'too late' })
})

test('a step has its time, and is given up when that is over: at once, or as its items are taken', async () => {
  const limits = { time: 20 }
  const stuck = await failure(
    of(function stuck() {
      return never()
    }).run(ping, { limits }),
  )
  expect(stuck).toMatchObject({
    code: 'ERR_PIPELINE_LIMIT',
    step: 'stuck',
    message: 'this step took longer than 20 ms (limit "time")',
  })
  const slow = streaming(async function* slow() {
    await never()
    yield []
  })
  expect(await failure(of(slow).run(ping, { limits }))).toMatchObject({ code: 'ERR_PIPELINE_LIMIT', step: 'slow' })
})

test('the signal of a step aborts when its time is over', async () => {
  const reasons: unknown[] = []
  await failure(
    of(
      (_, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason)
            reject(new Error('stopped'))
          })
        }),
    ).run(ping, { limits: { time: 10 } }),
  )
  expect(reasons).toMatchObject([{ code: 'ERR_PIPELINE_LIMIT' }])
})

test.each(['<s:for-each select="b"><p:identity/></s:for-each>', '<p:subtree select="b"/>'])(
  'what goes wrong as the items of %s are taken is told with its name',
  async (step) => {
    using container = await load(step, {}, { limits: { bytes: 1000 } })
    const place = { file: 'pipeline.xml', position: { line: 2, column: 1 } }
    const large = fromText(`<a>${'<b>x</b>'.repeat(1000)}</a>`)
    const name = step.slice(1, step.indexOf(' '))
    expect(await failure(container.run(large))).toMatchObject({ ...place, code: 'ERR_PIPELINE_LIMIT', step: name })
    const malformed = await failure(container.run(fromText('<a><b></a>')))
    expect(malformed).toMatchObject({ ...place, code: 'ERR_PIPELINE_STEP', step: name })
    expect(malformed.message).toBe('</a> closes <b> (line 1, column 7 of the input)')
  },
)

test('waiting for the steps before it is not a step’s own time', async () => {
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  const source = streaming(async function* source(runs) {
    for await (const run of runs) {
      await pause(60)
      yield run
    }
  })
  // It never works long, but reads from one that does: only that one runs out of time.
  const reader = streaming(async function* reader(runs) {
    yield* runs
  })
  const error = await failure(of(source, reader).run(ping, { limits: { time: 30 } }))
  expect(error).toMatchObject({ step: 'source' })
})

test('a stream that never waits lets others have their turn, and runs out of time too', async () => {
  const busy = streaming(async function* busy() {
    for (;;) {
      const end = performance.now() + 5
      while (performance.now() < end);
      yield []
    }
  })
  let turns = 0
  const other = setInterval(() => turns++, 1)
  const error = await failure(of(busy).run(ping, { limits: { time: 200 } }))
  clearInterval(other)
  expect(error).toMatchObject({ code: 'ERR_PIPELINE_LIMIT', step: 'busy' })
  expect(turns).toBeGreaterThan(0)
})

test('aborting ends a run with the signal’s reason, whatever the step does', async () => {
  const controller = new AbortController()
  const started = Promise.withResolvers<void>()
  const work = of(() => {
    started.resolve()
    return never()
  }).run(ping, { signal: controller.signal })
  await started.promise
  const reason = new Error('resigned')
  controller.abort(reason)
  await expect(work).rejects.toBe(reason)
  await expect(
    of(
      identity(),
      whole((document) => document),
    ).run(ping, { signal: AbortSignal.abort(reason) }),
  ).rejects.toBe(reason)
})

test('what goes wrong is answered to an employer, with what is known of it', async () => {
  const broken = pipeline({
    name: 'test',
    steps: [
      {
        name: 'x:y',
        holds: 'nothing',
        place: { file: 'f.xml', position: { line: 3, column: 4 } },
        run: () => {
          throw new Error('no <such> thing: \u0000')
        },
      },
    ],
  })
  expect((await broken.receive(ping)).text).toBe(
    '<c:error-context xmlns:c="http://www.smallx.com/Vocabulary/Pipeline/Component/2005/1/0"><c:error code="ERR_PIPELINE_STEP" type="x:y" href="f.xml" line="3" column="4">no &lt;such&gt; thing: \uFFFD</c:error></c:error-context>',
  )
  const long = await of(() => {
    throw new Error('x'.repeat(10_000))
  }).receive(ping)
  expect(long.text.length).toBeLessThan(4500)
})

test('a reader that stops early lets the steps clean up', async () => {
  const cleaned: string[] = []
  const source = streaming(async function* source(): AsyncGenerator<readonly Item[]> {
    try {
      for (;;) yield [{ type: 'text', text: 'more ' }]
    } finally {
      cleaned.push('source')
    }
  })
  const made = of(
    source,
    streaming(async function* (runs) {
      try {
        yield* runs
      } finally {
        cleaned.push('reader')
      }
    }),
  )
  const { fromDocument } = await import('./from-document.ts')
  for await (const run of (await made.stream(fromDocument(ping))).items()) if (run.length > 0) break
  expect(cleaned).toEqual(['source', 'reader'])
})
