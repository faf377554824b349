import type { Item } from '@xeerkat/xml'
import { itemsOf } from '@xeerkat/xslt'
import { name, optional, required, text, type WrittenName } from '../../attributes.ts'
import type { Pattern } from '../../expression.ts'
import { fromItems } from '../../from-stream.ts'
import type { Infoset } from '../../infoset.ts'
import { nameOf } from '../../node-names.ts'
import { createTreeOfRuns } from '../../read-items.ts'
import type { Stage, StepContext } from '../../step.ts'
import { tagsOf } from './editing.ts'
import { checkElements, partsOf } from './matches.ts'
import { ownStep } from './own-step.ts'

export interface AggregateOptions {
  /** An attribute of the wrapper that says how many there are. It comes first, so all of them are held. */
  readonly count?: WrittenName | undefined
}

/** Puts every element that matches into one, and leaves out the rest (XProc 3.1: `p:filter`, then `p:wrap-sequence`). */
export function aggregate(select: Pattern, wrapper: WrittenName, { count }: AggregateOptions = {}): Stage {
  checkElements('x:aggregate', select)
  const [start, end] = tagsOf(wrapper)
  const counted = count === undefined ? '' : ` count="${nameOf(count)}"`
  return {
    name: 'x:aggregate',
    detail: `select="${select.text}" wrapper="${nameOf(wrapper)}"${counted}`,
    holds: select.simple === undefined || count !== undefined ? 'document' : 'match',
    run: (input, context) =>
      fromItems(count === undefined ? streamed(input, context) : held(input, context, count), context.limits),
  }

  async function* streamed(input: Infoset, context: StepContext): AsyncGenerator<readonly Item[], void> {
    yield [start]
    for await (const { match } of partsOf(input, select, context)) if (match !== undefined) yield [...itemsOf(match)]
    yield [end]
  }

  async function* held(
    input: Infoset,
    context: StepContext,
    { prefix, localName, namespace }: WrittenName,
  ): AsyncGenerator<readonly Item[], void> {
    const all = createTreeOfRuns(context.limits)
    let matches = 0
    for await (const { match } of partsOf(input, select, context)) {
      if (match === undefined) continue
      matches++
      all.add([...itemsOf(match)])
    }
    yield [{ ...start, attributes: [{ prefix, localName, namespace, value: String(matches) }] }]
    for (const match of all.document.children) yield [...itemsOf(match)]
    yield [end]
  }
}

export const aggregateType = ownStep('aggregate', (element, { attributes, empty, pattern }) => {
  const { wrapper, count } = attributes(element, {
    select: required(text),
    wrapper: required(name),
    count: optional(name),
  })
  empty(element)
  return aggregate(pattern(element, 'select'), wrapper, { count })
})
