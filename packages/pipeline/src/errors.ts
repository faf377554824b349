import type { Position } from '@xeerkat/xml'

export type PipelineErrorCode =
  /** The pipeline document itself is wrong: found when it is loaded. */
  | 'ERR_PIPELINE_INVALID'
  /** A resource of the pipeline cannot be had. */
  | 'ERR_PIPELINE_RESOURCE'
  /** A step could not do its work on this document. */
  | 'ERR_PIPELINE_STEP'
  /** The document is not valid, and the pipeline insists. */
  | 'ERR_PIPELINE_NOT_VALID'
  /** A bound on time, size, depth or count. */
  | 'ERR_PIPELINE_LIMIT'
  /** The step needs something that whoever runs the pipeline does not allow. */
  | 'ERR_PIPELINE_FORBIDDEN'
  /** A parameter is missing or unknown. */
  | 'ERR_PIPELINE_PARAMETER'

/** One thing that is wrong with a pipeline document: a phrase without file and position. */
export interface Fault {
  readonly message: string
  readonly position: Position | undefined
}

export interface PipelineErrorOptions {
  readonly position?: Position | undefined
  readonly file?: string | undefined
  readonly step?: string | undefined
  readonly faults?: readonly Fault[] | undefined
  readonly cause?: unknown
}

/** What is wrong with a pipeline, or came up in it. Every code is in docs/errors.md. */
export class PipelineError extends Error {
  override readonly name = 'PipelineError'
  readonly code: PipelineErrorCode
  /** In the pipeline document: of the element that is wrong, or of the step that failed. */
  readonly position: Position | undefined
  /** The pipeline document's name. */
  readonly file: string | undefined
  /** The step that failed, as it is written: `p:validate`. */
  readonly step: string | undefined
  /** All that is wrong with a pipeline document, in document order, up to a bound; empty for what came up in a run. */
  readonly faults: readonly Fault[]

  constructor(
    code: PipelineErrorCode,
    message: string,
    { position, file, step, faults = [], cause }: PipelineErrorOptions = {},
  ) {
    super(message, cause === undefined ? {} : { cause })
    this.code = code
    this.position = position
    this.file = file
    this.step = step
    this.faults = faults
  }
}
