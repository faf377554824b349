import type { Budget } from '../budget.ts'
import type { XmlNode } from './node.ts'
import { inDocumentOrder } from './order.ts'

/** Collects nodes that come in any order and many times into a node-set. */
export interface Collector {
  readonly add: (nodes: readonly XmlNode[]) => void
  /** In document order, each once. */
  readonly nodes: () => readonly XmlNode[]
}

/** So many are kept before the first look for those that came twice. */
const ROOM = 65_536

/** It never holds much more than twice the nodes that there are, however often they come. */
export function createCollector(budget: Budget): Collector {
  let found: XmlNode[] = []
  let room = ROOM
  return {
    add(nodes) {
      budget.spend(nodes.length)
      for (const node of nodes) found.push(node)
      if (found.length < room) return
      found = inDocumentOrder(found, budget).slice()
      room = found.length * 2 + ROOM
    },
    nodes: () => inDocumentOrder(found, budget),
  }
}
