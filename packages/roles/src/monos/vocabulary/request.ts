import type {
  IntegerMatrix,
  MonomialIdeal,
  MonomialOrder,
  Polynomial,
  PolynomialIdeal,
  Syntax,
} from '../syntax/ideal.ts'
import type { LatticeOperation, MonomialOperation, PolynomialOperation } from './names.ts'

/** What somebody asks for: a request document as plain data. */
export type MonosRequest = MonomialRequest | LatticeRequest | PolynomialRequest

interface AnyRequest {
  /** The language of the answer. */
  readonly output: 'xml' | Syntax
  /** Workers to hire at once, at most; absent where the request does not say. */
  readonly hireLimit?: number
}

export interface MonomialRequest extends AnyRequest {
  readonly kind: 'monomial'
  readonly operation: MonomialOperation
  /** One; for colon and saturation two; for sum, product and intersection two or more. All in the same variables. */
  readonly ideals: readonly [MonomialIdeal, ...MonomialIdeal[]]
  /** Say how many there are, do not list them. */
  readonly countOnly: boolean
  /** `standard-monomials`: those of at most this degree. */
  readonly degree?: bigint
  /** `hilbert-series`. */
  readonly grading: Grading
  /** `alexander-dual`: the vector to which the dual is taken; absent, the lcm of the minimal generators. */
  readonly vector?: readonly bigint[]
}

export type Grading = 'univariate' | 'multigraded'

export interface LatticeRequest extends AnyRequest {
  readonly kind: 'lattice'
  readonly operation: LatticeOperation
  /** Whether the lattice is the kernel of the matrix (`<m:matrix>`), or its rows generate it (`<m:lattice>`). */
  readonly given: 'kernel' | 'generators'
  readonly names: readonly string[]
  readonly matrix: IntegerMatrix
  /** For a Gröbner basis of the lattice's ideal; absent where the request names none. */
  readonly order?: MonomialOrder
  /** `integer-programming-gap`: what is minimized. */
  readonly cost?: readonly bigint[]
}

export interface PolynomialRequest extends AnyRequest {
  readonly kind: 'polynomial'
  readonly operation: PolynomialOperation
  readonly ideal: PolynomialIdeal
  /** `normal-form`: what is to be reduced. */
  readonly polynomials: readonly Polynomial[]
  /** The request's, or else that of the ideal's text, or else grevlex. */
  readonly order: MonomialOrder
}
