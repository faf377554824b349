import type { XmlNode } from '../tree/node.ts'
import { type NodesCode, type Run, runNodes, type Scope } from './code.ts'
import type { Context } from './context.ts'
import { type Shape, shapeAfter } from './gather.ts'
import { planSteps } from './plan.ts'
import { type CompiledStep, compileStep } from './step.ts'
import type { Path } from './syntax.ts'

/** XPath 1.0, section 2, and paths that begin with an expression (3.3). */
export function compilePath({ start, steps, at }: Path, scope: Scope): NodesCode {
  const compiled = planSteps(steps, scope).map(compileStep)
  if (start === 'context') return fromNode(({ node }) => node, compiled)
  if (start === 'root') return fromNode(({ node }) => node.document, compiled)
  const code = scope.compile(start)
  return fromNodes(runNodes(code, 'a path', at, scope), compiled, code.positional)
}

function fromNode(start: Run<XmlNode>, steps: readonly CompiledStep[]): NodesCode {
  const [step, ...others] = steps
  if (step === undefined) {
    return {
      type: 'nodes',
      run: (context) => [start(context)],
      first: start,
      exists: () => true,
      single: true,
      positional: false,
    }
  }
  const single = steps.every((each) => each.single)
  if (others.length === 0) {
    return {
      type: 'nodes',
      run: (context) => step.fromOne(start(context), context),
      first: (context) => step.first([start(context)], 'one', context),
      exists: (context) => step.exists([start(context)], 'one', context),
      single,
      positional: false,
    }
  }
  return { ...fromNodes((context) => [start(context)], steps, false), single }
}

/** Only the last step can stop early: what comes before it is needed whole. */
function fromNodes(start: Run<readonly XmlNode[]>, steps: readonly CompiledStep[], positional: boolean): NodesCode {
  const before = steps.slice(0, -1)
  const last = steps.at(-1)
  if (last === undefined) return { type: 'nodes', run: start, positional }
  return {
    type: 'nodes',
    run(context) {
      const { nodes, shape } = follow(start(context), before, context)
      return last.from(nodes, shape, context)
    },
    first(context) {
      const { nodes, shape } = follow(start(context), before, context)
      return last.first(nodes, shape, context)
    },
    exists(context) {
      const { nodes, shape } = follow(start(context), before, context)
      return last.exists(nodes, shape, context)
    },
    positional,
  }
}

interface Reached {
  readonly nodes: readonly XmlNode[]
  readonly shape: Shape
}

function follow(start: readonly XmlNode[], steps: readonly CompiledStep[], context: Context): Reached {
  let nodes = start
  let shape = shapeOf(nodes, 'nested')
  for (const step of steps) {
    if (nodes.length === 0) break
    nodes = step.from(nodes, shape, context)
    shape = shapeOf(nodes, shapeAfter(step.axis, shape))
  }
  return { nodes, shape }
}

function shapeOf(nodes: readonly XmlNode[], otherwise: Shape): Shape {
  return nodes.length < 2 ? 'one' : otherwise
}
