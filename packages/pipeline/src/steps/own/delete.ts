import { required, text } from '../../attributes.ts'
import type { Pattern } from '../../expression.ts'
import type { Stage } from '../../step.ts'
import { editing, mayMatchAttributes } from './editing.ts'
import { ownStep } from './own-step.ts'

/** Leaves out every node that matches, with all that is in it (XProc 3.1: `p:delete`). */
export function remove(match: Pattern): Stage {
  return editing({
    name: 'x:delete',
    match,
    kinds: ['element', 'attribute', 'text', 'comment', 'processing-instruction'],
    textInPieces: true,
    edit: (matcher) => {
      const hasAttributes = mayMatchAttributes(match)
      /** Elements open in what is left out, itself included. */
      let inside = 0
      return (item, out) => {
        if (inside > 0) {
          if (item.type === 'start-element') inside++
          else if (item.type === 'end-element' && --inside === 0) matcher.leave()
          return
        }
        switch (item.type) {
          case 'start-element': {
            if (matcher.enter(item)) inside = 1
            else if (!hasAttributes || item.attributes.length === 0) out.push(item)
            else {
              const attributes = item.attributes.filter((attribute, i) => !matcher.attribute(attribute, i))
              out.push(attributes.length === item.attributes.length ? item : { ...item, attributes })
            }
            return
          }
          case 'end-element':
            matcher.leave()
            out.push(item)
            return
          default:
            if (!matcher.pass(item)) out.push(item)
        }
      }
    },
  })
}

export const deleteType = ownStep('delete', (element, { attributes, pattern, empty }) => {
  attributes(element, { match: required(text) })
  empty(element)
  return remove(pattern(element, 'match'))
})
