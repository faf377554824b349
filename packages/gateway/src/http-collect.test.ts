import { compileSchema, fromText } from '@xeerkat/xml'
import { describe, expect, it, vi } from 'vitest'
import { createFront, type FrontOptions } from './http.ts'
import { createInbox } from './inbox.ts'
import { createOutbox } from './outbox.ts'
import { routesOf } from './route.ts'
import { openMemoryStore } from './store/memory.ts'
import { CHUNK, type Store, type StoreOptions } from './store/store.ts'
import { sumRole } from './testing/roles.ts'

// Real files, sockets and processes, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const routing = { coordinator: 'urn:libp2p:c', engagement: 'e'.repeat(32), message: 'f'.repeat(32) } as never

/** A front, and the hand of a broker. */
async function open(options: FrontOptions = {}, storeOptions: StoreOptions = {}) {
  const memory = openMemoryStore(storeOptions)
  const waiting = Promise.withResolvers<void>()
  const store: Store = {
    ...memory,
    changed(topic, signal) {
      waiting.resolve()
      return memory.changed(topic, signal)
    },
  }
  const front = await createFront({ store, routes: () => routesOf([sumRole()]) }, options)
  const inbox = createInbox(store)
  const outbox = createOutbox(store)
  async function submit(): Promise<string> {
    const headers = { 'content-type': 'application/xml' }
    const answer = await fetch(front.url, { method: 'POST', body: '<sum-request a="1" b="2"/>', headers })
    return answer.headers.get('location') ?? ''
  }
  return {
    ...front,
    store,
    submit,
    /** Somebody waits for something to change. */
    waiting: waiting.promise,
    take: () => inbox.take(),
    get: (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(front.url + path, { headers, method }),
    async answered(text: string, attachments: Parameters<typeof fromText>[1] = {}): Promise<string> {
      const location = await submit()
      await outbox.put(await inbox.take(), fromText(text, attachments))
      return location
    },
    finish: async (lease: Awaited<ReturnType<typeof inbox.take>>, text: string) => outbox.put(lease, fromText(text)),
    async [Symbol.asyncDispose]() {
      await inbox[Symbol.asyncDispose]()
      await front[Symbol.asyncDispose]()
    },
  }
}

describe('a receipt', () => {
  it('tells how far its document has come, until there is the response itself', async () => {
    await using front = await open()
    const location = await front.submit()
    const seen: (readonly [number, string])[] = []
    const look = async () => {
      const answer = await front.get(location)
      seen.push([answer.status, (await answer.text()).replace(/ xmlns="[^"]*"| ref="[^"]*"/g, '')])
    }
    await look()
    const lease = await front.take()
    await look()
    await front.store.record(lease.hold, routing)
    await front.store.progress(lease.hold, { done: 3, total: 9 })
    await look()
    await front.finish(lease, '<sum value="3"/>')
    await look()
    expect(seen).toEqual([
      [202, '<message state="queued">The response is not available yet.</message>'],
      [202, '<message state="recruiting">The response is not available yet.</message>'],
      [202, '<message state="working" done="3" total="9">The response is not available yet.</message>'],
      [200, '<sum value="3"/>'],
    ])
  })

  it('as JSON names whom its document was routed to', async () => {
    await using front = await open()
    const location = await front.submit()
    const lease = await front.take()
    await front.store.record(lease.hold, routing)
    const json = { accept: 'application/json' }
    const working = await (await front.get(location, json)).json()
    expect(working).toMatchObject({ state: 'working', role: 'urn:test:sum', coordinator: 'urn:libp2p:c' })
    await front.finish(lease, '<sum value="3"/>')
    const done = (await (await front.get(location, json)).json()) as { readonly expires: string }
    expect(done).toMatchObject({ state: 'done', failed: false, document: '<sum value="3"/>' })
    expect(Date.parse(done.expires)).toBeGreaterThan(Date.now())
  })

  it('nobody gave is not known', async () => {
    await using front = await open()
    expect((await front.get('/receipts/AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404)
    expect((await front.get(`/receipts/${'A'.repeat(600)}`)).status).toBe(404)
    expect((await front.get('/receipts/%00')).status).toBe(404)
  })

  it('whose time is over is gone', async () => {
    await using front = await open({}, { keepAnswers: 0 })
    const location = await front.answered('<sum value="3"/>')
    const answer = await front.get(location)
    expect(answer.status).toBe(410)
    expect(await answer.text()).toMatch(/^<error .*is gone/)
  })

  it('can be withdrawn, and is gone then', async () => {
    await using front = await open()
    const location = await front.submit()
    expect((await front.get(location, {}, 'DELETE')).status).toBe(204)
    expect((await front.get(location)).status).toBe(410)
    expect((await front.get(location, {}, 'DELETE')).status).toBe(410)
    expect((await front.get('/receipts/unknown', {}, 'DELETE')).status).toBe(404)
  })
})

describe('Prefer: wait', () => {
  it('answers a submission with the response itself', async () => {
    await using front = await open()
    const headers = { 'content-type': 'application/xml', prefer: 'respond-async, wait=10' }
    const answering = fetch(front.url, { method: 'POST', body: '<sum-request a="1" b="2"/>', headers })
    await front.finish(await front.take(), '<sum value="3"/>')
    const answer = await answering
    expect(answer.status).toBe(200)
    expect(answer.headers.get('preference-applied')).toBe('wait=10')
    expect(answer.headers.get('content-location')).toMatch(/^\/receipts\//)
    expect(await answer.text()).toBe('<sum value="3"/>')
  })

  it('answers a receipt as soon as there is a response', async () => {
    await using front = await open()
    const location = await front.submit()
    const answering = front.get(location, { prefer: 'wait=10' })
    await front.finish(await front.take(), '<sum value="3"/>')
    expect((await answering).status).toBe(200)
  })

  it('waits no longer than it may', async () => {
    await using front = await open({ maxWait: 0.05 })
    const answer = await front.get(await front.submit(), { prefer: 'wait=1000' })
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([202, 'wait=0.05'])
  })

  it('does not hold up the end of the gateway', async () => {
    const front = await open()
    const answering = front.get(await front.submit(), { prefer: 'wait=60' })
    await front.waiting
    const started = performance.now()
    await front[Symbol.asyncDispose]()
    expect((await answering).status).toBe(202)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('a response', () => {
  const large = `<large>${'0123456789abcdef'.repeat((3 * CHUNK) / 16)}</large>`

  it('comes whole, however large', async () => {
    await using front = await open()
    const answer = await front.get(await front.answered(large))
    expect(answer.headers.get('content-length')).toBe(String(large.length))
    expect((await answer.text()) === large).toBe(true)
  })

  it.each([
    ['bytes=0-9', 0, 9],
    [`bytes=${CHUNK - 3}-${CHUNK + 2}`, CHUNK - 3, CHUNK + 2],
    [`bytes=5-${2 * CHUNK + 5}`, 5, 2 * CHUNK + 5],
    ['bytes=-7', large.length - 7, large.length - 1],
    [`bytes=${large.length - 2}-`, large.length - 2, large.length - 1],
    [`bytes=10-${10 * CHUNK}`, 10, large.length - 1],
  ])('can be had in part: %s', async (range, start, end) => {
    await using front = await open()
    const answer = await front.get(await front.answered(large), { range })
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end}/${large.length}`)
    expect((await answer.text()) === large.slice(start, end + 1)).toBe(true)
  })

  it('has no part beyond its end, and comes whole for nonsense', async () => {
    await using front = await open()
    const location = await front.answered('<sum value="3"/>')
    const beyond = await front.get(location, { range: 'bytes=16-' })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */16'])
    for (const range of ['bytes=5-2', 'lines=1-2', 'bytes=0-1,3-4', 'bytes=-'])
      expect((await front.get(location, { range })).status).toBe(200)
    expect((await front.get(location, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200)
  })

  it('is not sent again to whoever has it', async () => {
    await using front = await open()
    const location = await front.answered('<sum value="3"/>')
    const etag = (await front.get(location)).headers.get('etag') ?? ''
    expect((await front.get(location, { 'if-none-match': etag })).status).toBe(304)
    expect((await front.get(location, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('answers HEAD with its size', async () => {
    await using front = await open()
    const answer = await front.get(await front.answered(large), {}, 'HEAD')
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(large.length)])
    expect(await answer.text()).toBe('')
  })

  it('brings its attachments', async () => {
    await using front = await open()
    const bytes = new Uint8Array([0, 255, 7])
    const attachments = [{ contentId: 'a/b c', mediaType: 'image/png', bytes }]
    const location = await front.answered('<sum/>', { attachments })
    const { headers } = await front.get(location)
    const href = `${location}/attachments/a%2Fb%20c`
    expect(headers.get('link')).toBe(`<${href}>; rel="related"; type="image/png"`)
    const answer = await front.get(href)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes)
    expect((await front.get(`${location}/attachments/other`)).status).toBe(404)
  })

  it('of a stranger can do nothing in a browser', async () => {
    await using front = await open()
    const evil = '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'
    const { headers } = await front.get(await front.answered(evil))
    expect(headers.get('content-security-policy')).toContain('sandbox')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

it('what the gateway says is valid against its schema', async () => {
  await using front = await open()
  using schema = await compileSchema(await (await front.get('/schemas/services.xsd')).text())
  const location = await front.submit()
  const lease = await front.take()
  await front.store.progress(lease.hold, { done: 1.5, total: 1e21 })
  const queued = await fetch(front.url, { method: 'POST', body: '<sum-request a="1" b="2"/>' })
  const refused = await fetch(front.url, { method: 'POST', body: '<\u0001' })
  for (const answer of [queued, refused, await front.get(location), await front.get('/services')])
    expect(schema.validate(fromText(await answer.text()))).toEqual([])
})
