import { compileSchema } from '@xeerkat/xml'
import type { FastifyInstance } from 'fastify'
import { refusal, send } from './answer.ts'
import type { GatewayObserver } from './events.ts'
import { allOf, type Filter } from './filter.ts'
import { createExaminer } from './filters/examiner.ts'
import { createThreadedExaminer } from './filters/examiner-thread.ts'
import { knownRoot } from './filters/known-root.ts'
import { valid, wellFormed } from './filters/readable.ts'
import { answerQueued } from './http-receipt.ts'
import type { Outbox } from './outbox.ts'
import { documentLimits, type Receive, type ReceptionOptions } from './reception.ts'
import type { RouteTable } from './route.ts'
import { queuedDocument } from './services.ts'
import type { Store } from './store/store.ts'
import { submit } from './submit.ts'
import type { Waiting } from './waiting.ts'

export interface SubmitOptions extends ReceptionOptions {
  /** Asked after the built-in ones: well-formed, known, valid. */
  readonly filters?: readonly Filter[]
}

interface Dependencies {
  readonly receive: Receive
  readonly store: Store
  readonly outbox: Outbox
  readonly waiting: Waiting
  readonly table: () => RouteTable
  readonly observe: GatewayObserver
}

/** `POST /`: from a request to a receipt. What is returned holds compiled schemas and a thread. */
export function addSubmit(
  app: FastifyInstance,
  { receive, store: inbox, outbox, waiting, table, observe }: Dependencies,
  options: SubmitOptions,
): AsyncDisposable {
  const { filters = [] } = options
  const far = createThreadedExaminer({ limits: documentLimits(options) })
  const examiners = { near: createExaminer(compileSchema), far }
  const filter = allOf([wellFormed(examiners), knownRoot(table), valid(examiners), ...filters])

  app.post('/', async (request, reply) => {
    const submitted = await receive(request, (incoming) => submit({ inbox, table, filter, observe }, incoming))
    if ('code' in submitted) {
      observe({ type: 'refused', code: submitted.code })
      return send(request, reply, refusal(submitted))
    }
    const { ref, role } = submitted
    const json = { ref, state: 'queued', role, href: `/receipts/${ref}` }
    const queued = (status: number) => ({ status, xml: queuedDocument(ref), json })
    return answerQueued({ outbox, waiting }, request, reply, { ref, queued })
  })

  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(examiners).map((examiner) => examiner[Symbol.asyncDispose]()))
    },
  }
}
