import type { XmlNode } from '../tree/node.ts'
import type { Run, Scope } from './code.ts'
import type { Context } from './context.ts'
import { toBoolean } from './convert.ts'
import { frameWithin } from './frame.ts'
import type { Expression } from './syntax.ts'
import type { Value } from './value.ts'

export type Predicate =
  /** A constant number: one position, from 1; anything else lets nothing through. */
  | { readonly type: 'at'; readonly position: number }
  | { readonly type: 'last' }
  /** `positional`: the answer depends on more than the node. */
  | { readonly type: 'test'; readonly positional: boolean; readonly test: Run<boolean> }

export function compilePredicate(expression: Expression, scope: Scope): Predicate {
  const position = wantedPosition(expression)
  if (position !== undefined) return position
  const code = scope.compile(expression)
  switch (code.type) {
    case 'number': {
      const { run } = code
      return { type: 'test', positional: true, test: (context) => run(context) === context.position }
    }
    case undefined: {
      const { run } = code
      return { type: 'test', positional: true, test: (context) => isTrue(run(context), context) }
    }
    case 'nodes': {
      const { run, exists = (context: Context) => run(context).length > 0, positional } = code
      return { type: 'test', positional, test: exists }
    }
    case 'boolean':
      return { type: 'test', positional: code.positional, test: code.run }
    default: {
      const { run, positional } = code
      return { type: 'test', positional, test: (context) => run(context) !== '' }
    }
  }
}

/** What a predicate leaves of a list that is in the order of its axis. */
export function keep(nodes: readonly XmlNode[], predicate: Predicate, context: Context): readonly XmlNode[] {
  if (predicate.type !== 'test') {
    const index = predicate.type === 'at' ? predicate.position - 1 : nodes.length - 1
    const node = nodes[index]
    return node === undefined ? [] : [node]
  }
  const frame = frameWithin(context)
  frame.size = nodes.length
  frame.budget.spend(nodes.length)
  const { test } = predicate
  return nodes.filter((node, i) => {
    frame.node = node
    frame.position = i + 1
    return test(frame)
  })
}

/** `[3]`, `[last()]`, and the same as `position() = 3`. */
function wantedPosition(expression: Expression): Predicate | undefined {
  if (expression.type !== 'comparison' || expression.rest.length !== 1) return plainPosition(expression)
  const { first } = expression
  const { operator, operand } = expression.rest[0] ?? {}
  if (operator !== '=' || operand === undefined) return undefined
  if (isCall(first, 'position')) return plainPosition(operand)
  return isCall(operand, 'position') ? plainPosition(first) : undefined
}

function plainPosition(expression: Expression): Predicate | undefined {
  if (isCall(expression, 'last')) return { type: 'last' }
  if (expression.type !== 'literal' || typeof expression.value !== 'number') return undefined
  return { type: 'at', position: expression.value }
}

function isCall(expression: Expression, name: string): boolean {
  return expression.type === 'call' && expression.name === name && expression.operands.length === 0
}

function isTrue(value: Value, { position }: Context): boolean {
  return typeof value === 'number' ? value === position : toBoolean(value)
}
