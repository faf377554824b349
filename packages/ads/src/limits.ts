/** Bounds on one ad; what passes any of them is refused. */
export interface AdLimits {
  /** Bytes of a signed ad, all included. Default 16 KiB. */
  readonly maxBytes: number
  /** Roles in one agent ad. Default 256. */
  readonly maxTypes: number
  /** Addresses carried along. Default 16. */
  readonly maxAddresses: number
  /** Milliseconds from now to expiry. Default 24 hours. */
  readonly maxTtl: number
  /** How far ahead another machine's clock may be, in milliseconds. Default 5 minutes. */
  readonly maxSkew: number
}

export const defaultLimits: AdLimits = {
  maxBytes: 16 * 1024,
  maxTypes: 256,
  maxAddresses: 16,
  maxTtl: 24 * 60 * 60_000,
  maxSkew: 5 * 60_000,
}
