import type { Document, Item } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'

/**
 * A document between two steps, in whichever form the next step wants it: nothing is parsed, built or written before it
 * is asked for, so a pipeline that only passes a document on never looks into it. To be read by one reader, once, unless
 * it is held (`tree` or `document` was asked for). Made by `fromDocument`, `fromTree`, `fromItems` and `fromPieces`.
 */
export interface Infoset {
  /** The items in document order, in runs: one run for each piece that came, since awaiting each item would cost more than reading it. */
  readonly items: () => AsyncIterable<readonly Item[]>
  /** UTF-8, in pieces. As it came, byte for byte, if nothing has changed it: not even looked at. */
  readonly bytes: () => AsyncIterable<Uint8Array>
  /** The document node. Whoever asks may change the tree, and is then its only reader. */
  readonly tree: () => Promise<XmlNode>
  readonly document: () => Promise<Document>
}
