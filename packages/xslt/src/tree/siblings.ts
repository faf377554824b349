import type { Budget } from '../budget.ts'
import type { XmlNode } from './node.ts'
import { ensureOrdered } from './order.ts'

/** Up to here, looking at one after the other is quicker. */
const FEW = 32

/** Where a node is among its parent's children; -1 for what is no child. */
export function indexAmongSiblings(node: XmlNode, budget?: Budget): number {
  if (node.parent === undefined || node.kind === 'attribute' || node.kind === 'namespace') return -1
  const siblings = node.parent.children
  if (siblings.length <= FEW) return siblings.indexOf(node)
  ensureOrdered(node.document, budget)
  const found = search(siblings, node.order)
  // A tree that was changed without a word is still read right, if slowly.
  return siblings[found] === node ? found : siblings.indexOf(node)
}

function search(siblings: readonly XmlNode[], order: number): number {
  let low = 0
  let high = siblings.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((siblings[middle]?.order ?? 0) < order) low = middle + 1
    else high = middle
  }
  return low
}
