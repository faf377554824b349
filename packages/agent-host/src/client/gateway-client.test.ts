import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fault } from '@xeerkat/agent-vm'
import { expect, it } from 'vitest'
import { findGateway, submit } from './gateway-client.ts'

/** A server that answers everything alike. */
async function createPlace(status: number, body: string) {
  const server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    submit: () => submit(`http://127.0.0.1:${port}`, '<a/>', AbortSignal.timeout(5000)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

it.for([
  ['http://lab.example', 'http://lab.example'],
  ['HTTPS://lab.example:444', 'HTTPS://lab.example:444'],
  ['localhost:8080', 'http://localhost:8080'],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['lab.example', 'http://lab.example'],
])('a gateway named %s is asked at %s', async ([named, url]) => {
  expect(await findGateway(named)).toBe(url)
})

it('what a gateway refuses is told in its own words', async () => {
  await using gateway = await createPlace(422, fault('Nobody takes <a>.').text)
  await expect(gateway.submit()).rejects.toMatchObject({
    code: 'ERR_GATEWAY',
    message: 'The gateway answered 422: Nobody takes <a>.',
  })
})

it('what is no gateway is said to be none', async () => {
  await using place = await createPlace(501, '<!doctype html><p>No.')
  const message = `${place.url}/ answered 501 Not Implemented and is no gateway, it seems; name one with --gateway URL.`
  await expect(place.submit()).rejects.toMatchObject({ code: 'ERR_GATEWAY', message })
})

it('where nobody answers it is said how to start one', async () => {
  const { url, ...place } = await createPlace(200, '')
  await place[Symbol.asyncDispose]()
  await expect(place.submit()).rejects.toThrow(`No gateway answers at ${url}. Start one with`)
})
