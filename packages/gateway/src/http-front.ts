import { type Document, XmlError } from '@xeerkat/xml'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Bytes, refusal, send } from './answer.ts'
import { wishesOf } from './enqueue.ts'
import { GatewayError } from './errors.ts'
import type { GatewayObserver } from './events.ts'
import { type Outcome, outcomeOf } from './front-outcome.ts'
import { type FrontPipeline, frontNameProblem, SUBMIT } from './front-pipeline.ts'
import { createSending, type SendingOptions } from './front-send.ts'
import { goneOf } from './http-collect.ts'
import { answerQueued } from './http-receipt.ts'
import type { Outbox } from './outbox.ts'
import type { Receive } from './reception.ts'
import { type Rejection, rejections } from './rejection.ts'
import type { RouteTable } from './route.ts'
import type { Store } from './store/store.ts'
import type { Incoming } from './submit.ts'
import type { Waiting } from './waiting.ts'

interface Dependencies {
  readonly receive: Receive
  readonly store: Pick<Store, 'put'>
  readonly outbox: Outbox
  readonly waiting: Waiting
  readonly table: () => RouteTable
  readonly observe: GatewayObserver
}

interface Passed extends Outcome {
  readonly document: Document
}

/**
 * `POST /{name}`: from a request through a front's pipeline to whatever it answers.
 * @throws GatewayError `ERR_GATEWAY_OPTION` for a name that cannot be served, or is given twice.
 */
export function addFront(
  app: FastifyInstance,
  { receive, store: inbox, outbox, waiting, table, observe }: Dependencies,
  front: FrontPipeline,
  options: SendingOptions,
): void {
  const { name } = front
  const problem =
    frontNameProblem(name) ?? (app.hasRoute({ method: 'POST', url: `/${name}` }) && `Two fronts are called "${name}".`)
  if (problem) throw new GatewayError('ERR_GATEWAY_OPTION', problem)
  const urls = name === SUBMIT ? [`/${name}`, '/'] : [`/${name}`]
  for (const url of urls) app.route({ method: 'POST', url, handler: answer })

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const started = performance.now()
    const passed = await receive(request, (incoming) => pass(incoming, goneOf(reply)))
    const status = 'code' in passed ? rejections[passed.code].status : passed.status
    observe({ type: 'passed', front: name, status, took: performance.now() - started })
    if ('code' in passed) {
      observe({ type: 'refused', code: passed.code })
      return send(request, reply, refusal(passed))
    }
    const { ref, retryAfter, document } = passed
    const queued = (status: number) => asItIs(document, status)
    if (ref !== undefined) return answerQueued({ outbox, waiting }, request, reply, { ref, queued })
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
    return send(request, reply, queued(status))
  }

  async function pass(incoming: Incoming, signal: AbortSignal): Promise<Passed | Rejection> {
    const wishes = wishesOf(incoming)
    if ('code' in wishes) return wishes
    const { send, refs, refused } = createSending({ inbox, table, observe, name, wishes }, options)
    try {
      const document = await front.run(incoming.document, { send, signal })
      return 'code' in document ? (refused() ?? document) : judge(document, refs, refused())
    } catch (error) {
      // Of two reasons the gateway's own says more: the pipeline only failed because of it.
      return refused() ?? Promise.reject(error)
    }
  }

  function judge(document: Document, refs: ReadonlySet<string>, refused?: Rejection): Passed | Rejection {
    try {
      return { document, ...outcomeOf(document, refs, refused) }
    } catch (error) {
      if (!(error instanceof XmlError)) throw error
      return { code: 'unavailable', message: `The front ${name} made something of your document that is not XML.` }
    }
  }
}

/** Byte for byte what the pipeline gave, whatever the consumer accepts. */
function asItIs({ bytes }: Document, status: number): Bytes {
  return {
    status,
    headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'no-store' },
    body: bytes,
  }
}
