import { XsltError } from '../../errors.ts'
import { stringValue } from '../../tree/string-value.ts'
import { contentOf, flag } from '../element.ts'
import { beginCapture, endCapture } from '../machine.ts'
import type { Compile } from '../scope.ts'
import { block, step } from '../steps.ts'

/** `xsl:message` (section 13). */
export const message: Compile = (element, scope) => {
  const terminate = flag(element, 'terminate') === true
  return [
    step(element, ({ run }) => beginCapture(run, element)),
    ...block(element, contentOf(element), scope),
    step(element, ({ run }) => {
      const text = stringValue(endCapture(run), run.budget)
      run.message(text, terminate)
      if (terminate) throw new XsltError('ERR_XSLT_TERMINATED', `the stylesheet ended the transformation: ${text}`)
    }),
  ]
}
