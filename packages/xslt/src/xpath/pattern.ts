import type { NodeKind, XmlNode } from '../tree/node.ts'
import type { Context, StaticContext } from './context.ts'

/** An XSLT pattern (XSLT 1.0, 5.2): what is between its `|`s. */
export interface Pattern {
  readonly source: string
  readonly alternatives: readonly PatternAlternative[]
}

export interface PatternAlternative {
  readonly source: string
  /** The default priority (XSLT 1.0, 5.5). */
  readonly priority: number
  /** The kind of all nodes that it can match; `undefined` when they may be of several (never attributes then). */
  readonly kind: NodeKind | undefined
  /** Clark name of all nodes that it can match (an instruction's target), if it is fixed. */
  readonly name: string | undefined
  /** Only the budget and the variables of the context matter. */
  readonly matches: (node: XmlNode, context: Context) => boolean
}

/** @throws XsltError `ERR_XPATH_SYNTAX` with the column. */
export function compilePattern(source: string, _statics: StaticContext = {}): Pattern {
  throw new Error(source)
}

export function matchesPattern({ alternatives }: Pattern, node: XmlNode, context: Context): boolean {
  return alternatives.some((alternative) => alternative.matches(node, context))
}
