import type { Attribute, Item } from './items.ts'
import type { Element } from './tree.ts'

/** Binary data that travels with a document; the XML refers to it as `cid:<contentId>` (RFC 2392). */
export interface Attachment {
  readonly contentId: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** The document element's start tag: all that routing needs. */
export interface Root {
  readonly prefix: string
  readonly localName: string
  readonly namespace: string
  readonly attributes: readonly Attribute[]
}

/** An XML document as its bytes; everything else is computed when asked for, once. */
export interface Document {
  /** UTF-8. Not to be written to. */
  readonly bytes: Uint8Array
  readonly attachments: readonly Attachment[]
  /**
   * The document element's start tag, read without looking at the rest.
   * @throws XmlError when the document does not begin as XML does.
   */
  readonly root: Root
  /** The document as text, without a byte order mark. */
  readonly text: string
  /** @throws XmlError where the document is not well-formed or passes a limit. */
  readonly tree: () => Element
  /** Items in document order; throws XmlError at the item that is not well-formed. */
  readonly events: () => Iterable<Item>
}
