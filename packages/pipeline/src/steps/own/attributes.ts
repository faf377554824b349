import type { Attribute, StartElement } from '@xeerkat/xml'
import { type AttributeKind, name, required, text, type WrittenName } from '../../attributes.ts'
import type { Evaluation, Pattern } from '../../expression.ts'
import { namespaceOf } from '../../namespaces.ts'
import { nameOf } from '../../node-names.ts'
import type { Stage } from '../../step.ts'
import { editing } from './editing.ts'
import { ownStep } from './own-step.ts'
import { type Text, valueTemplate } from './value-template.ts'

/** An attribute to be given to elements. */
export interface NewAttribute {
  readonly name: WrittenName
  readonly value: Text
}

/** Gives every element that matches an attribute, instead of one it has of that name (XProc 3.1: `p:add-attribute`). */
export function addAttribute(match: Pattern, attribute: NewAttribute): Stage {
  return giving('x:add-attribute', match, [attribute])
}

/** Gives every element that matches attributes, instead of those it has of their names (XProc 3.1: `p:set-attributes`). */
export function setAttributes(match: Pattern, attributes: readonly NewAttribute[]): Stage {
  return giving('x:set-attributes', match, attributes)
}

function giving(step: string, match: Pattern, attributes: readonly NewAttribute[]): Stage {
  return editing({
    name: step,
    detail: attributes.map((attribute) => ` ${nameOf(attribute.name)}`).join(''),
    match,
    kinds: ['element'],
    edit: (matcher, evaluation) => {
      const given = attributes.map((attribute) => attributeOf(attribute, evaluation))
      return (item, out) => {
        switch (item.type) {
          case 'start-element':
            out.push(matcher.enter(item) ? withAttributes(item, given) : item)
            return
          case 'end-element':
            matcher.leave()
            out.push(item)
            return
          default:
            matcher.pass(item)
            out.push(item)
        }
      }
    },
  })
}

function attributeOf(
  { name: { prefix, localName, namespace }, value }: NewAttribute,
  evaluation: () => Evaluation,
): Attribute {
  return { prefix, localName, namespace, value: typeof value === 'string' ? value : value(evaluation()) }
}

/** Those that it has stay in their places, and new ones come last. */
function withAttributes(item: StartElement, given: readonly Attribute[]): StartElement {
  const { type, prefix, localName, namespace, declarations } = item
  const attributes = item.attributes.slice()
  for (const attribute of given) {
    const at = attributes.findIndex(
      (each) => each.localName === attribute.localName && each.namespace === attribute.namespace,
    )
    if (at < 0) attributes.push(attribute)
    else attributes[at] = attribute
  }
  return { type, prefix, localName, namespace, attributes, declarations }
}

/** A value may be empty. */
const anyText: AttributeKind<string> = { expected: 'a text', read: (value) => value }

export const addAttributeType = ownStep('add-attribute', (element, { attributes, pattern, empty, fail }) => {
  const options = attributes(element, {
    match: required(text),
    'attribute-name': required(name),
    'attribute-value': required(anyText),
  })
  empty(element)
  const { 'attribute-name': given, 'attribute-value': value } = options
  if (given.prefix === '' && given.localName === 'xmlns') {
    fail(element, `${nameOf(element)} cannot give an attribute named xmlns, which is a declaration`)
  }
  return addAttribute(pattern(element, 'match'), {
    name: given,
    value: valueTemplate(value, (prefix) => namespaceOf(element, prefix)),
  })
})

export const setAttributesType = ownStep(
  'set-attributes',
  (element, { attributes, children, empty, pattern, fail }) => {
    attributes(element, { match: required(text) })
    const [bearer, ...others] = children(element)
    if (bearer === undefined || others.length > 0 || bearer.attributes.length === 0) {
      return fail(element, `${nameOf(element)} should have one element in it, whose attributes are those to be given`)
    }
    empty(bearer)
    const given = bearer.attributes.map(({ prefix, localName, namespace, value }) => ({
      name: { prefix, localName, namespace },
      value: valueTemplate(value, (prefix) => namespaceOf(bearer, prefix)),
    }))
    return setAttributes(pattern(element, 'match'), given)
  },
)
