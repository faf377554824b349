import type { Position } from '@xeerkat/xml'

export type XsltErrorCode =
  | 'ERR_XPATH_SYNTAX'
  | 'ERR_XPATH_TYPE'
  | 'ERR_XSLT_STYLESHEET'
  | 'ERR_XSLT_DYNAMIC'
  | 'ERR_XSLT_TERMINATED'
  | 'ERR_XSLT_RESOURCE'
  | 'ERR_XSLT_LIMIT'

/** What is wrong with an expression or a stylesheet, or what came up while it ran. Every code is in docs/errors.md. */
export class XsltError extends Error {
  override readonly name = 'XsltError'
  readonly code: XsltErrorCode
  /** In the stylesheet, where it is known. */
  readonly position: Position | undefined

  constructor(code: XsltErrorCode, message: string, options: { position?: Position; cause?: unknown } = {}) {
    super(message, options)
    this.code = code
    this.position = options.position
  }
}
