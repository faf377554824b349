import type { Item } from '@xeerkat/xml'
import { required, text } from '../attributes.ts'
import type { Pattern } from '../expression.ts'
import { fromItems } from '../from-stream.ts'
import { fromTree } from '../from-tree.ts'
import type { Infoset } from '../infoset.ts'
import { PIPELINE } from '../names.ts'
import { sequence } from '../sequence.ts'
import { gathered, inScope } from '../parts.ts'
import type { StepType } from '../step-type.ts'
import type { Stage, StepContext, StepLike } from '../step.ts'
import { checkElements, partsOf } from './own/matches.ts'

/**
 * Runs steps on every element that matches, each as a document of its own, and puts what they make in its place (XProc
 * 3.1: `p:viewport`). Holds one match at a time if names are all that the pattern asks for, else the document.
 */
export function subtree(select: Pattern, steps: readonly StepLike[]): Stage {
  checkElements('p:subtree', select)
  const { stages, run } = sequence(steps)
  return {
    name: 'p:subtree',
    detail: `select="${select.text}"`,
    holds: select.simple === undefined ? 'document' : 'match',
    stages,
    run: (input, context) => fromItems(gathered(replace(input, context)), context.limits),
  }

  async function* replace(input: Infoset, context: StepContext): AsyncGenerator<readonly Item[], void> {
    for await (const part of partsOf(input, select, context)) {
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
