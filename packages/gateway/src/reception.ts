import type { IncomingHttpHeaders } from 'node:http'
import { fromBytes, type Limits } from '@xeerkat/xml'
import type { FastifyRequest } from 'fastify'
import { createBudget, readBody } from './body.ts'
import { type ConsumerOptions, identifier } from './filters/consumers.ts'
import { rateLimit, type RateOptions } from './filters/rate.ts'
import { bodyKind } from './negotiate.ts'
import type { Rejection } from './rejection.ts'
import type { Incoming } from './submit.ts'

export interface ReceptionOptions extends ConsumerOptions, RateOptions {
  /** Bytes of a document. Default 16 MiB. */
  readonly maxBody?: number
  /** Bytes of all documents coming in at once. Default 256 MiB. */
  readonly maxIncoming?: number
  /** Bounds on what a document asks of its reader. */
  readonly limits?: Partial<Limits>
}

export function documentLimits({
  maxBody = 16 * 1024 ** 2,
  limits,
}: ReceptionOptions): Partial<Limits> & Pick<Limits, 'bytes'> {
  return { ...limits, bytes: maxBody }
}

/** Lets a request in, and keeps its share of the memory until `act` is through with its document. */
export type Receive = <T>(request: FastifyRequest, act: (incoming: Incoming) => Promise<T>) => Promise<T | Rejection>

/** Who asks, how often, and with how many bytes: what holds at every door of a gateway. Its documents are not read yet. */
export function createReception(options: ReceptionOptions): Receive {
  const { maxIncoming = 256 * 1024 ** 2 } = options
  const limits = documentLimits(options)
  const identify = identifier(options)
  const limitRate = rateLimit(options)
  const budget = createBudget(maxIncoming)

  return async ({ headers, ip: address, raw }, act) => {
    const identified = identify(headers.authorization)
    if ('rejection' in identified) return identified.rejection
    const { consumer } = identified
    const client = { address, ...(consumer && { consumer: consumer.name }) }
    const rejection = limitRate(client, consumer) ?? unreadable(headers)
    if (rejection !== undefined) return rejection

    using share = budget()
    const body = await readBody(raw, limits.bytes, share)
    const bytes = 'code' in body ? body : documentIn(body, headers)
    if ('code' in bytes) return bytes
    return await act({ client, headers, document: fromBytes(bytes, { limits }) })
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

export function isForm(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true
}
