import type { Attribute, EndElement, Item, StartElement } from '@xeerkat/xml'
import { name, required, text, type WrittenName } from '../../attributes.ts'
import { PipelineError } from '../../errors.ts'
import type { Pattern } from '../../expression.ts'
import type { Matcher } from '../../matcher.ts'
import { nameOf } from '../../node-names.ts'
import type { Stage } from '../../step.ts'
import { editing, mayMatchAttributes } from './editing.ts'
import { ownStep } from './own-step.ts'

/** Gives every element, attribute and processing instruction that matches a new name (XProc 3.1: `p:rename`). */
export function rename(match: Pattern, to: WrittenName): Stage {
  const { prefix, localName, namespace } = to
  const end: EndElement = { type: 'end-element', prefix, localName, namespace }
  return editing({
    name: 'x:rename',
    detail: ` new-name="${nameOf(to)}"`,
    match,
    kinds: ['element', 'attribute', 'processing-instruction'],
    edit: (matcher) => {
      const attributesOf = mayMatchAttributes(match) ? renamedAttributes : ({ attributes }: StartElement) => attributes
      return (item, out) => {
        switch (item.type) {
          case 'start-element': {
            const isMatch = matcher.enter(item)
            const attributes = attributesOf(item, matcher)
            if (isMatch) out.push(startOf(item, attributes))
            else out.push(attributes === item.attributes ? item : { ...item, attributes })
            return
          }
          case 'end-element':
            out.push(matcher.leave() ? end : item)
            return
          default:
            out.push(matcher.pass(item) ? renamedInstruction(item) : item)
        }
      }
    },
  })

  function startOf(item: StartElement, attributes: readonly Attribute[]): StartElement {
    // An element in no namespace cannot say that those in it without a prefix are in one: they say it themselves.
    const declarations =
      namespace === '' && item.declarations.length > 0
        ? item.declarations.filter((declaration) => declaration.prefix !== '')
        : item.declarations
    return { type: 'start-element', prefix, localName, namespace, attributes, declarations }
  }

  /** One that had the new name already gives way. */
  function renamedAttributes(item: StartElement, matcher: Matcher): readonly Attribute[] {
    const matched = item.attributes.map((attribute, i) => matcher.attribute(attribute, i))
    const last = matched.lastIndexOf(true)
    if (last < 0) return item.attributes
    return item.attributes.flatMap((attribute, i) => {
      if (i === last) return { prefix, localName, namespace, value: attribute.value }
      const gone = matched[i] === true || (attribute.localName === localName && attribute.namespace === namespace)
      return gone ? [] : attribute
    })
  }

  function renamedInstruction(item: Item): Item {
    if (item.type !== 'processing-instruction') return item
    if (namespace === '') return { ...item, target: localName }
    throw new PipelineError(
      'ERR_PIPELINE_STEP',
      `a processing instruction cannot be named ${nameOf(to)}: it has no namespace`,
    )
  }
}

export const renameType = ownStep('rename', (element, { attributes, pattern, empty }) => {
  const { 'new-name': to } = attributes(element, { match: required(text), 'new-name': required(name) })
  empty(element)
  return rename(pattern(element, 'match'), to)
})
