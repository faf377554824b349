import type { Document, Item } from '@xeerkat/xml'
import type { Awaitable } from './awaitable.ts'
import { fromDocument } from './from-document.ts'
import { fromItems } from './from-stream.ts'
import type { Stage, StepContext } from './step.ts'

type Runs = AsyncIterable<readonly Item[]>

/**
 * A step out of a generator over runs of items, which it reads as it makes its own: it holds what it keeps, no more.
 *
 *     streaming(async function* shout(runs) {
 *       for await (const run of runs) yield run.map((item) => item.type === 'text' ? { ...item, text: item.text.toUpperCase() } : item)
 *     })
 */
export function streaming(transform: (runs: Runs, context: StepContext) => Runs): Stage {
  return {
    name: transform.name || '(streaming function)',
    holds: 'nothing',
    run: (input, context) => fromItems(transform(input.items(), context), context.limits),
  }
}

/** A step out of a function of whole documents. */
export function whole(transform: (document: Document, context: StepContext) => Awaitable<Document>): Stage {
  return {
    name: transform.name || '(function)',
    holds: 'document',
    run: async (input, context) => fromDocument(await transform(await input.document(), context), context.limits),
  }
}
