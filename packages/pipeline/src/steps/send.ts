import { fromTree } from '@xeerkat/xml'
import { required, text } from '../attributes.ts'
import { PipelineError } from '../errors.ts'
import { fromDocument } from '../from-document.ts'
import { JMS, JMS_STEPS } from '../names.ts'
import type { StepType } from '../step-type.ts'
import type { Stage } from '../step.ts'

/**
 * Puts the document into a queue; its receipt, `<jms:message queue="…" ref="…"/>`, is what goes on (Example 4). Which
 * queues there are is for whoever runs the pipeline to say: `capabilities.send`.
 */
export function send(queue: string): Stage {
  return {
    name: 'jmss:send',
    detail: queue,
    holds: 'document',
    async run(input, { capabilities, limits, signal }) {
      if (capabilities.send === undefined) {
        throw new PipelineError(
          'ERR_PIPELINE_FORBIDDEN',
          `there is no queue "${queue}" here: only a gateway's front end has one`,
        )
      }
      const ref = await capabilities.send(queue, await input.document(), { signal })
      const receipt = fromTree({
        type: 'element',
        prefix: 'jms',
        localName: 'message',
        namespace: JMS,
        declarations: [{ prefix: 'jms', namespace: JMS }],
        attributes: [plain('queue', queue), plain('ref', ref)],
        children: [],
      })
      return fromDocument(receipt, limits)
    },
  }
}

function plain(localName: string, value: string) {
  return { prefix: '', localName, namespace: '', value }
}

export const sendType: StepType = {
  namespace: JMS_STEPS,
  localName: 'send',
  compile(element, { attributes, empty }) {
    const { queue } = attributes(element, { queue: required(text) })
    empty(element)
    return send(queue)
  },
}
