/** Bounds of one run of a pipeline. */
export interface PipelineLimits {
  /** Milliseconds for each step's own work on one document. Default 60,000. */
  readonly time: number
  /** Bytes (as UTF-8) that pass from one step to the next. Default 256 MiB. */
  readonly bytes: number
  /** Elements open at once. Default 256. */
  readonly depth: number
  /** Nodes of a tree that a step makes of its input, or builds. Default 2,000,000. */
  readonly nodes: number
  /** Steps of an XPath or XSLT evaluation. Default 1,000,000,000. */
  readonly steps: number
}

export const defaultPipelineLimits: PipelineLimits = {
  time: 60_000,
  bytes: 256 * 2 ** 20,
  depth: 256,
  nodes: 2_000_000,
  steps: 1e9,
}
