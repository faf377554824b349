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
export type { Evaluation, Expression, Pattern } from './expression.ts'
export type { Infoset } from './infoset.ts'
export { defaultPipelineLimits, type PipelineLimits } from './limits.ts'
export { defaultLoadLimits, type LoadLimits, type LoadOptions } from './load-options.ts'
export type { ParameterFacts } from './parameters.ts'
export type { Pipeline, RunOptions } from './pipeline.ts'
export type { AcceptedRoot, RoleFacts } from './role-facts.ts'
export type { Compiler, StepType } from './step-type.ts'
export type { Stage, Step, StepContext } from './step.ts'
