export type { Attachment, Document, Root } from './document.ts'
export { type Position, XmlError, type XmlErrorCode } from './errors.ts'
export {
  type Attribute,
  clark,
  type Comment,
  type Declaration,
  type EndElement,
  type Item,
  type ProcessingInstruction,
  type QName,
  type StartElement,
  type Text,
} from './items.ts'
export type { Element, Node } from './tree.ts'
