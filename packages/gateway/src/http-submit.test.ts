import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { roleIri } from '@xeerkat/agent-vm'
import { describe, expect, it, vi } from 'vitest'
import type { GatewayEvent } from './events.ts'
import { createFront, type FrontOptions } from './http.ts'
import { type Route, routesOf } from './route.ts'
import { openMemoryStore } from './store/memory.ts'
import type { StoreOptions } from './store/store.ts'
import { sumRole } from './testing/roles.ts'

// Real files, sockets and processes, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const NAMESPACE = 'http://www.mathgrid.org/Vocabulary/Services/2005/1/0'
const XML = { 'content-type': 'application/xml' }
const GOOD = '<sum-request a="1" b="2"/>'

const learned: readonly Route[] = [
  { role: roleIri('urn:evil'), namespace: '', localName: 'sum-request', schema: '<nonsense/>', learned: true },
  { role: roleIri('urn:far'), namespace: 'urn:far', localName: 'far', schema: '<not-a-schema/>', learned: true },
]

async function open(options: FrontOptions = {}, storeOptions: StoreOptions = {}) {
  const store = openMemoryStore(storeOptions)
  const events: GatewayEvent[] = []
  const routes = [...learned, ...routesOf([sumRole()])]
  const front = await createFront({ store, routes: () => routes, observe: (event) => events.push(event) }, options)
  return {
    ...front,
    store,
    events,
    post: (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = XML) =>
      fetch(front.url, { method: 'POST', body, headers, redirect: 'manual' }),
    queued: async () => (await store.depth()).queued,
  }
}

describe('an acceptable document', () => {
  it('gets a receipt in the words of the paper, once it is queued', async () => {
    await using front = await open()
    const answer = await front.post(GOOD)
    const location = answer.headers.get('location') ?? ''
    const ref = /^\/receipts\/([\w-]{22})$/.exec(location)?.[1]
    expect(answer.status).toBe(202)
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8')
    expect(await answer.text()).toBe(
      `<message xmlns="${NAMESPACE}" ref="${ref}">Your message has been successfully queued.</message>`,
    )
    expect(await front.store.find(ref ?? '')).toMatchObject({ state: 'queued', role: 'urn:test:sum' })
  })

  it('gets the receipt as JSON if that is what the consumer accepts', async () => {
    await using front = await open()
    const answer = await front.post(GOOD, { ...XML, accept: 'application/json' })
    const { ref, ...rest } = (await answer.json()) as { readonly ref: string }
    expect(answer.status).toBe(202)
    expect(rest).toEqual({ state: 'queued', role: 'urn:test:sum', href: `/receipts/${ref}` })
  })

  it.each([
    ['text/xml; charset=UTF-8', GOOD],
    ['application/soap+xml', GOOD],
    ['application/x-www-form-urlencoded', GOOD],
    ['application/x-www-form-urlencoded', `\n  ${GOOD}`],
    ['text/plain;charset=UTF-8', GOOD],
    ['application/x-www-form-urlencoded', new URLSearchParams({ document: GOOD }).toString()],
  ])('may come as %s', async (type, body) => {
    await using front = await open()
    expect((await front.post(body, { 'content-type': type })).status).toBe(202)
    const { claimed } = await front.store.claim('test', 1, 1000)
    expect(new TextDecoder().decode(claimed[0]?.document).trim()).toBe(GOOD)
  })

  it('sent by a form on a page leads on to its receipt', async () => {
    await using front = await open()
    const body = new URLSearchParams({ document: GOOD }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html,application/xml;q=0.9' }
    const answer = await front.post(body, headers)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(/^\/receipts\//)
  })

  it('sent twice under one key is queued once, and has one receipt', async () => {
    await using front = await open()
    const headers = { ...XML, 'idempotency-key': 'k-1' }
    const first = await front.post(GOOD, headers)
    const second = await front.post(GOOD, headers)
    expect(second.status).toBe(202)
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    expect(await front.queued()).toBe(1)
    const other = await front.post('<sum-request a="1" b="3"/>', headers)
    expect(other.status).toBe(422)
    expect(await other.text()).toContain('Idempotency-Key')
    expect((await front.post(GOOD, { ...XML, 'idempotency-key': 'k-2' })).headers.get('location')).not.toBe(
      first.headers.get('location'),
    )
  })

  it('takes the local role, whatever a stranger says of the same document', async () => {
    await using front = await open()
    await front.post(GOOD)
    expect((await front.store.claim('test', 1, 1000)).claimed[0]?.role).toBe('urn:test:sum')
  })

  it('goes to a role heard of from a stranger without a look at the stranger’s schema', async () => {
    await using front = await open()
    expect((await front.post('<far xmlns="urn:far"/>')).status).toBe(202)
  })
})

describe('a refused document is not queued', () => {
  it.each<[string, number, string, Record<string, string>, RegExp]>([
    ['not well-formed', 400, '<sum-request a="1" b="2">', XML, /not well-formed/],
    ['with a document type', 400, `<!DOCTYPE a [<!ENTITY b "c">]>${GOOD}`, XML, /not well-formed/],
    ['empty', 400, '', XML, /XML document/],
    ['not XML by its type', 415, '{}', { 'content-type': 'application/json' }, /application\/json/],
    ['not XML by its looks', 415, 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, /begin/],
    ['in another encoding', 415, GOOD, { 'content-type': 'application/xml; charset=utf-16' }, /UTF-8/],
    ['compressed', 415, GOOD, { ...XML, 'content-encoding': 'gzip' }, /uncompressed/],
    ['of an unknown root', 422, '<other xmlns="urn:x"/>', XML, /\{urn:x\}other.*sum-request, \{urn:far\}far/],
    ['not valid', 422, '<sum-request a="1"/>', XML, /Your document was not valid due to: .*b/],
    ['not valid by a number out of range', 422, '<sum-request a="1" b="9007199254740993"/>', XML, /not valid due to/],
    ['with an empty key', 400, GOOD, { ...XML, 'idempotency-key': '' }, /Idempotency-Key/],
  ])('%s', async (_name, status, body, headers, message) => {
    await using front = await open()
    const answer = await front.post(body, headers)
    const text = await answer.text()
    expect(answer.status).toBe(status)
    expect(text).toMatch(new RegExp(`^<error xmlns="${NAMESPACE}">`))
    expect(text).toMatch(message)
    expect(await front.queued()).toBe(0)
    expect(front.events.at(-1)).toMatchObject({ type: 'refused' })
    const json = await front.post(body, { ...headers, accept: 'application/json' })
    expect(json.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(await json.json()).toMatchObject({ status, type: expect.stringMatching(/^urn:xeerkat:gateway:/) })
  })

  it('too large, whether it says so or not', async () => {
    await using front = await open({ maxBody: 1000 })
    const large = `<sum-request a="1" b="2">${' '.repeat(5000)}</sum-request>`
    expect((await front.post(large)).status).toBe(413)
    const stream = new Blob([large]).stream()
    const chunked = await fetch(front.url, { method: 'POST', body: stream, headers: XML, duplex: 'half' })
    expect(chunked.status).toBe(413)
    expect(await chunked.text()).toContain('1000 bytes')
    expect(await front.queued()).toBe(0)
    expect((await front.post(GOOD)).status).toBe(202)
  })

  it('too deep', async () => {
    await using front = await open({ limits: { depth: 10 } })
    expect((await front.post(`${'<a>'.repeat(11)}${'</a>'.repeat(11)}`)).status).toBe(400)
  })

  it('when the inbox is full', async () => {
    await using front = await open({}, { maxQueued: 1 })
    await front.post(GOOD)
    const answer = await front.post(GOOD)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(await front.queued()).toBe(1)
  })

  it('when too much comes in at once', async () => {
    await using front = await open({ maxIncoming: 100 })
    const held = httpRequest(front.url, { method: 'POST', headers: XML })
    held.on('error', () => {})
    const listening = new Promise((resolve) => held.on('response', resolve))
    held.write(`<sum-request a="1" b="2">${' '.repeat(60)}`)
    const status = async () => (await front.post(`${GOOD}<!--${'x'.repeat(60)}-->`)).status
    for (let answer = await status(); answer !== 503; answer = await status()) expect(answer).toBe(202)
    held.end('</sum-request>')
    await listening
    expect(await status()).toBe(202)
  })

  it('when one client sends too many', async () => {
    await using front = await open({ rate: 1, burst: 3 })
    const statuses = []
    for (let i = 0; i < 5; i++) statuses.push((await front.post(GOOD)).status)
    expect(statuses).toEqual([202, 202, 202, 429, 429])
    expect((await front.post(GOOD)).headers.get('retry-after')).toBe('1')
  })

  it('by a filter of the provider’s own', async () => {
    const filters = [
      ({ document }: { document: { text: string } }) =>
        document.text.includes('13') ? ({ code: 'forbidden', message: 'Bad luck.' } as const) : undefined,
    ]
    await using front = await open({ filters })
    const answer = await front.post('<sum-request a="13" b="2"/>')
    expect([answer.status, await answer.text()]).toEqual([403, `<error xmlns="${NAMESPACE}">Bad luck.</error>`])
    expect((await front.post(GOOD)).status).toBe(202)
  })

  it('without a key where keys are wanted; with one, its owner’s quota holds', async () => {
    const consumers = [
      { name: 'ada', key: 'a-very-secret-key-1', rate: 1, burst: 1 },
      { name: 'bob', key: 'a-very-secret-key-2' },
    ]
    await using front = await open({ consumers })
    const bearer = (key: string) => ({ ...XML, authorization: `Bearer ${key}` })
    const refused = await front.post(GOOD)
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect((await front.post(GOOD, bearer('a-very-secret-key-3'))).status).toBe(401)
    expect((await front.post(GOOD, bearer('a-very-secret-key-1'))).status).toBe(202)
    expect((await front.post(GOOD, bearer('a-very-secret-key-1'))).status).toBe(429)
    expect((await front.post(GOOD, bearer('a-very-secret-key-2'))).status).toBe(202)
  })

  it('when its consumer hangs up, which troubles nobody', async () => {
    await using front = await open()
    const socket = connect(front.port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: text/xml\r\ncontent-length: 100\r\n\r\n<sum', () =>
      socket.destroy(),
    )
    while (front.events.length === 0) await setImmediate()
    expect(front.events).toEqual([{ type: 'refused', code: 'bad-request' }])
  })

  it('when it never comes to its end', async () => {
    await using front = await open({ requestTimeout: 200, headersTimeout: 200 })
    const socket = connect(front.port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/xml\r\ncontent-length: 100\r\n\r\n<sum')
    const said = await new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (data) => (text += data))
      socket.on('close', () => resolve(text))
    })
    expect(said).toMatch(/^HTTP\/1.1 408/)
    expect(front.events).toContainEqual({ type: 'refused', code: 'too-slow' })
    expect(await front.queued()).toBe(0)
  })

  it.for([
    ['bytes that are no HTTP', '\u0016\u0003\u0001\u0000garbage\r\n\r\n', 400, 'bad-request'],
    ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(10_000)}\r\n`, 431, 'headers-too-large'],
    ['a path that there is not', 'GET /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 404, 'unknown'],
    ['a method that there is not', 'PUT / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 405, 'wrong-method'],
  ] as const)('when it is %s: answered and counted', async ([, request, status, code]) => {
    await using front = await open()
    const socket = connect(front.port, '127.0.0.1').on('error', () => {})
    const closed = once(socket, 'close')
    let said = ''
    socket.on('data', (data) => (said += String(data)))
    socket.write(request)
    await closed
    expect(said).toContain(`HTTP/1.1 ${status}`)
    expect(front.events).toContainEqual({ type: 'refused', code })
  })
})

describe('of more connections than may be', () => {
  async function stand(port: number): Promise<Socket> {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    await once(socket, 'connect')
    return socket
  }

  it('that one is closed which asks nothing for longest', async () => {
    await using front = await open({ maxConnections: 3 })
    const waiting = front.post(GOOD, { ...XML, prefer: 'wait=1' })
    while (front.events.length === 0) await setImmediate()
    const [first, second] = [await stand(front.port), await stand(front.port)]
    const closed = once(first, 'close')
    const third = await stand(front.port)
    await closed
    expect(front.events).toContainEqual({ type: 'refused', code: 'unavailable' })
    expect((await fetch(`${front.url}/services`)).status).toBe(200)
    for (const socket of [second, third]) socket.destroy()
    expect((await waiting).status).toBe(202)
  })

  it('one that never says anything is closed after a while', async () => {
    await using front = await open({ headersTimeout: 100 })
    await once(await stand(front.port), 'close')
  })
})

it('a store in trouble is an answer, not a crash', async () => {
  await using front = await open()
  const broken = await createFront({
    store: { ...front.store, put: () => Promise.reject(new Error('disk')), changed: front.store.changed },
    routes: () => routesOf([sumRole()]),
  })
  const answer = await fetch(broken.url, { method: 'POST', body: GOOD, headers: XML })
  await broken[Symbol.asyncDispose]()
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
})
