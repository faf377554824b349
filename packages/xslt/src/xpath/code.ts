import type { Budget } from '../budget.ts'
import { XsltError } from '../errors.ts'
import type { XmlNode } from '../tree/node.ts'
import { stringValue } from '../tree/string-value.ts'
import type { Context, StaticContext } from './context.ts'
import { textToNumber, toBoolean, toNumber, toText } from './convert.ts'
import type { Fail } from './syntax-error.ts'
import type { Expression } from './syntax.ts'
import type { Value } from './value.ts'

export type Run<T> = (context: Context) => T

/** A compiled expression, by what it evaluates to; `undefined` when only evaluation can tell. */
export type Code = { readonly positional: boolean } & (
  | { readonly type: 'string'; readonly run: Run<string> }
  | { readonly type: 'number'; readonly run: Run<number> }
  | { readonly type: 'boolean'; readonly run: Run<boolean> }
  | NodesCode
  | { readonly type: undefined; readonly run: Run<Value> }
)

export interface NodesCode {
  readonly type: 'nodes'
  readonly run: Run<readonly XmlNode[]>
  /** The first in document order, looking no further than needed. */
  readonly first?: Run<XmlNode | undefined>
  /** Is there any? Looking no further than needed. */
  readonly exists?: Run<boolean>
  /** There is never more than one, which `first` gives. */
  readonly single?: boolean
  /** Depends on the context's position or size. */
  readonly positional: boolean
}

/** What an expression is compiled in. */
export interface Scope {
  readonly statics: StaticContext
  readonly compile: (expression: Expression) => Code
  /** It calls what it cannot: `ERR_XPATH_SYNTAX`. */
  readonly invalid: Fail
  /** It could never be evaluated: `ERR_XPATH_TYPE`. */
  readonly fail: Fail
}

export function runText(code: Code): Run<string> {
  if (code.type === 'string') return code.run
  const { run } = code
  const first = code.type === 'nodes' ? code.first : undefined
  if (first === undefined) return (context) => toText(run(context), context.budget)
  return (context) => {
    const node = first(context)
    return node === undefined ? '' : stringValue(node, context.budget)
  }
}

export function runNumber(code: Code): Run<number> {
  if (code.type === 'number') return code.run
  if (code.type === 'string' || code.type === 'nodes') {
    const text = runText(code)
    return (context) => textToNumber(text(context))
  }
  const { run } = code
  return (context) => toNumber(run(context), context.budget)
}

export function runTest(code: Code): Run<boolean> {
  if (code.type === 'boolean') return code.run
  if (code.type === 'nodes' && code.exists !== undefined) return code.exists
  const { run } = code
  return (context) => toBoolean(run(context))
}

/** @param use What needs the node-set, for the error. */
export function runNodes(code: Code, use: string, at: number, { fail }: Scope): Run<readonly XmlNode[]> {
  if (code.type === 'nodes') return code.run
  if (code.type !== undefined) fail(at, `${use} needs a node-set, not a ${code.type}`)
  const { run } = code
  return (context) => {
    const value = run(context)
    if (typeof value !== 'object')
      throw new XsltError('ERR_XPATH_TYPE', `${use} needs a node-set, not a ${typeof value}`)
    return value
  }
}

/** A text with another after it: held to its bound before it is made, and paid for. */
export function joined(text: string, more: string, budget: Budget): string {
  const length = text.length + more.length
  budget.hold(length)
  budget.spend(length >> 6)
  return text + more
}
