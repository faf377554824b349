import type { Monomials } from '../monomial/monomials.ts'

/** An ideal that monomials generate, and what its variables are called. */
export interface MonomialIdeal {
  readonly names: readonly string[]
  /** As they were given: not minimal, in any order, with repetitions. */
  readonly generators: Monomials
}

/** Rows of exponents, all with the same variables: a list at hand, or made while it is written. */
export type ExponentRows = Monomials | { readonly count: number; readonly rows: Iterable<readonly bigint[]> }

/** A term of a polynomial. The denominator is positive, the fraction in lowest terms, and not 0. */
export interface Term {
  readonly numerator: bigint
  /** 1 where the characteristic is not 0; the numerator is then below it. */
  readonly denominator: bigint
  readonly exponents: readonly bigint[]
}

/** Each monomial once, in any order; no terms are the polynomial 0. */
export type Polynomial = readonly Term[]

/** An ideal in a polynomial ring over the rationals (characteristic 0) or a prime field. */
export interface PolynomialIdeal {
  readonly names: readonly string[]
  readonly characteristic: bigint
  /** The order that the text names. */
  readonly order?: MonomialOrder
  readonly generators: readonly Polynomial[]
}

/**
 * Which monomial is the larger: first by weight, if there is one, then by kind. The first variable is the largest, but for
 * `ascending`, which is 4ti2's own: the one with less of the first variable that tells. It is for graded lattices only.
 */
export interface MonomialOrder {
  readonly kind: 'lex' | 'grevlex' | 'elimination' | 'ascending'
  /** For `elimination`, how many variables, from the first on, are larger than anything in the others; otherwise 0. */
  readonly eliminate: number
  readonly weight?: readonly bigint[]
}

/** Rows of integers. */
export interface IntegerMatrix {
  readonly columns: number
  readonly rows: readonly (readonly bigint[])[]
}

/** The languages that ideals are written in besides XML. `frobby` is the parenthesized form of its `newmonos`. */
export const syntaxes = ['monos', 'frobby', 'macaulay2', 'singular', '4ti2'] as const

export type Syntax = (typeof syntaxes)[number]

/** `x1`, `x2` and so on, for ideals that do not name their variables. */
export function defaultNames(variables: number): string[] {
  return Array.from({ length: variables }, (_, i) => `x${i + 1}`)
}
