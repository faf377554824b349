import type { XmlNode } from '@xeerkat/xslt'
import type { AttributeTable } from './attributes.ts'
import type { Awaitable } from './awaitable.ts'
import type { Expression, Pattern } from './expression.ts'
import type { ParameterFacts } from './parameters.ts'
import type { Resource } from './resources.ts'
import type { Stage } from './step.ts'

/** A kind of step in pipeline documents, known by its qualified name. */
export interface StepType {
  readonly namespace: string
  readonly localName: string
  /**
   * Makes a stage of an element of this name, once, when the pipeline is loaded. `undefined` for what only declares
   * something. What it throws is a fault of the pipeline document at this element.
   */
  readonly compile: (element: XmlNode, compiler: Compiler) => Awaitable<Stage | undefined>
}

/** What a step's compilation may ask and do; every property can be destructured. */
export interface Compiler {
  /**
   * Reads the element's attributes in no namespace by a table. Attributes in other namespaces are left alone.
   * Reports every attribute that is unknown, missing or not what the table expects; then throws, if there was one.
   */
  readonly attributes: <T>(element: XmlNode, table: AttributeTable<T>) => T
  /** The child elements. Text between them is a fault. */
  readonly children: (element: XmlNode) => readonly XmlNode[]
  /** Reports whatever is in the element, which should be empty. */
  readonly empty: (element: XmlNode) => void
  /** Compiles elements as a sequence of steps. */
  readonly sequence: (elements: readonly XmlNode[]) => Promise<readonly Stage[]>
  /** Compiles the element's children as a sequence of steps. */
  readonly steps: (element: XmlNode) => Promise<readonly Stage[]>
  /** Compiles the XPath expression in an attribute that is there, with the namespaces in scope and the parameters as variables. */
  readonly xpath: (element: XmlNode, attribute: string) => Expression
  /** The same for an XSLT pattern. */
  readonly pattern: (element: XmlNode, attribute: string) => Pattern
  /**
   * A resource in the pipeline's own folder, by a reference relative to that, or to the `uri` of the resource that refers
   * to it. Counted, and bounded in size; the same one is read once. May also be asked while the pipeline runs.
   * @throws PipelineError `ERR_PIPELINE_RESOURCE` for what leaves the folder, is not there or may not be read.
   */
  readonly resource: (element: XmlNode, href: string, base?: string) => Resource
  /** Throws a fault at the node's element. */
  readonly fail: (node: XmlNode, message: string) => never
  /** Has the pipeline dispose of it when it is disposed of itself. Returns it. */
  readonly own: <T extends Disposable>(resource: T) => T
  /** Declares a parameter of the pipeline; a second of its name is a fault at the element. */
  readonly declare: (element: XmlNode, parameter: ParameterFacts) => void
  /** The parameters declared so far, by name. */
  readonly parameters: ReadonlyMap<string, ParameterFacts>
}
