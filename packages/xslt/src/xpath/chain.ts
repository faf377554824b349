import { stringValue } from '../tree/string-value.ts'
import { type Code, type NodesCode, type Run, runNumber, runTest, type Scope } from './code.ts'
import { compare, type Comparison, comparisons } from './compare.ts'
import type { Chain } from './syntax.ts'

/** Operators of one precedence, left to right (XPath 1.0, 3.4 and 3.5). */
export function compileChain({ type, first, rest }: Chain, scope: Scope): Code {
  const head = scope.compile(first)
  const links = rest.map(({ operator, operand }) => ({ operator, code: scope.compile(operand) }))
  const positional = head.positional || links.some(({ code }) => code.positional)
  switch (type) {
    case 'or':
    case 'and':
      return { type: 'boolean', run: runLogic(type, [head, ...links.map(({ code }) => code)]), positional }
    case 'comparison':
      return { type: 'boolean', run: runComparisons(head, links), positional }
    case 'arithmetic':
      return { type: 'number', run: runArithmetic(head, links), positional }
    default:
      return type satisfies never
  }
}

interface CompiledLink {
  readonly operator: string
  readonly code: Code
}

function runLogic(type: 'or' | 'and', codes: readonly Code[]): Run<boolean> {
  const tests = codes.map(runTest)
  const [a, b] = tests
  if (a === undefined || b === undefined || tests.length > 2) {
    return type === 'or'
      ? (context) => tests.some((test) => test(context))
      : (context) => tests.every((test) => test(context))
  }
  return type === 'or' ? (context) => a(context) || b(context) : (context) => a(context) && b(context)
}

/** `1 < 2 < 3` compares the answer of the first with the third. */
function runComparisons(head: Code, [first, ...others]: readonly CompiledLink[]): Run<boolean> {
  if (first === undefined) return runTest(head)
  const start = runComparison(head, comparisonOf(first.operator), first.code)
  if (others.length === 0) return start
  const links = others.map(({ operator, code }) => ({ operator: comparisonOf(operator), code }))
  return (context) =>
    links.reduce(
      (answer, { operator, code }) => compare(operator, answer, code.run(context), context.budget),
      start(context),
    )
}

function runComparison(a: Code, operator: Comparison, b: Code): Run<boolean> {
  if (operator === '=' || operator === '!=') {
    if (isSingle(a) && b.type === 'string') return runEquality(a, operator, b.run)
    if (isSingle(b) && a.type === 'string') return runEquality(b, operator, a.run)
  }
  const left = a.run
  const right = b.run
  return (context) => compare(operator, left(context), right(context), context.budget)
}

/** `@a = 'b'`, without making a node-set of one. */
function runEquality({ first }: Single, operator: '=' | '!=', text: Run<string>): Run<boolean> {
  const wanted = operator === '='
  return (context) => {
    const node = first(context)
    return node !== undefined && (stringValue(node, context.budget) === text(context)) === wanted
  }
}

type Single = NodesCode & Required<Pick<NodesCode, 'first'>>

function isSingle(code: Code): code is Code & Single {
  return code.type === 'nodes' && code.single === true && code.first !== undefined
}

function comparisonOf(operator: string): Comparison {
  return comparisons.find((known) => known === operator) ?? '='
}

/** XPath 1.0, 3.5. `mod` has the sign of its left side, as here. */
const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b,
}

function runArithmetic(head: Code, links: readonly CompiledLink[]): Run<number> {
  const start = runNumber(head)
  const operations = links.flatMap(({ operator, code }) => {
    const apply = arithmetic[operator]
    return apply === undefined ? [] : [{ apply, operand: runNumber(code) }]
  })
  const [only] = operations
  if (only !== undefined && operations.length === 1) {
    const { apply, operand } = only
    return (context) => apply(start(context), operand(context))
  }
  return (context) => operations.reduce((value, { apply, operand }) => apply(value, operand(context)), start(context))
}
