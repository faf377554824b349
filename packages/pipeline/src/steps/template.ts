import { compileStylesheet, type XmlNode, XsltError } from '@xeerkat/xslt'
import { PipelineError } from '../errors.ts'
import { withoutPlace } from '../faults.ts'
import { createEvaluation } from '../expression.ts'
import { fromTree } from '../from-tree.ts'
import { PIPELINE } from '../names.ts'
import { nameOf } from '../node-names.ts'
import type { StepType } from '../step-type.ts'
import type { Stage } from '../step.ts'
import { templateStylesheet } from '../template-stylesheet.ts'

export interface TemplateOptions {
  /** Names of the pipeline's parameters, which are variables in it. Default: none. */
  readonly parameters?: Iterable<string>
}

/**
 * Makes a document of a template: an element as it is written, in which `xsl:value-of` and its kin, and `{…}` in
 * attributes, are evaluated with the document node as context (Example 4; XSLT 1.0, 2.3). Of the namespaces in scope, the
 * result declares those that it uses.
 * @throws XsltError for what is wrong with the template.
 */
export function template(content: XmlNode, { parameters = [] }: TemplateOptions = {}): Stage {
  const stylesheet = compileStylesheet(templateStylesheet(content, parameters))
  return {
    name: 'p:template',
    detail: nameOf(content),
    holds: 'document',
    async run(input, context) {
      const source = await input.tree()
      const { variables, budget } = createEvaluation(context)
      return fromTree(stylesheet.transform(source, { parameters: variables, budget }), context.limits)
    },
  }
}

export const templateType: StepType = {
  namespace: PIPELINE,
  localName: 'template',
  compile(element, { attributes, children, parameters, fail }) {
    attributes(element, {})
    const [content, second] = children(element)
    if (content === undefined) return fail(element, 'p:template lacks the element that it is to make')
    if (second !== undefined) fail(second, `p:template makes one element, and ${nameOf(second)} is a second`)
    try {
      return template(content, { parameters: parameters.keys() })
    } catch (cause) {
      if (!(cause instanceof XsltError)) throw cause
      const { position, message } = cause
      throw new PipelineError('ERR_PIPELINE_INVALID', withoutPlace(message), { position, cause })
    }
  },
}
