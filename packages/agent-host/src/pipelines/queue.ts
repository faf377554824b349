import { type Capabilities, PipelineError } from '@xeerkat/pipeline'
import { attribute, fromText } from '@xeerkat/xml'
import { submit } from '../client/gateway-client.ts'

type Send = NonNullable<Capabilities['send']>

/** Every queue is the inbox of one gateway; the receipt is the one that it gives, to the consumer of a key if there is one. */
export function inboxOf(gateway: string, key?: string): Send {
  return async (_queue, { bytes }, { signal }) => {
    const reply = await submit(gateway, bytes, signal, key)
    const ref = reply.state === 'waiting' ? attribute(fromText(reply.document), 'ref') : undefined
    if (ref !== undefined) return ref
    throw new PipelineError('ERR_PIPELINE_STEP', `${gateway} took the document and gave no receipt`)
  }
}

/** There is none off the grid. */
export const noQueue: Send = (queue) => {
  const how = 'run the pipeline at a gateway, or name one with --gateway URL'
  return Promise.reject(new PipelineError('ERR_PIPELINE_FORBIDDEN', `there is no queue "${queue}" here; ${how}`))
}
