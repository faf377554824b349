export type MonomialErrorCode =
  /** A row is not as long as there are variables, or two ideals do not have the same variables. */
  | 'ERR_MONOMIAL_SHAPE'
  /** An exponent is negative, or above the bound. */
  | 'ERR_MONOMIAL_EXPONENT'
  /** A bound on variables, rows or intermediate results. */
  | 'ERR_MONOMIAL_LIMIT'
  /** The answer is infinite. */
  | 'ERR_MONOMIAL_INFINITE'

/** What is wrong with an ideal, or with what is asked of it. */
export class MonomialError extends Error {
  override readonly name = 'MonomialError'
  readonly code: MonomialErrorCode
  /** The row that is wrong, from 0 on. */
  readonly row: number | undefined
  /** The variable that is wrong, from 0 on. */
  readonly variable: number | undefined

  constructor(code: MonomialErrorCode, message: string, place: { row?: number; variable?: number } = {}) {
    super(message)
    this.code = code
    this.row = place.row
    this.variable = place.variable
  }
}
