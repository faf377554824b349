/** A name in a namespace; `namespace` is `''` for none. */
export interface QName {
  readonly namespace: string
  readonly localName: string
}

export interface Attribute extends QName {
  readonly prefix: string
  readonly value: string
}

/** A namespace declaration as written: prefix `''` is `xmlns="…"`. */
export interface Declaration {
  readonly prefix: string
  readonly namespace: string
}

export interface StartElement extends QName {
  readonly type: 'start-element'
  readonly prefix: string
  readonly attributes: readonly Attribute[]
  readonly declarations: readonly Declaration[]
}

export interface EndElement extends QName {
  readonly type: 'end-element'
  readonly prefix: string
}

export interface Text {
  readonly type: 'text'
  readonly text: string
  /** Written as a CDATA section; kept so that a document serializes as it came. */
  readonly cdata?: boolean
}

export interface Comment {
  readonly type: 'comment'
  readonly text: string
}

export interface ProcessingInstruction {
  readonly type: 'processing-instruction'
  readonly target: string
  readonly data: string
}

/** One information item of a document, in document order (XML Infoset; the shape is StAX's). */
export type Item = StartElement | EndElement | Text | Comment | ProcessingInstruction

/** `{namespace}localName`, or just `localName`: a name as one comparable string (James Clark's notation). */
export function clark({ namespace, localName }: QName): string {
  return namespace === '' ? localName : `{${namespace}}${localName}`
}
