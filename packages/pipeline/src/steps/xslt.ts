import { clark } from '@xeerkat/xml'
import { type Stylesheet, type Value, type XmlNode } from '@xeerkat/xslt'
import { name, required, text } from '../attributes.ts'
import { createEvaluation, type Expression } from '../expression.ts'
import { fromTree } from '../from-tree.ts'
import { loadStylesheet } from '../load-stylesheet.ts'
import { PIPELINE } from '../names.ts'
import { nameOf } from '../node-names.ts'
import type { Compiler, StepType } from '../step-type.ts'
import type { Stage } from '../step.ts'

export interface XsltOptions {
  /** Values of the stylesheet's parameters, by Clark name: evaluated at the document node. */
  readonly parameters?: ReadonlyMap<string, Expression>
  /** For people: what the stylesheet is called. */
  readonly detail?: string
}

/**
 * Transforms the document with an XSLT 1.0 stylesheet (XProc 3.1: `p:xslt`). The pipeline's parameters are the
 * stylesheet's too, by name, unless it is given others.
 */
export function xslt(stylesheet: Stylesheet, { parameters = new Map(), detail }: XsltOptions = {}): Stage {
  return {
    name: 'p:xslt',
    holds: 'document',
    ...(detail !== undefined && { detail }),
    async run(input, context) {
      const source = await input.tree()
      const evaluation = createEvaluation(context)
      const values = new Map<string, Value>(context.parameters)
      for (const [name, select] of parameters) values.set(name, select.value(source, evaluation))
      return fromTree(stylesheet.transform(source, { parameters: values, budget: evaluation.budget }), context.limits)
    },
  }
}

export const xsltType: StepType = {
  namespace: PIPELINE,
  localName: 'xslt',
  compile(element, compiler) {
    const { src } = compiler.attributes(element, { src: required(text) })
    const parameters = new Map(compiler.children(element).map((child) => readParameter(child, compiler)))
    return xslt(loadStylesheet(element, src, compiler), { parameters, detail: src })
  },
}

function readParameter(
  element: XmlNode,
  { attributes, empty, xpath, fail }: Compiler,
): readonly [name: string, select: Expression] {
  if (element.namespace !== PIPELINE || element.localName !== 'with-param') {
    fail(element, `p:xslt has p:with-param in it, not ${nameOf(element)}`)
  }
  const given = attributes(element, { name: required(name), select: required(text) })
  empty(element)
  return [clark(given.name), xpath(element, 'select')]
}
