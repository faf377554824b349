import type { Position } from '@xeerkat/xml'

export type PipelineErrorCode =
  | 'ERR_PIPELINE_INVALID'
  | 'ERR_PIPELINE_RESOURCE'
  | 'ERR_PIPELINE_STEP'
  | 'ERR_PIPELINE_NOT_VALID'
  | 'ERR_PIPELINE_LIMIT'
  | 'ERR_PIPELINE_FORBIDDEN'
  | 'ERR_PIPELINE_PARAMETER'

/** What is wrong with a pipeline, or came up in it. Every code is in docs/errors.md. */
export class PipelineError extends Error {
  override readonly name = 'PipelineError'
  readonly code: PipelineErrorCode
  /** In the pipeline document: of the element that is wrong, or of the step that failed. */
  readonly position: Position | undefined
  /** The pipeline document's name. */
  readonly file: string | undefined

  constructor(
    code: PipelineErrorCode,
    message: string,
    options: { position?: Position | undefined; file?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options)
    this.code = code
    this.position = options.position
    this.file = options.file
  }
}
