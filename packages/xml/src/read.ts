import type { Attachment, Document } from './document.ts'
import { XmlError } from './errors.ts'
import { type DocumentOptions, LazyDocument } from './lazy-document.ts'
import { advance, beginning } from './position.ts'

/** A document from UTF-8. Nothing is read before it is asked for, so this never throws. */
export function fromBytes(bytes: Uint8Array, options?: DocumentOptions): Document {
  return new LazyDocument({ bytes }, options)
}

/**
 * A document from text; a byte order mark is dropped.
 * @throws XmlError `ERR_XML_MALFORMED` for a lone surrogate, of which there are no bytes.
 */
export function fromText(text: string, options?: DocumentOptions): Document {
  if (!text.isWellFormed()) {
    const position = advance(beginning, text.slice(0, text.search(/\p{Surrogate}/u)))
    const where = `(line ${position.line}, column ${position.column})`
    throw new XmlError('ERR_XML_MALFORMED', `half a surrogate pair is not a character ${where}`, { position })
  }
  return new LazyDocument({ text: text.startsWith('\uFEFF') ? text.slice(1) : text }, options)
}

/** The same document with these attachments instead of its own. What was computed is shared. */
export function withAttachments(document: Document, attachments: readonly Attachment[]): Document {
  return {
    attachments,
    get bytes() {
      return document.bytes
    },
    get text() {
      return document.text
    },
    get root() {
      return document.root
    },
    tree: () => document.tree(),
    events: () => document.events(),
  }
}
