import { buildTree } from './build-tree.ts'
import type { Attachment, Document, Root } from './document.ts'
import { XmlError } from './errors.ts'
import type { Item } from './items.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createParser, tooLarge } from './parser.ts'
import { readRoot } from './root.ts'
import type { Element } from './tree.ts'
import { decodeUtf8 } from './utf8.ts'

export interface DocumentOptions {
  readonly limits?: Partial<Limits>
  readonly attachments?: readonly Attachment[]
}

/** A document of which bytes or text are known, and perhaps the root; the rest is computed when asked for, once. */
export interface Known {
  readonly bytes?: Uint8Array
  readonly text?: string
  readonly root?: Root
}

const encoder = new TextEncoder()
const none: readonly Attachment[] = []

export function lazyDocument(known: Known, { limits, attachments = none }: DocumentOptions = {}): Document {
  let { bytes, text, root } = known
  let tree: Element | undefined
  return {
    attachments,
    get bytes() {
      return (bytes ??= encoder.encode(text))
    },
    get text() {
      return (text ??= decode(this.bytes, limits))
    },
    get root() {
      return (root ??= readRoot(text ?? this.bytes, limits))
    },
    tree: () => (tree ??= buildTree(items(text ?? bytes ?? '', limits), limits?.nodes ?? defaultLimits.nodes)),
    events: () => items(text ?? bytes ?? '', limits),
  }
}

/** Bytes are handed to the parser in pieces, so that reading a large document needs no second copy of it. */
const PIECE = 2 ** 16

function* items(source: Uint8Array | string, limits: Partial<Limits> | undefined): Generator<Item, void> {
  const parser = createParser(limits)
  checkSize(source, limits)
  for (let at = 0; at < source.length; at += PIECE) {
    parser.write(typeof source === 'string' ? source.slice(at, at + PIECE) : source.subarray(at, at + PIECE))
    for (let item = parser.next(); item !== undefined; item = parser.next()) yield item
  }
  parser.close()
  for (let item = parser.next(); item !== undefined; item = parser.next()) yield item
}

function decode(bytes: Uint8Array, limits: Partial<Limits> | undefined): string {
  checkSize(bytes, limits)
  const { text, sound } = decodeUtf8(bytes)
  if (!sound) throw new XmlError('ERR_XML_ENCODING', `the document is not UTF-8 after ${text.length} characters`)
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function checkSize(source: Uint8Array | string, { bytes = defaultLimits.bytes }: Partial<Limits> = {}): void {
  if (source.length > bytes) throw tooLarge(bytes)
}
