import type { Budget, Value, XmlNode } from '@xeerkat/xslt'

/** What expressions are evaluated with during one run of a step: its parameters, and what it may still spend. */
export interface Evaluation {
  readonly variable: (name: string) => Value | undefined
  readonly budget: Budget
}

/** An XPath 1.0 expression, compiled. */
export interface Expression {
  readonly text: string
  readonly value: (node: XmlNode, evaluation: Evaluation) => Value
  readonly boolean: (node: XmlNode, evaluation: Evaluation) => boolean
  readonly string: (node: XmlNode, evaluation: Evaluation) => string
  readonly number: (node: XmlNode, evaluation: Evaluation) => number
  /** In document order. @throws PipelineError `ERR_PIPELINE_STEP` when the value is no node-set. */
  readonly nodes: (node: XmlNode, evaluation: Evaluation) => readonly XmlNode[]
}

/** An XSLT 1.0 pattern, compiled. */
export interface Pattern {
  readonly text: string
  readonly matches: (node: XmlNode, evaluation: Evaluation) => boolean
}
