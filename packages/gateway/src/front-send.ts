import { type Document, XmlError } from '@xeerkat/xml'
import { digest, enqueue, type EnqueueDependencies, type Wishes } from './enqueue.ts'
import { GatewayError } from './errors.ts'
import type { FrontContext } from './front-pipeline.ts'
import type { Rejection } from './rejection.ts'
import type { RouteTable } from './route.ts'

export interface SendingOptions {
  /** Documents that a front may queue for one that came in. Default 100. */
  readonly maxSends?: number
}

interface Dependencies extends EnqueueDependencies {
  readonly table: () => RouteTable
  /** Of the front. */
  readonly name: string
  readonly wishes: Wishes
}

/** What one run of a front's pipeline puts into the inbox. */
export interface Sending {
  readonly send: FrontContext['send']
  /** The receipts it was given. */
  readonly refs: ReadonlySet<string>
  /** The last no it heard. */
  readonly refused: () => Rejection | undefined
}

const MAX_QUEUE_NAME = 255

/**
 * The provider's own pipeline let these documents in, so that nothing of them is checked again but that they can be routed
 * (by anybody on this queue). Under a consumer's key each has a key of its own: the n-th again is the n-th before.
 */
export function createSending(
  { table, name, wishes, ...dependencies }: Dependencies,
  { maxSends = 100 }: SendingOptions = {},
): Sending {
  const refs = new Set<string>()
  let sends = 0
  let refused: Rejection | undefined

  async function put(queue: string, document: Document): Promise<string | Rejection> {
    const place = ++sends
    if (place > maxSends)
      return { code: 'unavailable', message: `For one document at most ${maxSends} are queued here; this made more.` }
    const role = roleFor(document)
    if (typeof role === 'object') return role
    const { key, ...others } = wishes
    const own = key && { key: { ...key, text: digest(JSON.stringify([key.text, name, place])) } }
    const queued = await enqueue(
      dependencies,
      { role, document, queue: queue.slice(0, MAX_QUEUE_NAME) },
      { ...others, ...own },
    )
    return 'code' in queued ? queued : queued.ref
  }

  /** Nobody's, if no role is known: whoever takes it from the queue may know one, and says so if not. */
  function roleFor(document: Document): string | Rejection {
    try {
      return table().findAny(document.root)?.role ?? ''
    } catch (error) {
      if (!(error instanceof XmlError)) throw error
      return { code: 'not-well-formed', message: `What was to be queued is not XML: ${error.message}` }
    }
  }

  return {
    refs,
    refused: () => refused,
    async send(queue, document) {
      const answer = await put(queue, document)
      if (typeof answer === 'object') {
        refused = answer
        throw new GatewayError('ERR_NOT_QUEUED', answer.message)
      }
      refs.add(answer)
      return answer
    },
  }
}
