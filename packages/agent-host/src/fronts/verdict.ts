import type { Rejection, RejectionCode } from '@xeerkat/gateway'
import { PipelineError, type PipelineErrorCode } from '@xeerkat/pipeline'
import type { XmlError } from '@xeerkat/xml'

interface Words {
  readonly code: RejectionCode
  /** What comes before the pipeline's own. */
  readonly lead: string
}

const invalid: Words = { code: 'not-valid', lead: 'Your document was not valid due to' }
const failed: Words = { code: 'not-valid', lead: 'Your document could not be worked on' }
const costly: Words = { code: 'unavailable', lead: 'Your document asks for more than this front end has for it' }
const broken: Words = { code: 'unavailable', lead: 'The front end cannot do its work' }

/** Whose fault it is: the document's, or that of whoever runs the front. */
const verdicts: Readonly<Record<PipelineErrorCode, Words>> = {
  ERR_PIPELINE_NOT_VALID: invalid,
  ERR_PIPELINE_STEP: failed,
  ERR_PIPELINE_LIMIT: costly,
  ERR_PIPELINE_INVALID: broken,
  ERR_PIPELINE_RESOURCE: broken,
  ERR_PIPELINE_FORBIDDEN: broken,
  ERR_PIPELINE_PARAMETER: broken,
}

/** What a consumer hears of what a pipeline did not trap; `undefined` for what no pipeline throws. */
export function rejectionOf(error: unknown): Rejection | undefined {
  if (!(error instanceof PipelineError)) return undefined
  const { code, lead } = verdicts[error.code]
  return { code, message: `${lead}: ${error.message}` }
}

/** What a consumer hears of a document that is no XML, or asks too much of its reader. */
export function malformed(error: XmlError): Rejection {
  return { code: 'not-well-formed', message: `Your document was not well-formed: ${error.message}` }
}
