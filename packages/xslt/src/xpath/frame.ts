import type { XmlNode } from '../tree/node.ts'
import type { Context } from './context.ts'

/** The context of a predicate: one for all nodes that it is asked of, as making one for each costs more than asking. */
export interface Frame extends Context {
  node: XmlNode
  position: number
  size: number
}

export function frameWithin({ node, variable, budget, current = node }: Context): Frame {
  return { node, position: 1, size: 1, variable, budget, current }
}
