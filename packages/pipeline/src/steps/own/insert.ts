import type { Item } from '@xeerkat/xml'
import { choice, optional, required, text } from '../../attributes.ts'
import type { Pattern } from '../../expression.ts'
import type { Stage } from '../../step.ts'
import { type Content, contentOf, readContent } from './content.ts'
import { append, editing } from './editing.ts'
import { ownStep } from './own-step.ts'

const positions = ['first-child', 'last-child', 'before', 'after'] as const
export type InsertPosition = (typeof positions)[number]

/** Puts content into, before or after every node that matches (XProc 3.1: `p:insert`). */
export function insert(match: Pattern, content: Content, position: InsertPosition = 'after'): Stage {
  return editing({
    name: 'x:insert',
    detail: ` position="${position}"`,
    match,
    kinds:
      position === 'before' || position === 'after'
        ? ['element', 'text', 'comment', 'processing-instruction']
        : ['element'],
    edit: (matcher, evaluation) => {
      const items = contentOf(content, evaluation)
      return (item, out) => {
        switch (item.type) {
          case 'start-element': {
            const isMatch = matcher.enter(item)
            if (isMatch && position === 'before') append(out, items)
            out.push(item)
            if (isMatch && position === 'first-child') append(out, items)
            return
          }
          case 'end-element': {
            const isMatch = matcher.leave()
            if (isMatch && position === 'last-child') append(out, items)
            out.push(item)
            if (isMatch && position === 'after') append(out, items)
            return
          }
          default:
            leaf(item, matcher.pass(item), items, out)
        }
      }
    },
  })

  function leaf(item: Item, isMatch: boolean, items: readonly Item[], out: Item[]): void {
    if (isMatch && position === 'before') append(out, items)
    out.push(item)
    if (isMatch && position === 'after') append(out, items)
  }
}

export const insertType = ownStep('insert', (element, compiler) => {
  const { href, position } = compiler.attributes(element, {
    match: required(text),
    position: optional(choice(...positions), 'after'),
    href: optional(text),
  })
  return insert(compiler.pattern(element, 'match'), readContent(element, href, compiler), position)
})
