export type XmlErrorCode =
  | 'ERR_XML_MALFORMED'
  | 'ERR_XML_DOCTYPE'
  | 'ERR_XML_LIMIT'
  | 'ERR_XML_ENCODING'
  | 'ERR_XML_VALUE'
  | 'ERR_XML_SCHEMA'

/** Where in a document, both from 1; columns count characters (code points). */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A document that cannot be read, or a value in it that is not what was asked for. Every code is in docs/errors.md. */
export class XmlError extends Error {
  override readonly name = 'XmlError'
  readonly code: XmlErrorCode
  readonly position: Position | undefined

  constructor(code: XmlErrorCode, message: string, options: { position?: Position; cause?: unknown } = {}) {
    super(message, options)
    this.code = code
    this.position = options.position
  }
}

/** How pure reading functions report a fault: by the offset in the text they were given. */
export type Fail = (offset: number, message: string, code?: XmlErrorCode) => never
