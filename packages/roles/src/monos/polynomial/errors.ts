export type PolynomialErrorCode =
  /** A term has not as many exponents as there are variables, or a weight does not fit. */
  | 'ERR_POLYNOMIAL_SHAPE'
  /** An exponent is negative, or it or one that was computed is 2^31 or larger. */
  | 'ERR_POLYNOMIAL_EXPONENT'
  /** A denominator is zero, or zero in the field. */
  | 'ERR_POLYNOMIAL_COEFFICIENT'
  /** The characteristic is neither zero nor a prime below 2^31. */
  | 'ERR_POLYNOMIAL_CHARACTERISTIC'
  /** More monomials occur than are allowed. */
  | 'ERR_POLYNOMIAL_LIMIT'
  /** A weight is negative, or too large to be compared exactly. */
  | 'ERR_POLYNOMIAL_ORDER'

/** What is wrong with a polynomial ideal, or with what is asked of it. */
export class PolynomialError extends Error {
  override readonly name = 'PolynomialError'
  readonly code: PolynomialErrorCode
  /** The polynomial that is wrong, from 0 on. */
  readonly polynomial: number | undefined

  constructor(code: PolynomialErrorCode, message: string, polynomial?: number) {
    super(message)
    this.code = code
    this.polynomial = polynomial
  }
}
