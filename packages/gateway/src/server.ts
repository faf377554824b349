import type { Socket } from 'node:net'
import { STATUS_CODES } from 'node:http'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { refusal, send } from './answer.ts'
import { boundConnections } from './connections.ts'
import { GatewayError } from './errors.ts'
import type { GatewayObserver } from './events.ts'
import { type Rejection, type RejectionCode, rejections } from './rejection.ts'

export interface ServerOptions {
  /** Connections open at once; for a further one that is closed which asks nothing for longest. Default 2048. */
  readonly maxConnections?: number
  /** Milliseconds until a request's headers must be there, and until a new connection must have begun one. Default 10 000. */
  readonly headersTimeout?: number
  /** Milliseconds until a request must be there to its end. Default 60 000. */
  readonly requestTimeout?: number
  /** Milliseconds an idle connection is kept for a further request. Default 10 000. */
  readonly keepAliveTimeout?: number
  /** Milliseconds a connection may stand still while an answer is due or under way. Default 120 000. */
  readonly idleTimeout?: number
  /** Requests over one connection. Default 100 000. */
  readonly maxRequestsPerConnection?: number
  /** Who may call from a web page: `*`, origins, or nobody. Default `*`: whatever is here can be had without a page, too. */
  readonly cors?: '*' | readonly string[] | false
  /** Believe `X-Forwarded-For` of these proxies (addresses or networks). Default: of none. */
  readonly trustProxy?: readonly string[]
}

interface ServerDependencies {
  readonly observe: GatewayObserver
  readonly closing: AbortSignal
  /** Names of what is served besides what every gateway serves. */
  readonly fronts?: readonly string[]
}

const MAX_HEADER_BYTES = 16 * 1024

/** What is shown to other origins' scripts. */
const EXPOSED = 'Location, Retry-After, ETag, Preference-Applied, Link, Content-Range, Content-Location'
const ACCEPTED =
  'Content-Type, Accept, Prefer, Idempotency-Key, Keep-Result, Authorization, Range, If-Range, If-None-Match'

/** Every answer but the page's: whatever a stranger's document says, a browser obeys none of it. */
const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** An HTTP server with every limit said out loud, no routes yet, and answers for whatever has no route. */
export function createServer(
  { observe, closing, fronts = [] }: ServerDependencies,
  options: ServerOptions = {},
): FastifyInstance {
  const { headersTimeout = 10_000, requestTimeout = 60_000, keepAliveTimeout = 10_000, idleTimeout = 120_000 } = options
  const { maxConnections = 2048, maxRequestsPerConnection = 100_000, cors = '*', trustProxy = [] } = options

  const app = Fastify({
    requestTimeout,
    keepAliveTimeout,
    connectionTimeout: idleTimeout,
    maxRequestsPerSocket: maxRequestsPerConnection,
    http: { headersTimeout, connectionsCheckingInterval: 2000, maxHeaderSize: MAX_HEADER_BYTES },
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 1024 },
    clientErrorHandler: (error, socket) => answerRaw(error, socket, observe),
  })
  boundConnections(app.server, { most: maxConnections, silence: headersTimeout }, () =>
    observe({ type: 'refused', code: 'unavailable' }),
  )
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HARMLESS)
    const { origin } = request.headers
    if (cors === false || (cors !== '*' && (origin === undefined || !cors.includes(origin)))) return
    reply.headers({
      'access-control-allow-origin': cors === '*' ? '*' : origin,
      'access-control-expose-headers': EXPOSED,
      ...(cors !== '*' && { vary: 'Origin' }),
    })
  })
  app.addHook('onSend', async (_request, reply) => {
    if (closing.aborted) reply.header('connection', 'close')
  })
  app.options('*', async (request, reply) => {
    const allow = allowed(request.url, fronts) ?? 'GET, HEAD, POST, DELETE, OPTIONS'
    return reply
      .code(204)
      .headers({
        allow,
        'access-control-allow-methods': allow,
        'access-control-allow-headers': ACCEPTED,
        'access-control-max-age': '86400',
      })
      .send()
  })
  app.setNotFoundHandler((request, reply) => {
    const allow = allowed(request.url, fronts)
    if (allow === undefined)
      return refuse(request, reply, { code: 'unknown', message: 'There is nothing here; see /services.' })
    const message = `This can be asked with ${allow} only.`
    return refuse(request, reply, { code: 'wrong-method', message, headers: { allow } })
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const code = codeOf(error)
    if (code === 'unavailable')
      observe({ type: 'trouble', during: `${request.method} ${request.routeOptions.url}`, error })
    const message = code === 'unavailable' ? 'The gateway cannot do this right now; try again.' : error.message
    const retry = code === 'unavailable' ? { retryAfter: 2 } : {}
    return refuse(request, reply, { code, message, ...retry })
  })
  return app

  function refuse(request: FastifyRequest, reply: FastifyReply, rejection: Rejection): FastifyReply {
    observe({ type: 'refused', code: rejection.code })
    return send(request, reply, refusal(rejection))
  }
}

const METHODS: readonly (readonly [RegExp, string])[] = [
  [/^\/$/, 'GET, HEAD, POST, OPTIONS'],
  [/^\/receipts\/[^/]+$/, 'GET, HEAD, DELETE, OPTIONS'],
  [/^\/(services|healthz|metrics|receipts\/[^/]+\/attachments\/[^/]+|schemas\/[^/]+)$/, 'GET, HEAD, OPTIONS'],
]

function allowed(url: string, fronts: readonly string[]): string | undefined {
  const [path = ''] = url.split('?')
  if (fronts.includes(path.slice(1))) return 'POST, OPTIONS'
  return METHODS.find(([pattern]) => pattern.test(path))?.[1]
}

/** The framework's own errors carry a status; everything else that is thrown is ours to explain. */
function codeOf(error: FastifyError): RejectionCode {
  if (error instanceof GatewayError) return error.code === 'ERR_RESULT_GONE' ? 'gone' : 'unavailable'
  const { statusCode = 500 } = error
  if (statusCode >= 500) return 'unavailable'
  const codes = Object.keys(rejections) as RejectionCode[]
  return codes.find((code) => rejections[code].status === statusCode) ?? 'bad-request'
}

const RAW: Readonly<Record<string, RejectionCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'too-slow',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
}

/** What Node could not even read as a request gets its answer, too. */
function answerRaw(error: Error & { readonly code?: string }, socket: Socket, observe: GatewayObserver): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const code = RAW[error.code ?? ''] ?? 'bad-request'
  const { status } = rejections[code]
  observe({ type: 'refused', code })
  if (socket.writable)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
  socket.destroySoon()
}
