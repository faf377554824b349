/** Bounds on an ideal and on what its algorithms hold at once. */
export interface MonomialLimits {
  /** Default 4,096. */
  readonly variables: number
  /** Rows of an input, and of any intermediate list. Default 10,000,000. */
  readonly rows: number
  /** The largest exponent. Default 10^1000. */
  readonly exponent: bigint
}

export const defaultMonomialLimits: MonomialLimits = {
  variables: 4096,
  rows: 10_000_000,
  exponent: 10n ** 1000n,
}
