import { buildTree } from './build-tree.ts'
import type { Attachment, Document, Root } from './document.ts'
import { XmlError } from './errors.ts'
import type { Item } from './items.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { parse } from './parse.ts'
import { tooLarge } from './parser.ts'
import { readRoot } from './root.ts'
import type { Element } from './tree.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

export interface DocumentOptions {
  readonly limits?: Partial<Limits> | undefined
  readonly attachments?: readonly Attachment[] | undefined
}

/** A document of which bytes or text are known, and perhaps the root; the rest is computed when asked for, once. */
export interface Known {
  readonly bytes?: Uint8Array
  readonly text?: string
  readonly root?: Root
}

const none: readonly Attachment[] = []

/** A class, since it is made for every message: an object literal with getters takes twenty times as long. */
export class LazyDocument implements Document {
  readonly attachments: readonly Attachment[]
  readonly #limits: Partial<Limits> | undefined
  #bytes: Uint8Array | undefined
  #text: string | undefined
  #root: Root | undefined
  #tree: Element | undefined

  constructor(known: Known, options?: DocumentOptions) {
    this.attachments = options?.attachments ?? none
    this.#limits = options?.limits
    this.#bytes = known.bytes
    this.#text = known.text
    this.#root = known.root
  }

  get bytes(): Uint8Array {
    return (this.#bytes ??= encodeUtf8(this.#text ?? ''))
  }

  get text(): string {
    return (this.#text ??= decode(this.bytes, this.#limits))
  }

  get root(): Root {
    return (this.#root ??= readRoot(this.#text ?? this.bytes, this.#limits))
  }

  readonly tree = (): Element => (this.#tree ??= buildTree(this.events(), this.#limits?.nodes ?? defaultLimits.nodes))

  readonly events = (): Iterable<Item> => parse(this.#text ?? this.bytes, this.#limits)
}

function decode(bytes: Uint8Array, limits: Partial<Limits> | undefined): string {
  const most = limits?.bytes ?? defaultLimits.bytes
  if (bytes.length > most) throw tooLarge(most)
  const { text, sound } = decodeUtf8(bytes)
  if (!sound) throw new XmlError('ERR_XML_ENCODING', `the document is not UTF-8 after ${text.length} characters`)
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}
