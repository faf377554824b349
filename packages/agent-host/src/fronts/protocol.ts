import type { Accepts } from '@xeerkat/agent-vm'
import type { Rejection } from '@xeerkat/gateway'
import type { PipelineLimits } from '@xeerkat/pipeline'
import type { PipelinePermits } from '../pipelines/permits.ts'
import type { PackedDocument } from '../threads/packed.ts'
import type { HostCalls } from '../threads/protocol.ts'

/** What a front's thread is told when it starts. */
export interface FrontData {
  /** The pipeline's, by which its folder is known. */
  readonly file: string
  /** What was in it when the front was opened: however many threads there will be, they all run the same. */
  readonly text: string
  /** What the first thread read with it, by reference. */
  readonly resources: Resources
  readonly permits: PipelinePermits
  readonly limits: Partial<PipelineLimits>
  /** Mebibytes that a program of the pipeline's may hold. */
  readonly memory: number
}

export type Resources = Readonly<Record<string, string>>

/** What a pipeline says of itself as a front. */
export interface FrontFacts {
  readonly title?: string
  readonly accepts?: readonly Accepts[]
}

/** One document on its way through the pipeline. */
export type RunId = number

export type FrontAnswer = { readonly document: PackedDocument } | { readonly rejection: Rejection }

/** What the host asks of a front's thread. */
export type FrontCalls = {
  /** Loads the pipeline, and says what it has read for that. */
  readonly describe: (nothing: undefined) => Promise<{ readonly facts: FrontFacts; readonly resources: Resources }>
  /** Rejects only when the thread is lost. */
  readonly run: (request: { readonly run: RunId; readonly document: PackedDocument }) => Promise<FrontAnswer>
  readonly abort: (run: RunId) => void
}

/** What a pipeline in its thread asks of the host. */
export type GateCalls = Pick<HostCalls, 'programStarted' | 'programEnded'> & {
  readonly send: (request: {
    readonly run: RunId
    readonly queue: string
    readonly document: PackedDocument
  }) => Promise<string>
}
