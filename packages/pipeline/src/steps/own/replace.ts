import { optional, required, text } from '../../attributes.ts'
import type { Pattern } from '../../expression.ts'
import type { Stage } from '../../step.ts'
import { type Content, contentOf, readContent } from './content.ts'
import { append, editing } from './editing.ts'
import { ownStep } from './own-step.ts'

/** Puts content in the place of every node that matches, with all that is in it (XProc 3.1: `p:replace`). */
export function replace(match: Pattern, content: Content): Stage {
  return editing({
    name: 'x:replace',
    match,
    kinds: ['element', 'text', 'comment', 'processing-instruction'],
    edit: (matcher, evaluation) => {
      const items = contentOf(content, evaluation)
      /** Elements open in what is replaced, itself included. */
      let inside = 0
      return (item, out) => {
        if (inside > 0) {
          if (item.type === 'start-element') inside++
          else if (item.type === 'end-element' && --inside === 0) matcher.leave()
          return
        }
        switch (item.type) {
          case 'start-element':
            if (matcher.enter(item)) {
              inside = 1
              append(out, items)
            } else out.push(item)
            return
          case 'end-element':
            matcher.leave()
            out.push(item)
            return
          default:
            if (matcher.pass(item)) append(out, items)
            else out.push(item)
        }
      }
    },
  })
}

export const replaceType = ownStep('replace', (element, compiler) => {
  const { href } = compiler.attributes(element, { match: required(text), href: optional(text) })
  return replace(compiler.pattern(element, 'match'), readContent(element, href, compiler))
})
