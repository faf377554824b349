import { XsltError } from '../errors.ts'
import { compileCall } from './call.ts'
import { compileChain } from './chain.ts'
import { type Code, type Run, runNumber, runTest, runText, type Scope } from './code.ts'
import type { Context, StaticContext } from './context.ts'
import { compileFilter, compileUnion } from './node-sets.ts'
import { parseExpression } from './parse.ts'
import { compilePath } from './path.ts'
import { createReader } from './reader.ts'
import { failIn } from './syntax-error.ts'
import type { Expression } from './syntax.ts'
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
 * @throws XsltError `ERR_XPATH_SYNTAX` with the column; `ERR_XPATH_TYPE` where a node-set is needed and cannot be, or
 * (when it is evaluated) is not.
 */
export function compileXPath(source: string, statics: StaticContext = {}): XPath {
  const reader = createReader(source, statics)
  const expression = parseExpression(reader)
  reader.expectEnd()
  const code = createScope(source, statics).compile(expression)
  return { source, type: code.type, evaluate: code.run, test: runTest(code), text: runText(code) }
}

/** What the expressions within a source, an expression or a pattern, are compiled in. */
export function createScope(source: string, statics: StaticContext): Scope {
  const scope: Scope = {
    statics,
    compile: (expression) => compileExpression(expression, scope),
    invalid: failIn(source),
    fail: failIn(source, 'ERR_XPATH_TYPE'),
  }
  return scope
}

function compileExpression(expression: Expression, scope: Scope): Code {
  switch (expression.type) {
    case 'literal':
      return compileLiteral(expression.value)
    case 'variable':
      return { type: undefined, run: runVariable(expression.name), positional: false }
    case 'call':
      return compileCall(expression, scope)
    case 'or':
    case 'and':
    case 'comparison':
    case 'arithmetic':
      return compileChain(expression, scope)
    case 'negation': {
      const code = scope.compile(expression.operand)
      const run = runNumber(code)
      return { type: 'number', run: expression.odd ? (context) => -run(context) : run, positional: code.positional }
    }
    case 'union':
      return compileUnion(expression, scope)
    case 'filter':
      return compileFilter(expression, scope)
    case 'path':
      return compilePath(expression, scope)
    default:
      return expression satisfies never
  }
}

function compileLiteral(value: string | number): Code {
  return typeof value === 'string'
    ? { type: 'string', run: () => value, positional: false }
    : { type: 'number', run: () => value, positional: false }
}

function runVariable(name: string): Run<Value> {
  return ({ variable }) => {
    const value = variable(name)
    if (value === undefined) throw new XsltError('ERR_XPATH_TYPE', `there is no variable $${name}`)
    return value
  }
}
