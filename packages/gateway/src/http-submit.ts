import type { IncomingHttpHeaders } from 'node:http'
import { compileSchema, fromBytes, type Limits } from '@xeerkat/xml'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refusal, send, wantsJson } from './answer.ts'
import { createBudget, readBody } from './body.ts'
import { collect } from './collect.ts'
import type { GatewayObserver } from './events.ts'
import { allOf, type Filter } from './filter.ts'
import { type ConsumerOptions, identifier } from './filters/consumers.ts'
import { createExaminer } from './filters/examiner.ts'
import { createThreadedExaminer } from './filters/examiner-thread.ts'
import { knownRoot } from './filters/known-root.ts'
import { rateLimit, type RateOptions } from './filters/rate.ts'
import { valid, wellFormed } from './filters/readable.ts'
import { goneOf } from './http-collect.ts'
import { bodyKind, preferred, preferredWait } from './negotiate.ts'
import type { Outbox } from './outbox.ts'
import type { Rejection } from './rejection.ts'
import type { RouteTable } from './route.ts'
import { queuedDocument } from './services.ts'
import type { Store } from './store/store.ts'
import { submit, type Submitted } from './submit.ts'
import type { Waiting } from './waiting.ts'

export interface SubmitOptions extends ConsumerOptions, RateOptions {
  /** Bytes of a document. Default 16 MiB. */
  readonly maxBody?: number
  /** Bytes of all documents coming in at once. Default 256 MiB. */
  readonly maxIncoming?: number
  /** Bounds on what a document asks of its reader. */
  readonly limits?: Partial<Limits>
  /** Asked after the built-in ones: well-formed, known, valid. */
  readonly filters?: readonly Filter[]
}

interface Dependencies {
  readonly store: Store
  readonly outbox: Outbox
  readonly waiting: Waiting
  readonly table: () => RouteTable
  readonly observe: GatewayObserver
}

/** `POST /`: from a request to a receipt. What is returned holds compiled schemas and a thread. */
export function addSubmit(
  app: FastifyInstance,
  { store, outbox, waiting, table, observe }: Dependencies,
  options: SubmitOptions,
): AsyncDisposable {
  const { maxBody = 16 * 1024 ** 2, maxIncoming = 256 * 1024 ** 2, filters = [] } = options
  const limits = { ...options.limits, bytes: maxBody }
  const identify = identifier(options)
  const limitRate = rateLimit(options)
  const budget = createBudget(maxIncoming)
  const examiners = { near: createExaminer(compileSchema), far: createThreadedExaminer({ limits }) }
  const filter = allOf([wellFormed(examiners), knownRoot(table), valid(examiners), ...filters])

  app.post('/', async (request, reply) => {
    const submitted = await receive(request)
    if ('ref' in submitted) return receipt(request, reply, submitted)
    observe({ type: 'refused', code: submitted.code })
    return send(request, reply, refusal(submitted))
  })

  async function receive({ headers, ip: address, raw }: FastifyRequest): Promise<Submitted | Rejection> {
    const identified = identify(headers.authorization)
    if ('rejection' in identified) return identified.rejection
    const { consumer } = identified
    const client = { address, ...(consumer && { consumer: consumer.name }) }
    const rejection = limitRate(client, consumer) ?? unreadable(headers)
    if (rejection !== undefined) return rejection

    using share = budget()
    const body = await readBody(raw, maxBody, share)
    const bytes = 'code' in body ? body : documentIn(body, headers)
    if ('code' in bytes) return bytes
    const document = fromBytes(bytes, { limits })
    return submit({ inbox: store, table, filter, observe }, { client, headers, document })
  }

  async function receipt(
    request: FastifyRequest,
    reply: FastifyReply,
    { ref, role }: Submitted,
  ): Promise<FastifyReply> {
    const location = `/receipts/${ref}`
    const waited = await waiting.wait(ref, preferredWait(request.headers['prefer']), () => goneOf(reply))
    if (waited !== undefined) reply.header('preference-applied', `wait=${waited.applied}`)
    if (waited?.receipt?.result !== undefined) {
      reply.header('content-location', location)
      return send(request, reply, await collect(outbox, waited.receipt, { json: wantsJson(request), head: false }))
    }
    return send(request, reply, {
      // A form on a page without scripts goes on to the receipt; everybody else is told.
      status: isForm(request.headers) && wantsHtml(request.headers) ? 303 : 202,
      headers: { location, 'retry-after': 1 },
      xml: queuedDocument(ref),
      json: { ref, state: 'queued', role, href: location },
    })
  }

  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(examiners).map((examiner) => examiner[Symbol.asyncDispose]()))
    },
  }
}

function unreadable(headers: IncomingHttpHeaders): Rejection | undefined {
  const type = headers['content-type']
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity')
    return { code: 'not-xml', message: 'Send the document uncompressed.', headers: { 'accept-encoding': 'identity' } }
  if (bodyKind(type) !== 'other') return undefined
  return { code: 'not-xml', message: `A document comes as application/xml in UTF-8, not as ${type}.` }
}

const FIELD = 'document='

/** The document in a body whose type may say little: itself, or the field of the page's form. */
function documentIn(body: Uint8Array, headers: IncomingHttpHeaders): Uint8Array | Rejection {
  if (body.length === 0) return { code: 'bad-request', message: 'Send an XML document as the body of the request.' }
  if (bodyKind(headers['content-type']) === 'xml') return body
  const start = new TextDecoder().decode(body.subarray(0, 256)).trimStart()
  if (start.startsWith('<')) return body
  const form = isForm(headers) && start.startsWith(FIELD)
  const document = form ? new URLSearchParams(new TextDecoder().decode(body)).get('document') : null
  if (document !== null) return new TextEncoder().encode(document)
  return { code: 'not-xml', message: 'This does not begin as XML does; send it as application/xml.' }
}

function isForm(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true
}

function wantsHtml({ accept }: IncomingHttpHeaders): boolean {
  return preferred(accept, ['application/xml', 'text/html']) === 'text/html'
}
