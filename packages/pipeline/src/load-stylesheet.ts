import { compileStylesheet, parseTree, type Stylesheet, type XmlNode } from '@xeerkat/xslt'
import { PipelineError } from './errors.ts'
import type { Compiler } from './step-type.ts'

/**
 * Compiles the stylesheet that an element refers to. What it imports, includes and asks for with `document()` comes from
 * the pipeline's own folder, and counts as the pipeline's resources; there is nothing else it can reach.
 */
export function loadStylesheet(element: XmlNode, href: string, { resource }: Pick<Compiler, 'resource'>): Stylesheet {
  const { text, uri } = resource(element, href)
  try {
    return compileStylesheet(parseTree(text, uri), { read: (href, base) => resource(element, href, base) })
  } catch (cause) {
    if (cause instanceof PipelineError || !(cause instanceof Error)) throw cause
    const { position } = element
    throw new PipelineError('ERR_PIPELINE_INVALID', `"${href}": ${cause.message}`, { position, cause })
  }
}
