import { clark } from '@xeerkat/xml'
import type { XmlNode } from '../tree/node.ts'
import type { Value } from '../xpath/value.ts'
import { checkShape } from './check.ts'
import { attributeOf, contentOf, isXsl, required } from './element.ts'
import { expressionOf } from './expression.ts'
import { fault } from './fault.ts'
import type { Frame, Step } from './frame.ts'
import { beginCapture, endCapture, pushBlock } from './machine.ts'
import { resolveName } from './names.ts'
import type { Scope } from './scope.ts'

export function step(origin: XmlNode, act: (frame: Frame) => void): Step {
  return { act, origin }
}

/** As many as they are: a call takes only so many arguments. */
export function append(steps: Step[], more: readonly Step[]): void {
  for (const each of more) steps.push(each)
}

/** The steps of a body that is carried out where it stands; its variables end with it. */
export function block(origin: XmlNode, nodes: readonly XmlNode[], scope: Scope): readonly Step[] {
  const { steps, binds } = scope.sheet.sequence(nodes, scope)
  return binds ? [step(origin, (frame) => pushBlock(frame, steps))] : steps
}

/** The steps of a body of which the text alone counts (sections 7.1.3, 7.3, 7.4): `use` gets it. */
export function textBlock(origin: XmlNode, scope: Scope, use: (frame: Frame, text: string) => void): readonly Step[] {
  const content = contentOf(origin)
  const [only] = content
  if (only === undefined) return [step(origin, (frame) => use(frame, ''))]
  if (content.length === 1) {
    const text = asText(only, scope)
    if (text !== undefined) return [step(origin, (frame) => use(frame, text(frame)))]
  }
  return [
    step(origin, ({ run }) => beginCapture(run, origin)),
    ...block(origin, content, scope),
    step(origin, (frame) => {
      const { children } = endCapture(frame.run)
      const texts = children.filter(({ kind }) => kind === 'text')
      if (texts.length < children.length)
        frame.run.recover(`what <xsl:${origin.localName}> has besides text is left out`)
      use(frame, texts.map(({ value }) => value).join(''))
    }),
  ]
}

/** Most bodies that are to be text are one piece of it: that needs no tree. */
function asText(node: XmlNode, { sheet }: Scope): ((frame: Frame) => string) | undefined {
  if (node.kind === 'text') return () => node.value
  if (!isXsl(node, 'value-of') || node.attributes.length !== 1) return undefined
  checkShape(node)
  return expressionOf(node, 'select', sheet).text
}

/** The steps that find a value out, from `select` or from what is in an element (section 11.2), and do something with it. */
export function valueSteps(element: XmlNode, scope: Scope, use: (frame: Frame, value: Value) => void): readonly Step[] {
  const content = contentOf(element)
  if (attributeOf(element, 'select') !== undefined) {
    if (content.length > 0)
      throw fault(element, `<xsl:${element.localName}> has both "select" and content; it may have one`)
    const expression = expressionOf(element, 'select', scope.sheet)
    return [step(element, (frame) => use(frame, expression.evaluate(frame)))]
  }
  if (content.length === 0) return [step(element, (frame) => use(frame, ''))]
  return [
    step(element, ({ run }) => beginCapture(run, element)),
    ...block(element, content, scope),
    step(element, (frame) => use(frame, fragment(endCapture(frame.run)))),
  ]
}

const fragments = new WeakSet<readonly XmlNode[]>()

/** A result tree fragment (section 11.1). */
function fragment(document: XmlNode): readonly XmlNode[] {
  const value = [document]
  fragments.add(value)
  return value
}

export function isFragment(value: readonly XmlNode[]): boolean {
  return fragments.has(value)
}

/** The Clark name of a variable, a parameter or whatever else has one in an attribute "name". */
export function variableName(element: XmlNode): string {
  return clark(resolveName(element, required(element, 'name')))
}
