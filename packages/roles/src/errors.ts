import type { Position } from '@xeerkat/xml'

export type RoleErrorCode =
  /** A text or a document is not what it should be. */
  | 'ERR_MONOS_SYNTAX'
  /** It is well written, and cannot be meant: a variable nobody declared, a negative exponent, ideals that do not fit. */
  | 'ERR_MONOS_INVALID'
  /** A bound on sizes, digits, terms or depth. */
  | 'ERR_MONOS_LIMIT'

/** What a role cannot take, and why. Every code is in docs/errors.md. */
export class RoleError extends Error {
  override readonly name = 'RoleError'
  readonly code: RoleErrorCode
  /** In the document or text that was read; the message ends with it too. */
  readonly position: Position | undefined

  constructor(
    code: RoleErrorCode,
    message: string,
    options: { position?: Position | undefined; cause?: unknown } = {},
  ) {
    super(message, options)
    this.code = code
    this.position = options.position
  }
}
