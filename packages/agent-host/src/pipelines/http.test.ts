import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpRequest } from '@xeerkat/pipeline'
import { expect, it } from 'vitest'
import { httpOf } from './http.ts'

interface Site extends AsyncDisposable {
  readonly origin: string
  readonly asked: readonly string[]
}

async function open(answer: RequestListener): Promise<Site> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`)
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const call = (href: string, more: Partial<Parameters<HttpRequest>[0]> = {}): Parameters<HttpRequest>[0] => ({
  method: 'GET',
  href,
  headers: {},
  body: undefined,
  maxBytes: 2 ** 16,
  signal: new AbortController().signal,
  ...more,
})

it('a document is sent and an answer comes back, whatever its status', async () => {
  await using site = await open((request, response) => {
    response.writeHead(404, { 'Content-Type': 'application/xml' })
    request.pipe(response)
  })
  const body = new TextEncoder().encode('<a/>')
  const response = await httpOf([site.origin])(call(`${site.origin}/x?y`, { method: 'POST', body }))
  expect({ ...response, body: new TextDecoder().decode(response.body) }).toMatchObject({
    status: 404,
    headers: { 'content-type': 'application/xml' },
    body: '<a/>',
  })
})

it.for([
  ['http://127.0.0.1:1', 'http://127.0.0.1:2/a', /--allow-http http:\/\/127\.0\.0\.1:2/],
  ['https://example.org', 'http://example.org/', /--allow-http http:\/\/example\.org/],
  ['https://example.org', 'https://example.org.evil.test/', /evil\.test may not be asked/],
  ['https://example.org', 'https://example.org@evil.test/', /evil\.test may not be asked/],
  ['https://example.org', 'https://me:word@example.org/', /no password/],
  ['https://example.org', 'file:///etc/passwd', /may not be asked/],
] as const)('where only %s is allowed, %s is not asked', async ([allowed, href, words]) => {
  const run = httpOf([allowed])(call(href))
  await expect(run).rejects.toMatchObject({ code: 'ERR_PIPELINE_FORBIDDEN', message: words })
})

it('a redirection is followed on the list only, as often as browsers do, and takes no password elsewhere', async () => {
  await using other = await open((_request, response) => response.end('<other/>'))
  await using site = await open((request, response) => {
    const to = { '/in': '/there', '/out': `${other.origin}/there`, '/round': '/round' }[request.url ?? '']
    if (to === undefined) response.end('<there/>')
    else response.writeHead(302, { Location: to }).end()
  })
  const only = httpOf([site.origin])
  const headers = { authorization: 'mine', 'content-type': 'application/xml' }
  const body = new TextEncoder().encode('<a/>')
  const { body: answer } = await only(call(`${site.origin}/in`, { method: 'POST', headers, body }))
  expect(new TextDecoder().decode(answer)).toBe('<there/>')
  expect(site.asked).toEqual(['POST /in mine', 'GET /there mine'])
  await expect(only(call(`${site.origin}/out`))).rejects.toMatchObject({ code: 'ERR_PIPELINE_FORBIDDEN' })
  expect(other.asked).toEqual([])
  await httpOf([site.origin, other.origin])(call(`${site.origin}/out`, { headers }))
  expect(other.asked).toEqual(['GET /there -'])
  await expect(only(call(`${site.origin}/round`))).rejects.toMatchObject({ code: 'ERR_PIPELINE_LIMIT' })
})

it('an answer without end is cut off, and one that never comes is given up', async () => {
  await using site = await open((request, response) => {
    if (request.url === '/endless') {
      const more = (): void => void response.write('x'.repeat(65_536), (error) => error ?? more())
      more()
    }
  })
  const ask = httpOf([site.origin], { time: 200 })
  await expect(ask(call(`${site.origin}/silent`))).rejects.toMatchObject({ code: 'ERR_PIPELINE_LIMIT' })
  const patient = httpOf([site.origin])
  await expect(patient(call(`${site.origin}/endless`))).rejects.toThrow(/more than 65536 bytes/)
  const gaveUp = AbortSignal.abort(new Error('enough'))
  await expect(patient(call(`${site.origin}/silent`, { signal: gaveUp }))).rejects.toThrow('enough')
})

it('a site that is not there does not answer', async () => {
  const site = await open(() => {})
  await site[Symbol.asyncDispose]()
  await expect(httpOf([site.origin])(call(site.origin))).rejects.toMatchObject({ code: 'ERR_PIPELINE_STEP' })
})
