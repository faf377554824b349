import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FrontContext, FrontPipeline } from '@xeerkat/gateway'
import { fromBytes, fromText } from '@xeerkat/xml'
import { describe, expect, it, vi } from 'vitest'
import { type Fronts, type FrontsOptions, openFronts } from './open-fronts.ts'

// Threads, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const P = 'xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0"'
const JMSS = 'xmlns:jmss="http://www.smallx.com/Vocabulary/Pipeline/JMS/Steps/2005/1/0"'
const R = 'xmlns:r="http://www.xeerkat.org/Vocabulary/Pipeline/Role/2026/1/0"'
const ECHO = `<p:pipe name="echo" ${P}><p:identity/></p:pipe>`
const SEND = `<p:pipe name="send" ${P} ${JMSS}><jmss:send queue="q"/></p:pipe>`
const VALIDATE = `<p:pipe name="validate" ${P}><p:validate assert="true"><p:map href="ping.xsd"/></p:validate></p:pipe>`

interface Opened extends Fronts {
  readonly front: FrontPipeline
  readonly troubles: readonly string[]
}

/** One front, from a file of this content. */
async function open(content: string, options: FrontsOptions = {}): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'xk-front-'))
  const troubles: string[] = []
  const onTrouble = (name: string, line: string) => void troubles.push(`${name}: ${line}`)
  try {
    await writeFile(join(folder, 'front.xml'), content)
    const fronts = await openFronts([{ name: 'f', file: 'front.xml' }], { folder, permits: {}, onTrouble }, options)
    const [front] = fronts.list
    if (front === undefined) throw new Error('one front')
    return { ...fronts, front, troubles }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const context = (more: Partial<FrontContext> = {}): FrontContext => ({
  send: () => Promise.reject(new Error('nothing is to be sent')),
  signal: new AbortController().signal,
  ...more,
})

describe('a front in its threads', () => {
  it('gives a document to its pipeline and what comes out back, byte for byte', async () => {
    await using opened = await open(ECHO)
    const text = "<?xml version='1.0'?>\n<a   b='ü'/><!-- c -->"
    expect(await opened.front.run(fromText(text), context())).toMatchObject({ text })
  })

  it('is called what its pipeline is called, or says', async () => {
    await using plain = await open(ECHO)
    expect(plain.front.title).toBe('echo')
    await using told = await open(ECHO.replace('name=', `${R} r:iri="urn:r" r:title="Title" name=`))
    expect(told.front.title).toBe('Title')
  })

  it('queues by whoever runs it, and what that says is what the pipeline gets', async () => {
    await using opened = await open(SEND)
    const sent: string[] = []
    const send: FrontContext['send'] = async (queue, document) => `${queue}-${sent.push(document.text)}`
    const answer = await opened.front.run(fromText('<a/>'), context({ send }))
    expect(sent).toEqual(['<a/>'])
    expect(answer).toMatchObject({ text: expect.stringContaining('ref="q-1"') })
  })

  it.each([
    ['<a>', ECHO, 'not-well-formed', /not well-formed.*line 1/],
    ['<!DOCTYPE a><a/>', ECHO, 'not-well-formed', /not well-formed/],
    ['not XML', ECHO, 'not-well-formed', /not well-formed/],
    ['<ping/>', VALIDATE, 'not-valid', /^Your document was not valid due to: .*count/],
    ['<a/>', SEND, 'not-valid', /^Your document could not be worked on: .*nothing is to be sent/],
  ])('says what is wrong with %s', async (text, pipeline, code, message) => {
    await using opened = await open(pipeline)
    const document = fromBytes(new TextEncoder().encode(text))
    const expected = { code, message: expect.stringMatching(message) }
    expect(await opened.front.run(document, context())).toMatchObject(expected)
  })

  it('a limit of its steps is no fault of the document’s', async () => {
    const template = '<p:template><copy><xsl:value-of select="/"/></copy></p:template>'
    const xsl = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
    await using opened = await open(`<p:pipe name="copy" ${P} ${xsl}>${template}</p:pipe>`, { maxBytes: 1000 })
    expect(await opened.front.run(fromText(`<a>${'b'.repeat(1000)}</a>`), context())).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^Your document asks for more than .*1000/),
    })
  })

  it('a document that does not come to its end costs its thread, and nobody else’s answer', async () => {
    await using opened = await open(SEND, { within: 500, threads: 1 })
    const send = (queue: string) => Promise.resolve(queue)
    const stuck = () => new Promise<never>(() => {})
    const runs = [stuck, send, send, stuck, send].map((send) => opened.front.run(fromText('<a/>'), context({ send })))
    const answers = await Promise.all(runs)
    expect(answers.map((answer) => ('code' in answer ? answer.code : 'answered'))).toEqual([
      'unavailable',
      'answered',
      'answered',
      'unavailable',
      'answered',
    ])
    expect(opened.troubles.length).toBeGreaterThan(0)
  })

  it('what was queued before a thread was lost is not queued again', async () => {
    const twice = SEND.replace('<jmss:send queue="q"/>', '<jmss:send queue="q"/><jmss:send queue="r"/>')
    await using opened = await open(twice, { within: 500, threads: 1 })
    const sent: string[] = []
    const lost = Promise.withResolvers<string>()
    const send: FrontContext['send'] = (queue) => {
      sent.push(queue)
      return queue === 'q' ? Promise.resolve('1') : lost.promise
    }
    const stuck = opened.front.run(fromText('<b/>'), context({ send: () => new Promise(() => {}) }))
    const answer = opened.front.run(fromText('<a/>'), context({ send }))
    await expect.poll(() => opened.troubles.length).toBeGreaterThan(0)
    lost.resolve('2')
    expect(await answer).toMatchObject({ text: expect.stringContaining('ref="2"') })
    expect(sent).toEqual(['q', 'r'])
    expect(await stuck).toMatchObject({ code: 'unavailable' })
  })

  it('a document that takes all memory is refused, and the next one is not', async () => {
    await using opened = await open(SEND, { memory: 64, threads: 1 })
    const send = () => new Promise<never>(() => {})
    const costly = fromText(`<a>${' '.repeat(63 * 2 ** 20)}</a>`)
    expect(await opened.front.run(costly, context({ send }))).toMatchObject({ code: 'unavailable' })
    expect(opened.troubles.join()).toContain('it held more than 64 MiB')
    expect(await opened.front.run(fromText('<a/>'), context({ send: async () => 'r' }))).toMatchObject({
      text: expect.stringContaining('ref="r"'),
    })
  })

  it('when too many wait, a further one is told to come back', async () => {
    await using opened = await open(SEND, { threads: 1, runs: 1, waiting: 1 })
    const held = Promise.withResolvers<string>()
    const begun = Promise.withResolvers<void>()
    const send = () => {
      begun.resolve()
      return held.promise
    }
    const first = opened.front.run(fromText('<a/>'), context({ send }))
    await begun.promise
    const second = opened.front.run(fromText('<a/>'), context({ send }))
    expect(await opened.front.run(fromText('<a/>'), context())).toMatchObject({ code: 'unavailable', retryAfter: 1 })
    held.resolve('r')
    expect(await Promise.all([first, second])).toMatchObject([
      { text: expect.stringContaining('ref="r"') },
      { text: expect.stringContaining('ref="r"') },
    ])
  })

  it('whose consumer is gone stops', async () => {
    await using opened = await open(SEND)
    const controller = new AbortController()
    const send = () => {
      controller.abort()
      return new Promise<never>(() => {})
    }
    await opened.front.run(fromText('<a/>'), context({ send, signal: controller.signal }))
    expect(opened.troubles).toEqual([])
  })

  it('that is closed answers those who wait', async () => {
    const opened = await open(SEND, { threads: 1, runs: 1 })
    const begun = Promise.withResolvers<void>()
    const send = () => {
      begun.resolve()
      return new Promise<never>(() => {})
    }
    const runs = [1, 2].map(() => opened.front.run(fromText('<a/>'), context({ send })))
    await begun.promise
    await opened[Symbol.asyncDispose]()
    for (const answer of await Promise.all(runs)) expect(answer).toMatchObject({ code: 'unavailable' })
    expect(await opened.front.run(fromText('<a/>'), context())).toMatchObject({ code: 'unavailable' })
  })
})

describe('what is no front', () => {
  it('is a file that is not there', async () => {
    const parts = { folder: '/nowhere', permits: {}, onTrouble: () => {} }
    await expect(openFronts([{ name: 'f', file: 'a.xml' }], parts)).rejects.toMatchObject({
      code: 'ERR_FRONT_INVALID',
      cause: expect.objectContaining({ message: '/nowhere/a.xml: there is no such file' }),
    })
  })

  it.each([
    ['<p:pipe', /front\.xml:1:\d+: /],
    ['<pipe/>', /front\.xml:1:1: .*p:pipe/],
    [`<p:pipe name="x" ${P}>\n  <p:nothing/>\n</p:pipe>`, /front\.xml:2:3: .*p:nothing/],
    [VALIDATE.replace('ping.xsd', 'none.xsd'), /front\.xml:1:\d+: .*none\.xsd/],
  ])('is a file with %s', async (content, message) => {
    await expect(open(content)).rejects.toMatchObject({
      code: 'ERR_FRONT_INVALID',
      message: expect.stringMatching(message),
    })
  })
})
