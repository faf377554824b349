import type { Document } from '@xeerkat/xml'
import type { Capabilities } from './capabilities.ts'
import { errorContext } from './error-context.ts'
import { PipelineError } from './errors.ts'
import { fromDocument } from './from-document.ts'
import type { Infoset } from './infoset.ts'
import { defaultPipelineLimits, type PipelineLimits } from './limits.ts'
import { type ParameterFacts, type ParameterValues, parameterValues } from './parameters.ts'
import type { RoleFacts } from './role-facts.ts'
import { sequence } from './sequence.ts'
import { pass, type Place, type Stage, type StepContext, type StepLike } from './step.ts'

/** A pipeline that was checked and compiled. It can be run any number of times, also at once. */
export interface Pipeline extends Disposable {
  readonly name: string
  /** What the attributes on `p:pipe` say in our role namespace; `undefined` without. */
  readonly role: RoleFacts | undefined
  readonly parameters: readonly ParameterFacts[]
  /** The compiled steps, as a tree. */
  readonly stage: Stage
  /** @throws PipelineError saying at which step of the pipeline what went wrong; the signal's reason when it aborts. */
  readonly run: (document: Document, options?: RunOptions) => Promise<Document>
  /** The same without holding the document, as far as the steps allow. What goes wrong is thrown as items are taken. */
  readonly stream: (input: Infoset, options?: RunOptions) => Promise<Infoset>
  /**
   * A role's function: `defineRole(iri, pipeline.receive, pipeline.role)`. What goes wrong with a document is answered
   * with `<c:error-context><c:error>…`, never thrown.
   */
  readonly receive: (document: Document, options?: RunOptions) => Promise<Document>
}

/** What one run has that others may not. */
export interface RunOptions {
  readonly signal?: AbortSignal
  /** By name. Those not given have their defaults. */
  readonly parameters?: ParameterValues
  /** Added to those that the pipeline was loaded with. */
  readonly capabilities?: Capabilities
  /** Instead of those that the pipeline was loaded with. */
  readonly limits?: Partial<PipelineLimits>
}

export interface PipelineDefinition {
  readonly name: string
  readonly steps: readonly StepLike[]
  readonly role?: RoleFacts | undefined
  readonly parameters?: readonly ParameterFacts[]
  /** What its runs may reach, if nothing else is said. */
  readonly capabilities?: Capabilities
  /** Bounds of its runs, if nothing else is said. */
  readonly limits?: Partial<PipelineLimits>
  /** Where it is written. */
  readonly place?: Place
  /** Disposed of with the pipeline. */
  readonly owned?: readonly Disposable[]
}

/** A pipeline out of steps: what a pipeline document compiles to, written in TypeScript. */
export function pipeline({
  name,
  steps,
  role,
  parameters = [],
  capabilities,
  limits,
  place,
  owned = [],
}: PipelineDefinition): Pipeline {
  const { stages, run: runSteps } = sequence(steps)
  const passesAll = stages.every((stage) => stage.run === pass)
  let disposed = false

  const stream: Pipeline['stream'] = (input, options = {}) => runSteps(input, contextOf(options))
  // oxlint-disable-next-line typescript/require-await -- throws what is wrong into the promise
  const run: Pipeline['run'] = async (document, options = {}) => {
    const context = contextOf(options)
    context.signal.throwIfAborted()
    if (passesAll) return document
    return (await runSteps(fromDocument(document, context.limits), context)).document()
  }
  return {
    name,
    role,
    parameters,
    stage: { name: 'p:pipe', detail: name, holds: holdsMost(stages), stages, run: runSteps, ...(place && { place }) },
    run,
    stream,
    async receive(document, options) {
      try {
        return await run(document, options)
      } catch (error) {
        return errorContext(error)
      }
    },
    [Symbol.dispose]() {
      if (disposed) return
      disposed = true
      for (const resource of owned.toReversed()) resource[Symbol.dispose]()
    },
  }

  function contextOf(options: RunOptions): StepContext {
    if (disposed) throw new PipelineError('ERR_PIPELINE_STEP', `the pipeline ${name} was disposed of; load it again`)
    return {
      signal: options.signal ?? new AbortController().signal,
      parameters: parameterValues(parameters, options.parameters),
      limits: { ...defaultPipelineLimits, ...limits, ...options.limits },
      capabilities: { ...capabilities, ...options.capabilities },
    }
  }
}

const amounts = ['nothing', 'match', 'document'] as const

/** What steps hold together of a document: what the one does that holds most. */
function holdsMost(stages: readonly Stage[]): Stage['holds'] {
  return amounts.findLast((amount) => stages.some(({ holds }) => holds === amount)) ?? 'nothing'
}
