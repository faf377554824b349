import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { send, wantsJson } from './answer.ts'
import { collect, collectAttachment, type Wanted } from './collect.ts'
import { preferredWait } from './negotiate.ts'
import type { Outbox } from './outbox.ts'
import type { Store } from './store/store.ts'
import type { Waiting } from './waiting.ts'

interface Dependencies {
  readonly store: Pick<Store, 'withdraw'>
  readonly outbox: Outbox
  readonly waiting: Waiting
}

/** `/receipts/{ref}`: the response, or how far it is; attachments; withdrawal. */
export function addCollect(app: FastifyInstance, { store, outbox, waiting }: Dependencies): void {
  app.route<{ Params: { ref: string } }>({
    method: ['GET', 'HEAD'],
    url: '/receipts/:ref',
    async handler(request, reply) {
      const { ref } = request.params
      const waited = await waiting.wait(ref, preferredWait(request.headers['prefer']), () => goneOf(reply))
      if (waited !== undefined) reply.header('preference-applied', `wait=${waited.applied}`)
      const receipt = waited === undefined ? await outbox.find(ref) : waited.receipt
      return send(request, reply, await collect(outbox, receipt, wanted(request)))
    },
  })

  app.delete<{ Params: { ref: string } }>('/receipts/:ref', async (request, reply) => {
    const { ref } = request.params
    if (await store.withdraw(ref)) return reply.code(204).send()
    return send(request, reply, await collect(outbox, await outbox.find(ref), wanted(request)))
  })

  app.route<{ Params: { ref: string; contentId: string } }>({
    method: ['GET', 'HEAD'],
    url: '/receipts/:ref/attachments/:contentId',
    async handler(request, reply) {
      const { ref, contentId } = request.params
      const receipt = await outbox.find(ref)
      return send(request, reply, await collectAttachment(outbox, receipt, contentId, wanted(request)))
    },
  })
}

function wanted(request: FastifyRequest): Wanted {
  const { range, 'if-range': ifRange, 'if-none-match': ifNoneMatch } = request.headers
  return {
    json: wantsJson(request),
    head: request.method === 'HEAD',
    range,
    ifRange: typeof ifRange === 'string' ? ifRange : undefined,
    ifNoneMatch,
  }
}

/** Aborts when the consumer hangs up: nobody waits for an answer that nobody hears. */
export function goneOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort('gone'))
  return gone.signal
}
