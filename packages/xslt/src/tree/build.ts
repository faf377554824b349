import type { Item, Position, StartElement } from '@xeerkat/xml'
import { createDocument, touch, XmlNode } from './node.ts'

/** Makes a tree out of items as they come. */
export interface TreeBuilder {
  /** `position`, if given, is kept with an element. */
  readonly add: (item: Item, position?: Position) => void
  /** Elements open now: 0 between, before and after top-level items. */
  readonly depth: () => number
  /** What has come so far; nothing is copied. */
  readonly document: XmlNode
}

export function createTreeBuilder(uri = ''): TreeBuilder {
  const document = createDocument(uri)
  let parent = document
  let depth = 0
  return {
    document,
    depth: () => depth,
    add(item, position) {
      switch (item.type) {
        case 'start-element':
          parent = addElement(parent, item)
          parent.position = position
          depth++
          return
        case 'end-element':
          parent = parent.parent ?? document
          depth--
          return
        case 'text':
          return addText(parent, item.text)
        case 'comment':
          addLeaf(parent, 'comment', '', item.text)
          return
        case 'processing-instruction':
          addLeaf(parent, 'processing-instruction', item.target, item.data)
          return
        default:
          return item satisfies never
      }
    },
  }
}

/** A document node out of the items of a whole document. */
export function treeOf(items: Iterable<Item>, uri = ''): XmlNode {
  const builder = createTreeBuilder(uri)
  for (const item of items) builder.add(item)
  return builder.document
}

export function addElement(
  parent: XmlNode,
  { prefix, localName, namespace, attributes, declarations }: Omit<StartElement, 'type'>,
): XmlNode {
  const element = new XmlNode('element', parent)
  element.prefix = prefix
  element.localName = localName
  element.namespace = namespace
  element.declarations = declarations
  for (const attribute of attributes) {
    const node = new XmlNode('attribute', element)
    node.prefix = attribute.prefix
    node.localName = attribute.localName
    node.namespace = attribute.namespace
    node.value = attribute.value
    element.attributes.push(node)
  }
  parent.children.push(element)
  touch(parent)
  return element
}

/** Text after text is one node. Outside the document element there is none. */
export function addText(parent: XmlNode, text: string): void {
  if (text === '') return
  const last = parent.children.at(-1)
  if (last?.kind === 'text') last.value += text
  else addLeaf(parent, 'text', '', text)
}

export function addLeaf(
  parent: XmlNode,
  kind: 'text' | 'comment' | 'processing-instruction',
  name: string,
  value: string,
): XmlNode {
  const leaf = new XmlNode(kind, parent)
  leaf.localName = name
  leaf.value = value
  parent.children.push(leaf)
  touch(parent)
  return leaf
}
