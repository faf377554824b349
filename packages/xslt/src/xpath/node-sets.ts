import type { XmlNode } from '../tree/node.ts'
import { createCollector } from '../tree/collector.ts'
import { type Code, type NodesCode, runNodes, runTest, type Scope } from './code.ts'
import type { Context } from './context.ts'
import { compilePredicate, keep } from './predicates.ts'
import type { Expression } from './syntax.ts'

/** `a | b`: XPath 1.0, 3.3. */
export function compileUnion({ operands, at }: Extract<Expression, { type: 'union' }>, scope: Scope): NodesCode {
  const codes = operands.map(scope.compile)
  const runs = codes.map((code) => runNodes(code, 'a union', at, scope))
  const tests = codes.map(runTest)
  const isKnown = codes.every(({ type }) => type === 'nodes')
  function run(context: Context): readonly XmlNode[] {
    const collector = createCollector(context.budget)
    for (const each of runs) collector.add(each(context))
    return collector.nodes()
  }
  return {
    type: 'nodes',
    run,
    // Of an operand that may be no node-set only `run` tells.
    exists: isKnown ? (context) => tests.some((test) => test(context)) : (context) => run(context).length > 0,
    positional: codes.some(({ positional }) => positional),
  }
}

/** `(a)[b]`: positions count in document order, whatever axis the nodes came from. */
export function compileFilter(
  { base, predicates, at }: Extract<Expression, { type: 'filter' }>,
  scope: Scope,
): NodesCode {
  const code: Code = scope.compile(base)
  const nodes = runNodes(code, 'a predicate', at, scope)
  const compiled = predicates.map((predicate) => compilePredicate(predicate, scope))
  const { positional } = code
  const first = code.type === 'nodes' ? code.first : undefined
  if (first !== undefined && compiled.length === 1 && compiled[0]?.type === 'at' && compiled[0].position === 1) {
    return {
      type: 'nodes',
      run(context) {
        const node = first(context)
        return node === undefined ? [] : [node]
      },
      first,
      single: true,
      positional,
    }
  }
  return {
    type: 'nodes',
    run: (context) => compiled.reduce((kept, predicate) => keep(kept, predicate, context), nodes(context)),
    positional,
  }
}
