/** Bounds of loading a pipeline document. */
export interface LoadLimits {
  /** Of the pipeline document. Default 1 MiB. */
  readonly bytes: number
  /** Elements nested in it. Default 64. */
  readonly depth: number
  /** Steps in it. Default 1,000. */
  readonly steps: number
  /** Schemas, stylesheets and documents that it refers to. Default 100. */
  readonly resources: number
  /** Of all those together. Default 16 MiB. */
  readonly resourceBytes: number
  /** Faults told at once. Default 20. */
  readonly faults: number
}

export const defaultLoadLimits: LoadLimits = {
  bytes: 2 ** 20,
  depth: 64,
  steps: 1000,
  resources: 100,
  resourceBytes: 2 ** 24,
  faults: 20,
}
