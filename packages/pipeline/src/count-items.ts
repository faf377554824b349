import type { Item } from '@xeerkat/xml'
import { PipelineError } from './errors.ts'
import type { PipelineLimits } from './limits.ts'
import { createTurns } from './turns.ts'
import { tooMuch } from './write-items.ts'

/** Passes items on, and throws when they are more, or nested deeper, than they may be. */
export async function* countItems(
  runs: AsyncIterable<readonly Item[]>,
  { bytes, depth: deepest }: PipelineLimits,
): AsyncGenerator<readonly Item[], void> {
  const turn = createTurns()
  let size = 0
  let depth = 0
  for await (const run of runs) {
    for (const item of run) {
      size += sizeOf(item)
      if (item.type === 'end-element') depth--
      else if (item.type === 'start-element' && ++depth > deepest) {
        throw new PipelineError('ERR_PIPELINE_LIMIT', `a step nests elements more than ${deepest} deep (limit "depth")`)
      }
    }
    if (size > bytes) throw tooMuch(bytes)
    yield run
    const pause = turn()
    if (pause !== undefined) await pause
  }
}

/** About what it is when written: in characters, tags with their brackets. */
function sizeOf(item: Item): number {
  switch (item.type) {
    case 'text':
    case 'comment':
      return item.text.length
    case 'end-element':
      return item.localName.length + 3
    case 'processing-instruction':
      return item.target.length + item.data.length
    case 'start-element': {
      let size = item.localName.length + 2
      for (const { localName, value } of item.attributes) size += localName.length + value.length + 4
      for (const { prefix, namespace } of item.declarations) size += prefix.length + namespace.length + 10
      return size
    }
    default:
      return item satisfies never
  }
}
