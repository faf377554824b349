import type { Capabilities } from './capabilities.ts'
import type { PipelineLimits } from './limits.ts'
import type { LoadLimits } from './load-limits.ts'
import type { StepType } from './step-type.ts'

export interface LoadOptions {
  /** The pipeline document's name in errors. Default `pipeline.xml`. */
  readonly file?: string
  /** What its runs may reach, if nothing else is said. `read` is also used while loading, for schemas and stylesheets. */
  readonly capabilities?: Capabilities
  /** Kinds of steps besides the built-in ones, which they cannot replace. */
  readonly steps?: readonly StepType[]
  /** Bounds of its runs, if nothing else is said. */
  readonly limits?: Partial<PipelineLimits>
  /** Bounds of loading it. */
  readonly loading?: Partial<LoadLimits>
}
