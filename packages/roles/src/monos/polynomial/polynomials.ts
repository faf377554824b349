/** A coefficient times a power product. */
export interface Term {
  readonly numerator: bigint
  /** Default 1. */
  readonly denominator?: bigint
  readonly exponents: readonly bigint[]
}

/** The terms may come in any order, and repeat; no terms are the zero polynomial. */
export type Polynomial = readonly Term[]

/** Generators of an ideal over the rationals (characteristic 0) or over the field of a prime. */
export interface PolynomialIdeal {
  readonly variables: number
  readonly characteristic: bigint
  readonly polynomials: readonly Polynomial[]
}

/**
 * A monomial order, the first variable being the largest: the first weight that tells decides, then
 * - `lex`: the first exponent that differs,
 * - `grevlex`: the total degree, then the last exponent that differs, the smaller being larger.
 *
 * With `eliminate`: k, the first k variables are compared by themselves before the others, in an elimination order.
 */
export interface MonomialOrder {
  /** Not negative. */
  readonly weights?: readonly (readonly bigint[])[]
  readonly eliminate?: number
  readonly ties: 'lex' | 'grevlex'
}

/** A coefficient as a text: an integer, or a fraction in lowest terms. */
function coefficientText({ numerator, denominator = 1n }: Term): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`
}

/** One polynomial: `c:e1,…,en` for each term, by exponents ascending. */
export function polynomialText(polynomial: Polynomial): string {
  return polynomial
    .toSorted((a, b) => compareExponents(a.exponents, b.exponents))
    .map((term) => `${coefficientText(term)}:${term.exponents.join(',')}`)
    .join(' ')
}

/** Column by column, ascending. */
export function compareExponents(a: readonly bigint[], b: readonly bigint[]): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0n, b[i] ?? 0n]
    if (x !== y) return x < y ? -1 : 1
  }
  return a.length - b.length
}
