import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { GatewayError } from './errors.ts'
import { type FrontPipeline, SUBMIT } from './front-pipeline.ts'
import type { SendingOptions } from './front-send.ts'
import { addAbout } from './http-about.ts'
import { addCollect } from './http-collect.ts'
import { addFront } from './http-front.ts'
import { addSubmit, type SubmitOptions } from './http-submit.ts'
import type { GatewayObserver } from './events.ts'
import { createOutbox } from './outbox.ts'
import { createReception } from './reception.ts'
import { type Route, routeTables } from './route.ts'
import { createServer, type ServerOptions } from './server.ts'
import type { Store } from './store/store.ts'
import { createWaiting, type WaitingOptions } from './waiting.ts'

export interface FrontDependencies {
  readonly store: Store
  /** What is accepted at this moment; asked again for every request. */
  readonly routes: () => readonly Route[]
  /** Front ends of the provider's own, each at `POST /{name}`. They stay their owner's to dispose of. Default: none. */
  readonly fronts?: readonly FrontPipeline[]
  /** What `/metrics` shows; absent: nothing. */
  readonly registry?: Pick<Registry, 'metrics' | 'contentType'>
  readonly observe?: GatewayObserver
}

export interface FrontOptions extends ServerOptions, SubmitOptions, SendingOptions, WaitingOptions {
  /** Default 127.0.0.1: only this machine. */
  readonly host?: string
  /** Default 0: any free one. */
  readonly port?: number
  /** What the page is called. */
  readonly title?: string
}

export interface Front extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string
  readonly port: number
}

/** However a consumer behaves, a front is closed after this many milliseconds. */
const GRACE = 700

/**
 * The web service that consumers talk to: from HTTP into the inbox, from the outbox to HTTP (paper, 4.5). It knows
 * nothing of the mesh, and may be one of many on a queue. Disposing it lets requests under way finish, for a moment.
 * @throws GatewayError `ERR_GATEWAY_LISTEN`, `ERR_GATEWAY_OPTION`
 */
export async function createFront(dependencies: FrontDependencies, options: FrontOptions = {}): Promise<Front> {
  const { store, registry, routes, fronts = [], observe = () => {} } = dependencies
  const { host = '127.0.0.1', port = 0, title = 'Xeerkat gateway' } = options
  const closing = new AbortController()
  const table = routeTables(routes)
  const outbox = createOutbox(store)
  const waiting = createWaiting(outbox, closing.signal, options)

  const app = createServer({ observe, closing: closing.signal, fronts: fronts.map(({ name }) => name) }, options)
  const doors = { receive: createReception(options), store, outbox, waiting, table, observe }
  for (const front of fronts) addFront(app, doors, front, options)
  const submitting = fronts.some(({ name }) => name === SUBMIT) ? undefined : addSubmit(app, doors, options)
  addCollect(app, { store, outbox, waiting })
  addAbout(app, { store, table, fronts, title, ...(registry && { registry }) })
  await listen(app, host, port)

  const { port: actual } = app.server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    port: actual,
    async [Symbol.asyncDispose]() {
      closing.abort()
      const insist = setTimeout(() => app.server.closeAllConnections(), GRACE)
      await app.close()
      clearTimeout(insist)
      await submitting?.[Symbol.asyncDispose]()
    },
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    await app.close()
    const { code } = cause as NodeJS.ErrnoException
    const why = code === 'EADDRINUSE' ? 'somebody listens there already' : String(cause)
    const message = `The gateway cannot listen on ${host}:${port}: ${why}. Name another port, or 0 for any free one.`
    throw new GatewayError('ERR_GATEWAY_LISTEN', message, { cause })
  }
}
