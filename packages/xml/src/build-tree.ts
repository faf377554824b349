import { XmlError } from './errors.ts'
import type { Item, StartElement } from './items.ts'
import type { Element, Node } from './tree.ts'

/** The document element with all below it. Comments and instructions beside it are left out. */
export function buildTree(items: Iterable<Item>, maxNodes: number): Element {
  const open: { readonly start: StartElement; readonly children: Node[] }[] = []
  let root: Element | undefined
  let nodes = 0
  for (const item of items) {
    if (item.type !== 'end-element' && ++nodes > maxNodes) {
      throw new XmlError('ERR_XML_LIMIT', `the document has more than ${maxNodes} nodes; read its events instead`)
    }
    if (item.type === 'start-element') open.push({ start: item, children: [] })
    else if (item.type !== 'end-element') open.at(-1)?.children.push(item)
    else {
      const closed = open.pop()
      if (closed === undefined) break
      root = elementOf(closed.start, closed.children)
      open.at(-1)?.children.push(root)
    }
  }
  if (root === undefined || open.length > 0) throw new XmlError('ERR_XML_MALFORMED', 'the items are not one element')
  return root
}

function elementOf(start: StartElement, children: readonly Node[]): Element {
  const { prefix, localName, namespace, attributes, declarations } = start
  return { type: 'element', prefix, localName, namespace, attributes, declarations, children }
}
