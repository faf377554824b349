import type { Document } from './document.ts'

/**
 * Reads a document to its end, in constant memory besides the document itself.
 * @throws XmlError where it is not well-formed or passes a limit.
 */
export function checkWellFormed(document: Document): void {
  const items = document.events()[Symbol.iterator]()
  while (items.next().done !== true);
}
