import type { Budget } from '../../budget.ts'
import type { XmlNode } from '../../tree/node.ts'
import { type Code, type Run, runNodes, runText, type Scope } from '../code.ts'

/** A function of the core library: how many arguments it takes, and how a call of it is compiled. */
export interface CoreFunction {
  readonly least: number
  readonly most: number
  /** What it gives is positional where an argument is, besides where it says so itself. */
  readonly compile: (operands: readonly Code[], scope: Scope, at: number) => Code
}

type CompileOne = (operand: Code, scope: Scope, at: number) => Code

/** A function of one argument. */
export function ofOne(compile: CompileOne): CoreFunction {
  return {
    least: 1,
    most: 1,
    compile: ([operand], scope, at) =>
      operand === undefined ? scope.fail(at, 'expected an argument') : compile(operand, scope, at),
  }
}

/** A function of one argument that may be left out: then it is the context node. */
export function ofOneOrNode(compile: CompileOne): CoreFunction {
  return { least: 0, most: 1, compile: ([operand = contextNode], scope, at) => compile(operand, scope, at) }
}

const contextNode: Code = {
  type: 'nodes',
  run: ({ node }) => [node],
  first: ({ node }) => node,
  single: true,
  positional: false,
}

/** A function of strings, so many of them. */
export function ofTexts(
  count: number,
  compile: (run: <T>(apply: (budget: Budget, a: string, b: string, c: string) => T) => Run<T>) => Code,
): CoreFunction {
  return {
    least: count,
    most: count,
    compile(operands) {
      const [a = nothing, b = nothing, c = nothing] = operands.map(runText)
      return compile((apply) => (context) => apply(context.budget, a(context), b(context), c(context)))
    },
  }
}

const nothing = () => ''

/** The first node in document order of an argument that must be a node-set. */
export function runFirst(code: Code, use: string, at: number, scope: Scope): Run<XmlNode | undefined> {
  if (code.type === 'nodes' && code.first !== undefined) return code.first
  const nodes = runNodes(code, use, at, scope)
  return (context) => nodes(context)[0]
}

export function text(run: Run<string>): Code {
  return { type: 'string', run, positional: false }
}

export function number(run: Run<number>): Code {
  return { type: 'number', run, positional: false }
}

export function boolean(run: Run<boolean>): Code {
  return { type: 'boolean', run, positional: false }
}
