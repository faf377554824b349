import type { Item } from '@xeerkat/xml'
import { name, optional, required, text, type WrittenName } from '../../attributes.ts'
import type { Pattern } from '../../expression.ts'
import { fromItems } from '../../from-stream.ts'
import { fromTree } from '../../from-tree.ts'
import type { Infoset } from '../../infoset.ts'
import { nameOf } from '../../node-names.ts'
import { sequence } from '../../sequence.ts'
import { gathered, inScope } from '../../parts.ts'
import type { Stage, StepContext, StepLike } from '../../step.ts'
import { tagsOf } from './editing.ts'
import { checkElements, partsOf } from './matches.ts'
import { ownStep } from './own-step.ts'

export interface ForEachOptions {
  /** An element around all results; nothing else of the document is kept then. Default: results stand where matches stood. */
  readonly collect?: WrittenName | undefined
}

/**
 * Runs steps on every element that matches, each as a document of its own, one after the other. What they make stands in
 * its place (XProc 3.1: `p:viewport`), or is collected in one element (`p:for-each`, then `p:wrap-sequence`).
 */
export function forEach(select: Pattern, steps: readonly StepLike[], { collect }: ForEachOptions = {}): Stage {
  checkElements('x:for-each', select)
  const { stages, run } = sequence(steps)
  return {
    name: 'x:for-each',
    detail: `select="${select.text}"${collect === undefined ? '' : ` collect="${nameOf(collect)}"`}`,
    holds: select.simple === undefined ? 'document' : 'match',
    stages,
    run: (input, context) =>
      fromItems(
        gathered(collect === undefined ? inPlace(input, context) : collected(input, context, collect)),
        context.limits,
      ),
  }

  async function* inPlace(input: Infoset, context: StepContext): AsyncGenerator<readonly Item[], void> {
    for await (const part of partsOf(input, select, context)) {
      if (part.match === undefined) yield part.run
      else {
        const items = (await run(fromTree(part.match, context.limits), context)).items()
        yield* part.scope.size === 0 ? items : inScope(items, part.scope)
      }
    }
  }

  async function* collected(
    input: Infoset,
    context: StepContext,
    wrapper: WrittenName,
  ): AsyncGenerator<readonly Item[], void> {
    const [start, end] = tagsOf(wrapper)
    yield [start]
    for await (const { match } of partsOf(input, select, context)) {
      if (match !== undefined) yield* (await run(fromTree(match, context.limits), context)).items()
    }
    yield [end]
  }
}

export const forEachType = ownStep('for-each', async (element, { attributes, pattern, steps }) => {
  const { collect } = attributes(element, { select: required(text), collect: optional(name) })
  return forEach(pattern(element, 'select'), await steps(element), { collect })
})
