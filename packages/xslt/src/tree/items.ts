import type { Attribute, EndElement, Item } from '@xeerkat/xml'
import type { XmlNode } from './node.ts'

/** The items of a node and all below it; of a document, of what is in it. Not recursive: a tree may be deep. */
export function* itemsOf(node: XmlNode): Generator<Item, void> {
  const open: { readonly end: EndElement | undefined; readonly rest: Iterator<XmlNode> }[] = []
  let next: XmlNode | undefined = node
  for (;;) {
    if (next === undefined) {
      const closed = open.pop()
      if (closed?.end !== undefined) yield closed.end
    } else if (next.kind === 'element' || next.kind === 'document') {
      const { prefix, localName, namespace, declarations, attributes } = next
      if (next.kind === 'element')
        yield {
          type: 'start-element',
          prefix,
          localName,
          namespace,
          declarations,
          attributes: attributes.map(attributeOf),
        }
      const end = { type: 'end-element', prefix, localName, namespace } as const
      open.push({ end: next.kind === 'element' ? end : undefined, rest: next.children.values() })
    } else yield leafOf(next)
    const innermost = open.at(-1)
    if (innermost === undefined) return
    next = innermost.rest.next().value
  }
}

function attributeOf({ prefix, localName, namespace, value }: XmlNode): Attribute {
  return { prefix, localName, namespace, value }
}

function leafOf({ kind, localName, value }: XmlNode): Item {
  if (kind === 'comment') return { type: 'comment', text: value }
  if (kind === 'processing-instruction') return { type: 'processing-instruction', target: localName, data: value }
  return { type: 'text', text: value }
}
