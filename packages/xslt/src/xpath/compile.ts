import type { Context, StaticContext } from './context.ts'
import type { Value, ValueType } from './value.ts'

/** A compiled expression; it may be evaluated any number of times. */
export interface XPath {
  readonly source: string
  /** What it always evaluates to; `undefined` when only evaluation can tell. */
  readonly type: ValueType | undefined
  readonly evaluate: (context: Context) => Value
  /** The same as `toBoolean` of its value, without looking further than the answer needs. */
  readonly test: (context: Context) => boolean
  /** The same as `toText` of its value, without looking further than the first node. */
  readonly text: (context: Context) => string
}

/**
 * Compiles an XPath 1.0 expression (https://www.w3.org/TR/1999/REC-xpath-19991116/).
 * @throws XsltError `ERR_XPATH_SYNTAX` with the column, `ERR_XPATH_TYPE` where a node-set is needed and cannot be.
 */
export function compileXPath(source: string, _statics: StaticContext = {}): XPath {
  throw new Error(source)
}
