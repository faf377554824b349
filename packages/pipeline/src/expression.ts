import {
  type Budget,
  compilePattern,
  compileXPath,
  createBudget,
  createContext,
  inDocumentOrder,
  matchesPattern,
  type StaticContext,
  toNumber,
  type Value,
  type XmlNode,
} from '@xeerkat/xslt'
import { PipelineError } from './errors.ts'
import { type SimplePattern, simplePattern } from './simple-pattern.ts'
import type { StepContext } from './step.ts'

/** What expressions are evaluated with during one run of a step: its parameters, and what it may still spend. */
export interface Evaluation {
  /** By Clark name. */
  readonly variables: ReadonlyMap<string, Value>
  readonly budget: Budget
}

/** To be made anew after waiting for anything: its time is that on the wall. */
export function createEvaluation({ parameters, limits }: StepContext): Evaluation {
  // No signal: nothing can abort while an expression is being evaluated.
  const { steps, time, bytes: size, nodes } = limits
  return { variables: parameters, budget: createBudget({ steps, time, size, nodes }) }
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
  /** The same, if names are all that it asks for: then it can be matched as a document streams by. */
  readonly simple: SimplePattern | undefined
  readonly matches: (node: XmlNode, evaluation: Evaluation) => boolean
}

/** Namespaces by the prefixes that an expression uses. */
export type Namespaces = Readonly<Record<string, string>> | ((prefix: string) => string | undefined)

/**
 * Compiles an expression; the pipeline's parameters are its variables.
 * @throws XsltError `ERR_XPATH_SYNTAX` with the column.
 */
export function xpath(text: string, namespaces: Namespaces = {}): Expression {
  const compiled = compileXPath(text, staticContext(namespaces))
  const value: Expression['value'] = (node, evaluation) => compiled.evaluate(createContext(node, evaluation))
  return {
    text,
    value,
    boolean: (node, evaluation) => compiled.test(createContext(node, evaluation)),
    string: (node, evaluation) => compiled.text(createContext(node, evaluation)),
    number: (node, evaluation) => toNumber(value(node, evaluation), evaluation.budget),
    nodes(node, evaluation) {
      const nodes = value(node, evaluation)
      if (typeof nodes === 'object') return inDocumentOrder(nodes)
      throw new PipelineError('ERR_PIPELINE_STEP', `"${text}" is a ${typeof nodes}, where nodes are needed`)
    },
  }
}

/**
 * Compiles a pattern; the pipeline's parameters are its variables.
 * @throws XsltError `ERR_XPATH_SYNTAX` with the column.
 */
export function pattern(text: string, namespaces: Namespaces = {}): Pattern {
  const statics = staticContext(namespaces)
  const compiled = compilePattern(text, statics)
  return {
    text,
    simple: simplePattern(text, statics.namespaceOf),
    matches: (node, evaluation) => matchesPattern(compiled, node, createContext(node, evaluation)),
  }
}

function staticContext(namespaces: Namespaces): StaticContext & Required<Pick<StaticContext, 'namespaceOf'>> {
  if (typeof namespaces === 'function') return { namespaceOf: namespaces }
  return { namespaceOf: (prefix) => (Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined) }
}
