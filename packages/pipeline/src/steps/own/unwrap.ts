import type { Declaration, StartElement } from '@xeerkat/xml'
import { required, text } from '../../attributes.ts'
import type { Pattern } from '../../expression.ts'
import type { Stage } from '../../step.ts'
import { editing } from './editing.ts'
import { ownStep } from './own-step.ts'

const none: readonly Declaration[] = []

/**
 * Puts what is in every element that matches in its place (XProc 3.1: `p:unwrap`). What it declared is declared by the
 * elements that were in it.
 */
export function unwrap(match: Pattern): Stage {
  return editing({
    name: 'x:unwrap',
    match,
    kinds: ['element'],
    edit: (matcher) => {
      /** Of each open element: what its children have to declare for it. */
      const inherited: (readonly Declaration[])[] = [none]
      return (item, out) => {
        switch (item.type) {
          case 'start-element': {
            const declaring = withInherited(item, inherited.at(-1) ?? none)
            const isMatch = matcher.enter(item)
            if (!isMatch) out.push(declaring)
            inherited.push(isMatch ? declaring.declarations : none)
            return
          }
          case 'end-element':
            inherited.pop()
            if (!matcher.leave()) out.push(item)
            return
          default:
            matcher.pass(item)
            out.push(item)
        }
      }
    },
  })
}

function withInherited(item: StartElement, inherited: readonly Declaration[]): StartElement {
  if (inherited.length === 0) return item
  const own = new Set(item.declarations.map(({ prefix }) => prefix))
  return { ...item, declarations: [...inherited.filter(({ prefix }) => !own.has(prefix)), ...item.declarations] }
}

export const unwrapType = ownStep('unwrap', (element, { attributes, pattern, empty }) => {
  attributes(element, { match: required(text) })
  empty(element)
  return unwrap(pattern(element, 'match'))
})
