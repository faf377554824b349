export {
  type AttributeKind,
  type AttributeRule,
  type AttributeTable,
  boolean,
  choice,
  integer,
  name,
  optional,
  required,
  text,
  type WrittenName,
} from './attributes.ts'
export type { Awaitable } from './awaitable.ts'
export type { Capabilities, CommandResult, HttpRequest, HttpResponse, RunCommand } from './capabilities.ts'
export { type Fault, PipelineError, type PipelineErrorCode, type PipelineErrorOptions } from './errors.ts'
export { errorContext } from './error-context.ts'
export {
  createEvaluation,
  type Evaluation,
  type Expression,
  type Namespaces,
  type Pattern,
  pattern,
  xpath,
} from './expression.ts'
export { fromDocument } from './from-document.ts'
export { fromItems, fromPieces } from './from-stream.ts'
export { fromTree } from './from-tree.ts'
export { streaming, whole } from './functions.ts'
export type { Infoset } from './infoset.ts'
export { defaultPipelineLimits, type PipelineLimits } from './limits.ts'
export { loadPipeline } from './load.ts'
export { defaultLoadLimits, type LoadLimits, type LoadOptions } from './load-options.ts'
export type { ParameterFacts, ParameterValues } from './parameters.ts'
export { type Pipeline, pipeline, type PipelineDefinition, type RunOptions } from './pipeline.ts'
export type { Resource } from './resources.ts'
export type { AcceptedRoot, RoleFacts } from './role-facts.ts'
export type { Compiler, StepType } from './step-type.ts'
export type { Place, Stage, Step, StepContext, StepLike } from './step.ts'
export { identity } from './steps/identity.ts'
export { type Branch, route } from './steps/route.ts'
export { send } from './steps/send.ts'
export { subtree } from './steps/subtree.ts'
export { trap, type TrapOptions } from './steps/trap.ts'
export { type SchemaMap, validate, type ValidateOptions } from './steps/validate.ts'
