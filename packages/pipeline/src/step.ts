import type { Position } from '@xeerkat/xml'
import type { Awaitable } from './awaitable.ts'
import type { Capabilities } from './capabilities.ts'
import type { Infoset } from './infoset.ts'
import type { PipelineLimits } from './limits.ts'

/**
 * One step: an infoset in, an infoset out. Any function of this shape is a step. What it returns may be lazy: its items
 * are then made as the next step asks for them.
 */
export type Step = (input: Infoset, context: StepContext) => Awaitable<Infoset>

/** What a step has besides its input; every property can be destructured. */
export interface StepContext {
  /** Aborts when nobody wants the result any more, or the time is up. */
  readonly signal: AbortSignal
  /** Values of the pipeline's parameters. */
  readonly parameters: ReadonlyMap<string, string>
  readonly limits: PipelineLimits
  readonly capabilities: Capabilities
}

/** Where a step is written. */
export interface Place {
  readonly file: string
  readonly position: Position
}

/** A step that has been compiled, and what there is to say of it to people. */
export interface Stage {
  readonly run: Step
  /** As it is written: `p:validate`. */
  readonly name: string
  /** What sets it apart from others of its name: `ping.xsd`, `test="/mg:error"`. */
  readonly detail?: string
  /** What it holds of a document at once: nothing that grows with it, one match, or all. */
  readonly holds: 'nothing' | 'match' | 'document'
  /** Those in it. Each has its own time; a stage that has some is not timed itself. */
  readonly stages?: readonly Stage[]
  /** Absent: it was not written in a pipeline document. */
  readonly place?: Place
}

/** What the builders take for a step: a stage, or any function of its shape. */
export type StepLike = Stage | Step

export function stageOf(step: StepLike): Stage {
  return typeof step === 'function' ? { run: step, name: step.name || '(function)', holds: 'document' } : step
}

/** The step that does nothing, and that a sequence has no need to carry out. */
export const pass: Step = (input) => input
