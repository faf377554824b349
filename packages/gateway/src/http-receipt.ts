import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Answer, type Bytes, send, wantsJson } from './answer.ts'
import { collect } from './collect.ts'
import { goneOf } from './http-collect.ts'
import { preferred, preferredWait } from './negotiate.ts'
import type { Outbox } from './outbox.ts'
import { isForm } from './reception.ts'
import type { Waiting } from './waiting.ts'

interface Dependencies {
  readonly outbox: Outbox
  readonly waiting: Waiting
}

/** Answers a request whose document is queued: with the response, if it is worth waiting for, or as `queued` says. */
export async function answerQueued(
  { outbox, waiting }: Dependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  { ref, queued }: { readonly ref: string; readonly queued: (status: number) => Answer | Bytes },
): Promise<FastifyReply> {
  const location = `/receipts/${ref}`
  const waited = await waiting.wait(ref, preferredWait(request.headers['prefer']), () => goneOf(reply))
  if (waited !== undefined) reply.header('preference-applied', `wait=${waited.applied}`)
  if (waited?.receipt?.result !== undefined) {
    reply.header('content-location', location)
    return send(request, reply, await collect(outbox, waited.receipt, { json: wantsJson(request), head: false }))
  }
  reply.headers({ location, 'retry-after': 1 })
  // A form on a page without scripts goes on to the receipt; everybody else is told.
  return send(request, reply, queued(isForm(request.headers) && wantsHtml(request.headers) ? 303 : 202))
}

function wantsHtml({ accept }: IncomingHttpHeaders): boolean {
  return preferred(accept, ['application/xml', 'text/html']) === 'text/html'
}
