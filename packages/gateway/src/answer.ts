import type { Readable } from 'node:stream'
import type { Document } from '@xeerkat/xml'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { preferred } from './negotiate.ts'
import { type Rejection, rejections } from './rejection.ts'
import { errorDocument } from './services.ts'

/** What goes back over HTTP, in both of its forms; the consumer's `Accept` header chooses. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | number>>
  readonly xml: Document
  readonly json: Readonly<Record<string, unknown>>
}

/** Bytes as they are, whatever the consumer accepts: there is no other form of them. */
export interface Bytes {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: Uint8Array | Readable | string | undefined
}

/** A no: the paper's `<error>`, or problem details (RFC 9457). */
export function refusal({ code, message, retryAfter, headers }: Rejection): Answer {
  const { status, title } = rejections[code]
  return {
    status,
    headers: { ...headers, ...(retryAfter !== undefined && { 'retry-after': retryAfter }) },
    xml: errorDocument(message),
    json: { type: `urn:xeerkat:gateway:${code}`, title, status, detail: message, code },
  }
}

/** Does the consumer want JSON rather than XML? */
export function wantsJson({ headers: { accept } }: Pick<FastifyRequest, 'headers'>): boolean {
  return preferred(accept, ['application/xml', 'text/xml', 'application/json', 'application/problem+json']).endsWith(
    'json',
  )
}

export function send(request: FastifyRequest, reply: FastifyReply, answer: Answer | Bytes): FastifyReply {
  reply.code(answer.status).headers({ ...answer.headers })
  if ('body' in answer) return reply.send(answer.body)
  reply.header('vary', 'Accept').header('cache-control', 'no-store')
  if (!wantsJson(request)) return reply.type('application/xml; charset=utf-8').send(answer.xml.bytes)
  reply.type(answer.status >= 400 ? 'application/problem+json' : 'application/json; charset=utf-8')
  return reply.send(JSON.stringify(answer.json))
}
