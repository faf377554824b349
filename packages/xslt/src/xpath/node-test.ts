import type { NodeKind, XmlNode } from '../tree/node.ts'
import type { Axis, NodeTest } from './syntax.ts'

/** The kind of node that a name means on this axis (XPath 1.0, 2.3). */
export function principalKind(axis: Axis): NodeKind {
  return axis === 'attribute' || axis === 'namespace' ? axis : 'element'
}

export function compileNodeTest(test: NodeTest, principal: NodeKind): (node: XmlNode) => boolean {
  switch (test.type) {
    case 'any':
      return () => true
    case 'parent':
      return (node) => node.children.length > 0
    case 'kind': {
      const { kind } = test
      return (node) => node.kind === kind
    }
    case 'instruction': {
      const { target } = test
      return (node) => node.kind === 'processing-instruction' && (target === undefined || node.localName === target)
    }
    case 'name':
      return compileNameTest(test.namespace, test.localName, principal)
    default:
      return test satisfies never
  }
}

function compileNameTest(
  namespace: string | undefined,
  localName: string | undefined,
  kind: NodeKind,
): (node: XmlNode) => boolean {
  if (namespace === undefined) return (node) => node.kind === kind
  if (localName === undefined) return (node) => node.kind === kind && node.namespace === namespace
  return (node) => node.localName === localName && node.kind === kind && node.namespace === namespace
}
