import type { XmlNode } from '../../tree/node.ts'

export interface Writer {
  readonly start: (element: XmlNode) => void
  readonly end: (element: XmlNode) => void
  /** Text, a comment or a processing instruction. */
  readonly leaf: (node: XmlNode) => void
  /** All that was written. */
  readonly text: () => string
}

/** What is in a document, in its order. Not recursive: a tree may be deep. */
export function walk(document: XmlNode, { start, end, leaf }: Writer): void {
  const open = [{ node: document, next: 0 }]
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const child = at.node.children[at.next++]
    if (child === undefined) {
      if (at.node.kind === 'element') end(at.node)
      open.pop()
    } else if (child.kind === 'element') {
      start(child)
      open.push({ node: child, next: 0 })
    } else leaf(child)
  }
}

export function nameOf({ prefix, localName }: XmlNode): string {
  return prefix === '' ? localName : `${prefix}:${localName}`
}
