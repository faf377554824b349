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
  return new PipelineError(codeOf(error), messageOf(error), { ...place, step: name, cause: error })
}

export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)) || 'it failed without a word'
}

function codeOf(error: unknown): PipelineErrorCode {
  if (error instanceof PipelineError) return error.code
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return codes[code] ?? 'ERR_PIPELINE_STEP'
}
