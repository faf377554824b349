import type { Document } from '@xeerkat/xml'
import type { Capabilities } from './capabilities.ts'
import type { Infoset } from './infoset.ts'
import type { PipelineLimits } from './limits.ts'
import type { ParameterFacts } from './parameters.ts'
import type { RoleFacts } from './role-facts.ts'
import type { Stage } from './step.ts'

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
  readonly parameters?: ReadonlyMap<string, string> | Readonly<Record<string, string>>
  /** Added to those that the pipeline was loaded with. */
  readonly capabilities?: Capabilities
  /** Instead of those that the pipeline was loaded with. */
  readonly limits?: Partial<PipelineLimits>
}
