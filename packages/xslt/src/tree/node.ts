import type { Declaration, Position } from '@xeerkat/xml'

export type NodeKind =
  | 'document'
  | 'element'
  | 'attribute'
  | 'text'
  | 'comment'
  | 'processing-instruction'
  | 'namespace'

const none: readonly never[] = []

/**
 * A node of the XPath 1.0 data model (https://www.w3.org/TR/1999/REC-xpath-19991116/#data-model). One class for all
 * kinds, so that every access in an inner loop sees the same shape. Whoever made a tree may change it; after a change
 * `touch(document)` has its order counted anew.
 */
export class XmlNode {
  readonly kind: NodeKind
  parent: XmlNode | undefined
  /** The document node of its tree; a document's is itself. */
  readonly document: XmlNode
  prefix = ''
  /** Name of an element or attribute, target of an instruction, prefix of a namespace node. */
  localName = ''
  namespace = ''
  /** Of every kind that has no children. */
  value = ''
  /** Of documents and elements; never written to elsewhere. */
  children: XmlNode[]
  attributes: XmlNode[]
  /** As written at this element. */
  declarations: readonly Declaration[] = none
  /** Place in document order, valid while the document's `ordered` is. */
  order = 0
  /** Of a document: `order` of its nodes is valid. */
  ordered = false
  /** Of a document: where it came from, and what relative references in it are relative to. */
  uri = ''
  /** Where an element began, if the reader was asked to keep it. */
  position: Position | undefined

  constructor(kind: NodeKind, parent: XmlNode | undefined) {
    this.kind = kind
    this.parent = parent
    this.document = parent === undefined ? this : parent.document
    this.children = kind === 'document' || kind === 'element' ? [] : (none as never[])
    this.attributes = kind === 'element' ? [] : (none as never[])
  }
}

export function createDocument(uri = ''): XmlNode {
  const document = new XmlNode('document', undefined)
  document.uri = uri
  return document
}

/** The tree was changed: its document order is to be counted anew when next asked for. */
export function touch(node: XmlNode): void {
  node.document.ordered = false
}
