import type { Budget } from '../budget.ts'
import { XmlNode } from './node.ts'
import { perDocument } from './order.ts'

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'

/**
 * Namespaces in scope at an element, by prefix (`''` is the default namespace), `xml` among them. The names of
 * elements and attributes count as declared, as they will be when the tree is written.
 */
export function namespacesInScope(element: XmlNode): ReadonlyMap<string, string> {
  const lineage: XmlNode[] = []
  for (let node: XmlNode | undefined = element; node?.kind === 'element'; node = node.parent) lineage.push(node)
  const scope = new Map([['xml', XML_NAMESPACE]])
  for (const { prefix, namespace, declarations, attributes } of lineage.toReversed()) {
    for (const declaration of declarations) declare(scope, declaration.prefix, declaration.namespace)
    declare(scope, prefix, namespace)
    for (const attribute of attributes)
      if (attribute.prefix !== '') declare(scope, attribute.prefix, attribute.namespace)
  }
  return scope
}

function declare(scope: Map<string, string>, prefix: string, namespace: string): void {
  if (namespace !== '') scope.set(prefix, namespace)
  else if (prefix === '') scope.delete(prefix)
}

const made = perDocument(() => new Map<XmlNode, readonly XmlNode[]>())

/** The namespace nodes of an element: the same ones whenever asked, until its document changes. */
export function namespaceNodes(element: XmlNode, budget: Budget): readonly XmlNode[] {
  const known = made(element.document, budget)
  let nodes = known.get(element)
  if (nodes === undefined) known.set(element, (nodes = makeNamespaceNodes(element, budget)))
  return nodes
}

function makeNamespaceNodes(element: XmlNode, budget: Budget): readonly XmlNode[] {
  const scope = namespacesInScope(element)
  budget.spend(scope.size)
  budget.make(scope.size)
  return Array.from(scope, ([prefix, namespace], i) => {
    const node = new XmlNode('namespace', element)
    node.localName = prefix
    node.value = namespace
    node.order = i + 1
    return node
  })
}
