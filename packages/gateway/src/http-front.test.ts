import { connect } from 'node:net'
import { defineRole, roleIri, SERVICES } from '@xeerkat/agent-vm'
import { checkWellFormed, type Document, element, fromText, XmlError } from '@xeerkat/xml'
import { describe, expect, it, vi } from 'vitest'
import type { GatewayEvent } from './events.ts'
import type { FrontContext, FrontPipeline } from './front-pipeline.ts'
import { createGateway } from './gateway.ts'
import { createFront, type FrontOptions } from './http.ts'
import type { Rejection } from './rejection.ts'
import { routesOf } from './route.ts'
import { openMemoryStore } from './store/memory.ts'
import type { StoreOptions } from './store/store.ts'
import { createGrid } from './testing/grid.ts'
import { sumRole } from './testing/roles.ts'

// Real sockets, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const XML = { 'content-type': 'application/xml' }
const GOOD = '<sum-request a="1" b="2"/>'
const mg = (localName: string) => ({ namespace: SERVICES, localName })

type Run = (document: Document, context: FrontContext) => Promise<Document | Rejection>

/** As the paper's Example 4: what is good is queued. */
const queue: Run = async (document, { send }) => {
  try {
    checkWellFormed(document)
  } catch (error) {
    if (error instanceof XmlError) return { code: 'not-well-formed', message: error.message }
    throw error
  }
  if (document.root.localName === 'bad') return element(mg('error'), {}, 'Bad.')
  return element(mg('message'), { ref: await send('mathgrid-net-in', document) }, 'Queued.')
}

const front = (name: string, run: Run = queue): FrontPipeline => ({ name, run })

async function open(fronts: readonly FrontPipeline[], options: FrontOptions = {}, storeOptions: StoreOptions = {}) {
  const store = openMemoryStore(storeOptions)
  const events: GatewayEvent[] = []
  const routes = routesOf([sumRole()])
  const observe = (event: GatewayEvent) => events.push(event)
  const server = await createFront({ store, routes: () => routes, fronts, observe }, options)
  return {
    ...server,
    store,
    events,
    post: (path: string, body: string, headers: Record<string, string> = {}) =>
      fetch(server.url + path, { method: 'POST', body, headers: { ...XML, ...headers }, redirect: 'manual' }),
    queued: async () => (await store.depth()).queued,
  }
}

describe('a front', () => {
  it('answers with what its pipeline makes of a document, byte for byte, whatever the consumer accepts', async () => {
    const text = '<?xml version="1.0"?>\n<odd   a=\'1\'/><!-- as it is -->'
    await using server = await open([front('echo', async () => fromText(text))])
    const answer = await server.post('/echo', GOOD, { accept: 'application/json' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml; charset=utf-8'])
    expect(await answer.text()).toBe(text)
    expect(server.events).toEqual([{ type: 'passed', front: 'echo', status: 200, took: expect.any(Number) }])
    expect(await server.queued()).toBe(0)
  })

  it('that queues a document gives a real receipt, and the queue keeps its name', async () => {
    await using server = await open([front('in')])
    const answer = await server.post('/in', GOOD)
    const ref = /^\/receipts\/([\w-]{22})$/.exec(answer.headers.get('location') ?? '')?.[1] ?? ''
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([202, '1'])
    expect(await answer.text()).toBe(`<message xmlns="${SERVICES}" ref="${ref}">Queued.</message>`)
    expect(await server.store.find(ref)).toMatchObject({
      state: 'queued',
      role: 'urn:test:sum',
      queue: 'mathgrid-net-in',
    })
    const state = await fetch(`${server.url}/receipts/${ref}`, { headers: { accept: 'application/json' } })
    expect(await state.json()).toMatchObject({ queue: 'mathgrid-net-in' })
  })

  it('has only promised what it can keep: a receipt it made up is no receipt', async () => {
    const invented = element(mg('message'), { ref: 'invented' }, 'Queued.')
    await using server = await open([front('liar', async () => invented)])
    const answer = await server.post('/liar', GOOD)
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null])
  })

  it('called submit stands in the place of the gateway’s own', async () => {
    await using server = await open([front('submit')])
    for (const path of ['/', '/submit']) {
      const answer = await server.post(path, '<bad/>')
      expect([answer.status, await answer.text()]).toEqual([422, `<error xmlns="${SERVICES}">Bad.</error>`])
      expect((await server.post(path, '<unknown-here/>')).status).toBe(202)
    }
    const form = new URLSearchParams({ document: GOOD }).toString()
    const type = 'application/x-www-form-urlencoded'
    const answer = await server.post('/', form, { 'content-type': type, accept: 'text/html' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/receipts\//)])
  })

  it('by another name leaves the gateway’s own where it is', async () => {
    await using server = await open([front('other')])
    expect(await (await server.post('/', '<unknown-here/>')).text()).toContain('No service takes')
    expect((await server.post('/', GOOD)).status).toBe(202)
  })

  it('under one key gives the same receipts again, however many, and each document of another its own', async () => {
    const split: Run = async (_document, { send }) => {
      const refs = []
      for (const a of [1, 2]) refs.push(await send('q', element('sum-request', { a, b: 0 })))
      return element('refs', { refs: refs.join(' ') })
    }
    await using server = await open([front('split', split), front('twin', split)])
    const said = async (path: string, key: string) => (await server.post(path, GOOD, { 'idempotency-key': key })).text()
    const first = await said('/split', 'k')
    expect(new Set(first.match(/[\w-]{22}/g)).size).toBe(2)
    expect(await said('/split', 'k')).toBe(first)
    expect(await server.queued()).toBe(2)
    expect(await said('/split', 'l')).not.toBe(first)
    expect(await said('/twin', 'k')).not.toBe(first)
    const other = await server.post('/split', '<other/>', { 'idempotency-key': 'k' })
    expect([other.status, await other.text()]).toEqual([422, expect.stringContaining('Idempotency-Key')])
  })

  it('is entered by the same door as the gateway’s own: type, size, rate, well-formedness', async () => {
    await using server = await open([front('in')], { maxBody: 100, rate: 1, burst: 6 })
    const status = async (body: string, headers = {}) => (await server.post('/in', body, headers)).status
    expect(await status('{}', { 'content-type': 'application/json' })).toBe(415)
    expect(await status(GOOD, { 'content-encoding': 'gzip' })).toBe(415)
    expect(await status('')).toBe(400)
    expect(await status('<a>')).toBe(400)
    expect(await status(' '.repeat(101))).toBe(413)
    expect(await status(GOOD, { 'idempotency-key': '' })).toBe(400)
    expect(await status(GOOD)).toBe(429)
    expect(await server.queued()).toBe(0)
  })

  it('is for those with a key where keys are wanted', async () => {
    await using server = await open([front('in')], { consumers: [{ name: 'ada', key: 'a-very-secret-key-1' }] })
    expect((await server.post('/in', GOOD)).status).toBe(401)
    expect((await server.post('/in', GOOD, { authorization: 'Bearer a-very-secret-key-1' })).status).toBe(202)
  })

  it('that may not queue any more is answered for in the gateway’s own words, or keeps the status in its own', async () => {
    const trapped: Run = async (document, { send }) => {
      const ref = await send('q', document).catch(() => undefined)
      return ref === undefined ? element(mg('error'), {}, 'Busy.') : element(mg('message'), { ref }, 'Queued.')
    }
    await using server = await open([front('in'), front('trapped', trapped)], {}, { maxQueued: 1 })
    expect((await server.post('/in', GOOD)).status).toBe(202)
    const plain = await server.post('/in', GOOD)
    expect([plain.status, plain.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await plain.text()).toContain('The inbox is full')
    const own = await server.post('/trapped', GOOD)
    expect([own.status, own.headers.get('retry-after'), await own.text()]).toEqual([
      503,
      '5',
      `<error xmlns="${SERVICES}">Busy.</error>`,
    ])
  })

  it('queues so many documents for one, and no more', async () => {
    const flood: Run = async (document, { send }) => {
      for (;;) await send('q', document)
    }
    await using server = await open([front('flood', flood)], { maxSends: 3 })
    const answer = await server.post('/flood', GOOD)
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('at most 3')])
    expect(await server.queued()).toBe(3)
  })

  it('that breaks is an answer, and troubles its provider', async () => {
    await using server = await open([
      front('broken', () => Promise.reject(new Error('a bug'))),
      front('garbage', async () => fromText('not XML')),
    ])
    const broken = await server.post('/broken', GOOD)
    expect([broken.status, await broken.text()]).toEqual([503, expect.not.stringContaining('a bug')])
    expect(server.events).toContainEqual(expect.objectContaining({ type: 'trouble' }))
    expect((await server.post('/garbage', GOOD)).status).toBe(503)
  })

  it('is told when its consumer hangs up', async () => {
    const told = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const hang: Run = async (document, { signal }) => {
      signal.addEventListener('abort', () => told.resolve())
      begun.resolve()
      await told.promise
      return document
    }
    await using server = await open([front('hang', hang)])
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      `POST /hang HTTP/1.1\r\nhost: x\r\ncontent-type: text/xml\r\ncontent-length: ${GOOD.length}\r\n\r\n${GOOD}`,
    )
    await begun.promise
    socket.destroy()
    await told.promise
  })

  it.each(['receipts', 'services', 'Metrics', 'schemas', 'healthz', 'a/b', '', '1st', 'ü', 'a'.repeat(65)])(
    'cannot be called "%s"',
    async (name) => {
      await expect(open([front(name)])).rejects.toMatchObject({ code: 'ERR_GATEWAY_OPTION' })
    },
  )

  it('has its name for itself', async () => {
    await expect(open([front('a'), front('a')])).rejects.toThrow('Two fronts are called "a".')
  })

  it('is for posting to', async () => {
    await using server = await open([front('in')])
    const got = await fetch(`${server.url}/in`)
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
    const preflight = await fetch(`${server.url}/in`, { method: 'OPTIONS' })
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST, OPTIONS')
  })

  it('is named among the services and on the page, with what it says it takes', async () => {
    const accepts = [{ namespace: 'urn:n', localName: 'ping', title: 'A <ping>' }]
    await using server = await open([{ ...front('submit'), title: 'Pings & more', accepts }])
    const services = await (await fetch(`${server.url}/services`)).text()
    expect(services).toContain('<front name="submit" href="/submit" title="Pings &amp; more">')
    const json = await fetch(`${server.url}/services`, { headers: { accept: 'application/json' } })
    expect(await json.json()).toMatchObject({
      fronts: [{ name: 'submit', href: '/submit', accepts: [{ namespace: 'urn:n', element: 'ping' }] }],
    })
    const page = await (await fetch(server.url, { headers: { accept: 'text/html' } })).text()
    expect(page).toContain('<code>POST /submit</code><br>Pings &amp; more')
  })
})

describe('what a front queued', () => {
  const internal = defineRole(roleIri('urn:test:inside'), (document) => document, {
    accepts: [{ namespace: '', localName: 'inside', public: false, schema: '<nonsense/>' }],
  })

  async function gateway(grid: ReturnType<typeof createGrid>) {
    await grid.join([internal])
    const { vm } = await grid.join()
    return createGateway({ vm, routes: () => routesOf([internal]), fronts: [front('in')] })
  }

  it('may be what is not for consumers, and is not checked again', async () => {
    await using grid = createGrid()
    await using served = await gateway(grid)
    const text = "<inside  count='3'/>"
    const headers = { ...XML, prefer: 'wait=20' }
    const answer = await fetch(`${served.url}/in`, { method: 'POST', body: text, headers })
    expect([answer.status, await answer.text()]).toEqual([200, text])
    expect((await fetch(served.url, { method: 'POST', body: text, headers })).status).toBe(422)
    expect(await (await fetch(`${served.url}/services`)).text()).not.toContain('inside')
  })

  it('and nobody takes has an answer that says so', async () => {
    await using grid = createGrid()
    await using served = await gateway(grid)
    const headers = { ...XML, prefer: 'wait=20' }
    const answer = await fetch(`${served.url}/in`, { method: 'POST', body: '<nobody-knows/>', headers })
    expect([answer.status, await answer.text()]).toEqual([
      200,
      `<error xmlns="${SERVICES}">No service takes nobody-knows documents.</error>`,
    ])
  })
})
