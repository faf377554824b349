import type { XmlNode } from '../tree/node.ts'
import { createCollector } from '../tree/collector.ts'
import { ALL, type NodeFilter, walks } from './axes.ts'
import type { Context } from './context.ts'
import { type Frame, frameWithin } from './frame.ts'
import { compileNodeTest, principalKind } from './node-test.ts'
import type { StepPlan } from './plan.ts'
import { keep } from './predicates.ts'
import { gather, keepsOrder, type Shape } from './gather.ts'
import type { Axis } from './syntax.ts'

/** A compiled step. What it gives is in document order. */
export interface CompiledStep {
  readonly axis: Axis
  readonly fromOne: (node: XmlNode, context: Context) => readonly XmlNode[]
  readonly from: (nodes: readonly XmlNode[], shape: Shape, context: Context) => readonly XmlNode[]
  /** The first in document order of what `from` would give. */
  readonly first: (nodes: readonly XmlNode[], shape: Shape, context: Context) => XmlNode | undefined
  /** Would `from` give any? */
  readonly exists: (nodes: readonly XmlNode[], shape: Shape, context: Context) => boolean
  /** From one node it never gives more than one. */
  readonly single: boolean
}

const reverseAxes: ReadonlySet<Axis> = new Set(['ancestor', 'ancestor-or-self', 'preceding', 'preceding-sibling'])

export function compileStep(plan: StepPlan): CompiledStep {
  const { axis, counted } = plan
  const walk = walks[axis]
  const filter = compileFilter(plan)
  const isReverse = reverseAxes.has(axis)
  const enough = counted[0]?.type === 'at' ? positionBound(counted[0].position) : ALL

  function frameOf(context: Context): Frame {
    // Without predicates nobody writes to it.
    return plan.tests.length > 0 ? frameWithin(context) : context
  }
  /** Nearest first. */
  function along(node: XmlNode, context: Context, most: number): readonly XmlNode[] {
    const found: XmlNode[] = []
    if (most > 0) walk(node, filter, frameOf(context), found, most)
    let kept: readonly XmlNode[] = found
    for (const predicate of counted) kept = keep(kept, predicate, context)
    return kept
  }
  function fromOne(node: XmlNode, context: Context): readonly XmlNode[] {
    const found = along(node, context, enough)
    return isReverse && found.length > 1 ? found.toReversed() : found
  }
  function from(nodes: readonly XmlNode[], shape: Shape, context: Context): readonly XmlNode[] {
    const [first] = nodes
    if (first === undefined || nodes.length === 1) return first === undefined ? nodes : fromOne(first, context)
    if (counted.length === 0) return gather(axis, nodes, shape, filter, frameOf(context))
    const collector = createCollector(context.budget)
    for (const node of nodes) collector.add(along(node, context, enough))
    return collector.nodes()
  }
  /** Any; of a forward axis the first. */
  function nearest(node: XmlNode, context: Context): XmlNode | undefined {
    return along(node, context, counted.length === 0 ? 1 : enough)[0]
  }
  return {
    axis,
    fromOne,
    from,
    first(nodes, shape, context) {
      if (isReverse || !keepsOrder(axis, shape)) return from(nodes, shape, context)[0]
      for (const node of nodes) {
        const found = nearest(node, context)
        if (found !== undefined) return found
      }
      return undefined
    },
    exists(nodes, shape, context) {
      const only = nodes[0]
      if (only !== undefined && nodes.length === 1) return nearest(only, context) !== undefined
      // One by one would look at what lies on the axes of many nodes many times.
      if (!keepsOrder(axis, shape)) return from(nodes, shape, context).length > 0
      return nodes.some((node) => nearest(node, context) !== undefined)
    },
    single: axis === 'self' || axis === 'parent' || isOneAttribute(plan) || counted.some(({ type }) => type !== 'test'),
  }
}

/** A position that nothing has is found by looking at nothing. */
function positionBound(position: number): number {
  return Number.isInteger(position) && position > 0 ? Math.min(position, ALL) : 0
}

function isOneAttribute({ axis, test }: StepPlan): boolean {
  return axis === 'attribute' && test.type === 'name' && test.localName !== undefined
}

function compileFilter({ axis, test, tests }: StepPlan): NodeFilter {
  const isNode = compileNodeTest(test, principalKind(axis))
  const [only] = tests
  if (only === undefined) return isNode
  if (tests.length === 1) {
    return (node, frame) => {
      if (!isNode(node)) return false
      frame.node = node
      return only(frame)
    }
  }
  return (node, frame) => {
    if (!isNode(node)) return false
    frame.node = node
    return tests.every((test) => test(frame))
  }
}
