export type AdErrorCode = 'ERR_AD_INVALID' | 'ERR_AD_NOT_OURS' | 'ERR_AD_LIMIT' | 'ERR_AD_REJECTED' | 'ERR_ADS_CLOSED'

/** What this package throws at its caller; what comes from the network is counted instead. Every code is in docs/errors.md. */
export class AdError extends Error {
  override readonly name = 'AdError'
  readonly code: AdErrorCode

  constructor(code: AdErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
