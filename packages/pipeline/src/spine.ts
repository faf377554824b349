import type { StartElement } from '@xeerkat/xml'
import { createTreeBuilder, type XmlNode } from '@xeerkat/xslt'

/** The elements that are open at a place of a document that streams by, as nodes, for patterns to be asked of. */
export interface Spine {
  /** The element, with its ancestors and attributes; it is valid until it is left. */
  readonly enter: (item: StartElement) => XmlNode
  readonly leave: () => void
  /** The one that is open now; the document node when there is none. */
  readonly innermost: () => XmlNode
}

export function createSpine(): Spine {
  const builder = createTreeBuilder()
  const open: XmlNode[] = [builder.document]
  const innermost = (): XmlNode => open.at(-1) ?? builder.document
  return {
    innermost,
    enter(item) {
      builder.add(item)
      const element = innermost().children[0]
      if (element === undefined) throw new Error('an element was not added to the tree')
      open.push(element)
      return element
    },
    leave() {
      const element = open.pop()
      if (element === undefined || open.length === 0) return
      builder.add({
        type: 'end-element',
        prefix: element.prefix,
        localName: element.localName,
        namespace: element.namespace,
      })
      // What has passed is forgotten.
      innermost().children.pop()
    },
  }
}
