import type { Item } from '@xeerkat/xml'
import { name, required, text, type WrittenName } from '../../attributes.ts'
import type { Pattern } from '../../expression.ts'
import { fromItems } from '../../from-stream.ts'
import type { Infoset } from '../../infoset.ts'
import { nameOf } from '../../node-names.ts'
import type { Stage } from '../../step.ts'
import { editing, tagsOf } from './editing.ts'
import { ownStep } from './own-step.ts'

/** Puts an element around every node that matches, also within others that do (XProc 3.1: `p:wrap`). */
export function wrap(match: Pattern, wrapper: WrittenName): Stage {
  const [start, end] = tagsOf(wrapper)
  return editing({
    name: 'x:wrap',
    detail: ` wrapper="${nameOf(wrapper)}"`,
    match,
    kinds: ['element', 'text', 'comment', 'processing-instruction'],
    edit: (matcher) => (item, out) => {
      switch (item.type) {
        case 'start-element':
          if (matcher.enter(item)) out.push(start)
          out.push(item)
          return
        case 'end-element':
          out.push(item)
          if (matcher.leave()) out.push(end)
          return
        default:
          if (matcher.pass(item)) out.push(start, item, end)
          else out.push(item)
      }
    },
  })
}

/** Puts an element around the whole document (XProc 3.1: `p:wrap` with `match="/"`). */
export function wrapDocument(wrapper: WrittenName): Stage {
  const [start, end] = tagsOf(wrapper)
  return {
    name: 'x:wrap-document',
    detail: `wrapper="${nameOf(wrapper)}"`,
    holds: 'nothing',
    run: (input, { limits }) => fromItems(wrapped(input), limits),
  }

  async function* wrapped(input: Infoset): AsyncGenerator<readonly Item[], void> {
    yield [start]
    yield* input.items()
    yield [end]
  }
}

export const wrapType = ownStep('wrap', (element, { attributes, pattern, empty }) => {
  const { match, wrapper } = attributes(element, { match: required(text), wrapper: required(name) })
  empty(element)
  return match.trim() === '/' ? wrapDocument(wrapper) : wrap(pattern(element, 'match'), wrapper)
})

export const wrapDocumentType = ownStep('wrap-document', (element, { attributes, empty }) => {
  const { wrapper } = attributes(element, { wrapper: required(name) })
  empty(element)
  return wrapDocument(wrapper)
})
