import type { Document } from './document.ts'
import type { EndElement, Item } from './items.ts'
import { LazyDocument } from './lazy-document.ts'
import type { Element, Node } from './tree.ts'
import { createWriter } from './writer.ts'

/**
 * A node with all below it, or items, as XML text without XML declaration. Names whose prefix nobody declares are
 * declared, so a part of a tree serializes as well as the whole.
 * @throws XmlError `ERR_XML_VALUE` for what XML cannot carry.
 */
export function serialize(source: Node | Iterable<Item>): string {
  const writer = createWriter()
  for (const item of 'type' in source ? itemsOf(source) : source) writer.write(item)
  return writer.take(true)
}

/** A document out of a tree. */
export function fromTree(tree: Element): Document {
  const { prefix, localName, namespace, attributes } = tree
  return new LazyDocument({ text: serialize(tree), root: { prefix, localName, namespace, attributes } })
}

/** The items of a node and all below it. Not recursive: a tree may be deeper than the stack. */
export function* itemsOf(node: Node): Generator<Item, void> {
  const open: { readonly end: EndElement; readonly rest: Iterator<Node> }[] = []
  let next: Node | undefined = node
  for (;;) {
    if (next === undefined) {
      const closed = open.pop()
      if (closed !== undefined) yield closed.end
    } else if (next.type === 'element') {
      const { prefix, localName, namespace, attributes, declarations, children } = next
      yield { type: 'start-element', prefix, localName, namespace, attributes, declarations }
      open.push({ end: { type: 'end-element', prefix, localName, namespace }, rest: children.values() })
    } else yield next
    const innermost = open.at(-1)
    if (innermost === undefined) return
    next = innermost.rest.next().value
  }
}
