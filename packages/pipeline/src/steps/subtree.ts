import type { Item } from '@xeerkat/xml'
import { required, text } from '../attributes.ts'
import type { Pattern } from '../expression.ts'
import { fromItems } from '../from-stream.ts'
import { fromTree } from '../from-tree.ts'
import { PIPELINE } from '../names.ts'
import { sequence } from '../sequence.ts'
import { inScope, splitMatches } from '../split-matches.ts'
import type { StepType } from '../step-type.ts'
import type { Stage, StepContext, StepLike } from '../step.ts'

/**
 * Runs steps on every element that matches, each as a document of its own, and puts what they make in its place (XProc
 * 3.1: `p:viewport`). Holds one match at a time. The pattern sees an element's ancestors and attributes, but nothing that
 * comes before, after or in it: that has passed, or has not come yet.
 */
export function subtree(select: Pattern, steps: readonly StepLike[]): Stage {
  const { stages, run } = sequence(steps)
  return {
    name: 'p:subtree',
    detail: `select="${select.text}"`,
    holds: 'match',
    stages,
    run: (input, context) => fromItems(replace(input.items(), context), context.limits),
  }

  async function* replace(
    runs: AsyncIterable<readonly Item[]>,
    context: StepContext,
  ): AsyncGenerator<readonly Item[], void> {
    for await (const part of splitMatches(runs, select, context)) {
      if (part.match === undefined) yield part.run
      else yield* inScope((await run(fromTree(part.match, context.limits), context)).items(), part.scope)
    }
  }
}

export const subtreeType: StepType = {
  namespace: PIPELINE,
  localName: 'subtree',
  async compile(element, { attributes, pattern, steps }) {
    attributes(element, { select: required(text) })
    return subtree(pattern(element, 'select'), await steps(element))
  },
}
