export type GatewayErrorCode =
  | 'ERR_GATEWAY_OPTION'
  | 'ERR_GATEWAY_CLOSED'
  | 'ERR_GATEWAY_LISTEN'
  | 'ERR_NOT_QUEUED'
  | 'ERR_QUEUE_UNSAFE'
  | 'ERR_QUEUE_FORMAT'
  | 'ERR_QUEUE_BUSY'
  | 'ERR_QUEUE_FAILED'
  | 'ERR_RESULT_GONE'

/** What a gateway throws at its caller; consumers get an answer instead. Every code is in docs/errors.md. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: GatewayErrorCode

  constructor(code: GatewayErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
