export { type CanonicalOptions, canonicalize } from './canonicalize.ts'
export type { Attachment, Document, Root } from './document.ts'
export { type AttributeValues, type Child, element } from './element.ts'
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
export type { DocumentOptions } from './lazy-document.ts'
export { defaultLimits, type Limits } from './limits.ts'
export { childElements, textContent } from './navigate.ts'
export { createParser, type Parser } from './parser.ts'
export { fromBytes, fromText, withAttachments } from './read.ts'
export { compileRelaxNg, type RelaxNgOptions } from './relax-ng.ts'
export { compileSchema } from './schema.ts'
export { fromTree, serialize } from './serialize.ts'
export { type ObjectOptions, type ObjectValue, toObject, type Value } from './to-object.ts'
export type { Element, Node } from './tree.ts'
export type { Schema, SchemaOptions, Violation } from './validator.ts'
export { attribute, integer, type Range } from './values.ts'
export { checkWellFormed } from './well-formed.ts'
export { createWriter, type Writer } from './writer.ts'
