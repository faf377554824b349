import { required, text } from '../../attributes.ts'
import { PipelineError } from '../../errors.ts'
import type { Stage } from '../../step.ts'
import { ownStep } from './own-step.ts'
import { exec } from './exec.ts'

/** The name by which an operator allows the program that does it. */
const PROGRAM = 'xslt3'

/**
 * Transforms the document with an XSLT 3.0 stylesheet (XProc 3.1: `p:xslt`), by a program of that name if whoever runs the
 * pipeline has installed one: it gets the stylesheet's path in the pipeline's folder and the pipeline's parameters as
 * arguments, and the document on stdin. What such an engine reads, nobody here bounds, so it never runs in this process.
 *
 * @param parameters Names of those of the pipeline's parameters that the stylesheet gets.
 */
export function xslt3(src: string, { parameters = [] }: { readonly parameters?: Iterable<string> } = {}): Stage {
  const names = [...parameters]
  return {
    name: 'x:xslt3',
    detail: src,
    holds: 'document',
    async run(input, context) {
      // A path that begins so is no option.
      const args = [`./${src}`, ...names.map((name) => `${name}=${context.parameters.get(name) ?? ''}`)]
      try {
        return await exec(PROGRAM, { args }).run(input, context)
      } catch (cause) {
        throw cause instanceof PipelineError && cause.code === 'ERR_PIPELINE_FORBIDDEN' ? noEngine(cause) : cause
      }
    },
  }
}

function noEngine(cause: PipelineError): PipelineError {
  const how = `installs an engine, such as SaxonJS, and allows it with --allow-command ${PROGRAM}=PATH`
  const message = `there is no XSLT 3.0 here; whoever runs the pipeline ${how} (docs/pipelines/xslt3.md)`
  return new PipelineError('ERR_PIPELINE_FORBIDDEN', message, { cause })
}

export const xslt3Type = ownStep('xslt3', (element, { attributes, empty, parameters, resource }) => {
  const { src } = attributes(element, { src: required(text) })
  empty(element)
  return xslt3(resource(element, src).uri, { parameters: parameters.keys() })
})
