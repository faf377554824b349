import type { Budget } from '../budget.ts'
import type { XmlNode } from '../tree/node.ts'
import { inDocumentOrder, lastPlaceWithin, placeOf } from '../tree/order.ts'
import { ALL, type NodeFilter, walks } from './axes.ts'
import type { Frame } from './frame.ts'
import type { Axis } from './syntax.ts'

/** How nodes of a set lie to each other: one at most; none within another; any way. */
export type Shape = 'one' | 'flat' | 'nested'

/** The shape of what a step gives, by the shape of where it starts. */
export function shapeAfter(axis: Axis, before: Shape): Shape {
  switch (axis) {
    case 'self':
      return before
    case 'parent':
      return before === 'one' ? 'one' : 'nested'
    case 'child':
      return before === 'nested' ? 'nested' : 'flat'
    case 'attribute':
    case 'namespace':
      return 'flat'
    case 'following-sibling':
    case 'preceding-sibling':
      return before === 'one' ? 'flat' : 'nested'
    default:
      return 'nested'
  }
}

/** Does following a forward axis from one node after the other give document order, and no node twice? */
export function keepsOrder(axis: Axis, shape: Shape): boolean {
  switch (axis) {
    case 'self':
    case 'attribute':
    case 'namespace':
      return true
    case 'child':
    case 'descendant':
    case 'descendant-or-self':
      return shape !== 'nested'
    default:
      return shape === 'one'
  }
}

/**
 * All nodes on an axis of any node of a set of several, in document order. No node is looked at many times because it lies on
 * the axes of many, so that a path takes time in proportion to its length and to the document's.
 */
export function gather(
  axis: Axis,
  nodes: readonly XmlNode[],
  shape: Shape,
  filter: NodeFilter,
  frame: Frame,
): readonly XmlNode[] {
  const reduce = reductions[axis]
  const starts = reduce === undefined ? nodes : reduce(nodes, frame.budget)
  const found: XmlNode[] = []
  if (axis === 'parent' || axis === 'ancestor' || axis === 'ancestor-or-self') {
    for (const node of above(axis, starts, frame.budget)) if (filter(node, frame)) found.push(node)
  } else for (const node of starts) walks[axis](node, filter, frame, found, ALL)
  if (keepsOrder(axis, shape) || axis === 'descendant') return found
  // Reverse axes were followed from the last node to the first.
  return inDocumentOrder(
    axis === 'preceding' || axis === 'preceding-sibling' ? found.toReversed() : found,
    frame.budget,
  )
}

type Reduce = (nodes: readonly XmlNode[], budget: Budget) => readonly XmlNode[]

/** Of the nodes to start from, those without which something would be missing. */
const reductions: Partial<Record<Axis, Reduce>> = {
  descendant: outermost,
  'descendant-or-self': outermost,
  'following-sibling': (nodes) => firstOfFamilies(nodes),
  'preceding-sibling': (nodes) => firstOfFamilies(nodes.toReversed()),
  following: firstToEnd,
  preceding: (nodes) => nodes.toReversed().filter((node, i, all) => node.document !== all[i - 1]?.document),
}

/** Without what is within another; attributes are not below their element. */
function outermost(nodes: readonly XmlNode[], budget: Budget): readonly XmlNode[] {
  let within: XmlNode | undefined
  let end = 0
  return nodes.filter((node) => {
    budget.spend(1)
    const isCovered = node.document === within?.document && placeOf(node) <= end
    if (isCovered) return node.kind === 'attribute' || node.kind === 'namespace'
    within = node
    end = lastPlaceWithin(node, budget)
    return true
  })
}

function firstOfFamilies(nodes: readonly XmlNode[]): readonly XmlNode[] {
  const seen = new Set<XmlNode>()
  return nodes.filter(({ kind, parent }) => {
    if (parent === undefined || kind === 'attribute' || kind === 'namespace' || seen.has(parent)) return false
    seen.add(parent)
    return true
  })
}

/** In each document the node after whose end most comes: the innermost around the first. */
function firstToEnd(nodes: readonly XmlNode[], budget: Budget): readonly XmlNode[] {
  const found: XmlNode[] = []
  let end = 0
  let settled = false
  for (const node of nodes) {
    budget.spend(1)
    const before = found.at(-1)
    if (before?.document !== node.document) {
      found.push(node)
      settled = false
    } else if (settled || placeOf(node) > end) {
      settled = true
      continue
    } else found[found.length - 1] = node
    end = lastPlaceWithin(node, budget)
  }
  return found
}

function above(axis: Axis, nodes: readonly XmlNode[], budget: Budget): ReadonlySet<XmlNode> {
  const found = new Set<XmlNode>()
  for (const node of nodes) {
    let next: XmlNode | undefined = axis === 'ancestor-or-self' ? node : node.parent
    while (next !== undefined && !found.has(next)) {
      found.add(next)
      next = axis === 'parent' ? undefined : next.parent
    }
  }
  budget.spend(nodes.length + found.size)
  return found
}
