import type { XmlNode } from '../../tree/node.ts'
import { contentOf, flag } from '../element.ts'
import { expressionOf } from '../expression.ts'
import type { Step } from '../frame.ts'
import type { Compile } from '../scope.ts'
import { step } from '../steps.ts'

export function literalText(node: XmlNode): readonly Step[] {
  const { value } = node
  return [step(node.parent ?? node, ({ run }) => run.output.text(value))]
}

/** `xsl:text` (section 7.2). */
export const text: Compile = (element) => {
  const isRaw = flag(element, 'disable-output-escaping') === true
  const value = contentOf(element)
    .map((child) => child.value)
    .join('')
  return [step(element, ({ run }) => run.output.text(value, isRaw))]
}

/** `xsl:value-of` (section 7.6.1). */
export const valueOf: Compile = (element, { sheet }) => {
  const isRaw = flag(element, 'disable-output-escaping') === true
  const expression = expressionOf(element, 'select', sheet)
  return [step(element, (frame) => frame.run.output.text(expression.text(frame), isRaw))]
}
