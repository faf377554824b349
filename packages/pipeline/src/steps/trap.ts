import { errorContext } from '../error-context.ts'
import { fromDocument } from '../from-document.ts'
import type { Infoset } from '../infoset.ts'
import { PIPELINE } from '../names.ts'
import { sequence } from '../sequence.ts'
import type { StepType } from '../step-type.ts'
import type { Stage, StepContext, StepLike } from '../step.ts'

export interface TrapOptions {
  /** Get `<c:error-context><c:error>…`. What they make of it goes on. Default: none, so that it goes on itself. */
  readonly onError?: readonly StepLike[]
}

/**
 * Runs steps, and if one of them fails, others instead (Example 4; XProc 3.1: `p:try` and `p:catch`). Holds what the steps
 * make until they have come to their end: only then is it known that nothing failed. Does not catch an abort.
 */
export function trap(steps: readonly StepLike[], { onError = [] }: TrapOptions = {}): Stage {
  const body = sequence(steps)
  const handler = sequence(onError)
  return {
    name: 'p:trap',
    holds: 'document',
    stages: [...body.stages, { name: 'p:on-error', holds: 'document', stages: handler.stages, run: handler.run }],
    async run(input, context) {
      try {
        return await held(await body.run(input, context), input)
      } catch (error) {
        if (context.signal.aborted) throw error
        return handle(error, context)
      }
    },
  }

  function handle(error: unknown, context: StepContext): Promise<Infoset> {
    return handler.run(fromDocument(errorContext(error), context.limits), context)
  }
}

async function held(output: Infoset, input: Infoset): Promise<Infoset> {
  if (output !== input) await output.tree()
  return output
}

export const trapType: StepType = {
  namespace: PIPELINE,
  localName: 'trap',
  async compile(element, { attributes, children, sequence: compile, steps, fail }) {
    attributes(element, {})
    const all = children(element)
    const handler = all.find(({ localName, namespace }) => localName === 'on-error' && namespace === PIPELINE)
    if (handler === undefined) fail(element, 'p:trap lacks p:on-error, as its last element')
    else if (handler !== all.at(-1)) fail(handler, 'p:on-error should be the last element in p:trap')
    else {
      attributes(handler, {})
      return trap(await compile(all.slice(0, -1)), { onError: await steps(handler) })
    }
  },
}
