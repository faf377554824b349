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
export { defaultLoadLimits, type LoadLimits } from './load-limits.ts'
export type { LoadOptions } from './load-options.ts'
export type { ParameterFacts, ParameterValues } from './parameters.ts'
export { type Pipeline, pipeline, type PipelineDefinition, type RunOptions } from './pipeline.ts'
export type { Resource } from './resources.ts'
export type { AcceptedRoot, RoleFacts } from './role-facts.ts'
export type { Compiler, StepType } from './step-type.ts'
export type { Place, Stage, Step, StepContext, StepLike } from './step.ts'
export { identity } from './steps/identity.ts'
export { aggregate, type AggregateOptions } from './steps/own/aggregate.ts'
export { addAttribute, type NewAttribute, setAttributes } from './steps/own/attributes.ts'
export { c14n } from './steps/own/c14n.ts'
export type { Content } from './steps/own/content.ts'
export { remove } from './steps/own/delete.ts'
export { exec, type ExecOptions } from './steps/own/exec.ts'
export { forEach, type ForEachOptions } from './steps/own/for-each.ts'
export { type HttpHeader, type HttpMethod, httpRequest, type HttpRequestOptions } from './steps/own/http-request.ts'
export { insert, type InsertPosition } from './steps/own/insert.ts'
export { load } from './steps/own/load.ts'
export { rename } from './steps/own/rename.ts'
export { replace } from './steps/own/replace.ts'
export type { ResultKind } from './steps/own/result.ts'
export { unwrap } from './steps/own/unwrap.ts'
export type { Text } from './steps/own/value-template.ts'
export { wrap, wrapDocument } from './steps/own/wrap.ts'
export { xslt3 } from './steps/own/xslt3.ts'
export { type Branch, route } from './steps/route.ts'
export { send } from './steps/send.ts'
export { subtree } from './steps/subtree.ts'
export { template, type TemplateOptions } from './steps/template.ts'
export { trap, type TrapOptions } from './steps/trap.ts'
export { type SchemaMap, validate, type ValidateOptions } from './steps/validate.ts'
export { xslt, type XsltOptions } from './steps/xslt.ts'
