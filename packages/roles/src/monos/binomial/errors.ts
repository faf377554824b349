export type BinomialErrorCode =
  /** Rows are not as long as there are columns, or a weight or a vector does not fit. */
  | 'ERR_BINOMIAL_SHAPE'
  /** A bound on columns, rows, sizes of numbers or intermediate results. */
  | 'ERR_BINOMIAL_LIMIT'
  /** The order has no smallest monomial among equivalent ones, so that normal forms do not exist. */
  | 'ERR_BINOMIAL_ORDER'
  /** The cost has no minimum: the integer programs of the family are unbounded. */
  | 'ERR_BINOMIAL_UNBOUNDED'

/** What is wrong with a matrix or a lattice, or with what is asked of it. */
export class BinomialError extends Error {
  override readonly name = 'BinomialError'
  readonly code: BinomialErrorCode
  /** The row that is wrong, from 0 on. */
  readonly row: number | undefined

  constructor(code: BinomialErrorCode, message: string, row?: number) {
    super(message)
    this.code = code
    this.row = row
  }
}
