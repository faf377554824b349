import { XmlError } from '@xeerkat/xml'
import { PipelineError, type PipelineErrorCode } from './errors.ts'
import type { Stage } from './step.ts'

/** Which of a pipeline's errors a dependency's is; all others are ERR_PIPELINE_STEP. */
const codes: Readonly<Record<string, PipelineErrorCode>> = {
  ERR_XML_LIMIT: 'ERR_PIPELINE_LIMIT',
  ERR_XSLT_LIMIT: 'ERR_PIPELINE_LIMIT',
  ERR_XSLT_RESOURCE: 'ERR_PIPELINE_RESOURCE',
}

/**
 * What came up in a step, as an error that says which. One that says so already, of a step within, stays as it is. When
 * the run is aborted, that is all there is to say.
 */
export function explain(error: unknown, { name, place }: Stage, run: AbortSignal): unknown {
  if (run.aborted) return run.reason
  if (error instanceof PipelineError && error.step !== undefined) return error
  return new PipelineError(codeOf(error), wordsOf(error), { ...place, step: name, cause: error })
}

export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)) || 'it failed without a word'
}

const unreadable: ReadonlySet<string> = new Set([
  'ERR_XML_MALFORMED',
  'ERR_XML_DOCTYPE',
  'ERR_XML_ENCODING',
  'ERR_XML_LIMIT',
])

/** A place in the document that came in would be taken for one in the pipeline. */
function wordsOf(error: unknown): string {
  const isOfInput = error instanceof XmlError && unreadable.has(error.code) && error.position !== undefined
  return isOfInput ? error.message.replace(/\)$/, ' of the input)') : messageOf(error)
}

function codeOf(error: unknown): PipelineErrorCode {
  if (error instanceof PipelineError) return error.code
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return codes[code] ?? 'ERR_PIPELINE_STEP'
}
