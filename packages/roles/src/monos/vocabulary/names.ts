/** The namespace of every element here; attributes have none. */
export const MONOS_NAMESPACE = 'http://www.xeerkat.org/Vocabulary/Monos/2026/1/0'

/** What each operation takes: its request's root element has the operation's name. */
export const operations = {
  'minimal-generators': 'ideal',
  'irreducible-decomposition': 'ideal',
  'alexander-dual': 'ideal',
  'primary-decomposition': 'ideal',
  'associated-primes': 'ideal',
  radical: 'ideal',
  intersection: 'ideals',
  sum: 'ideals',
  product: 'ideals',
  colon: 'pair',
  saturation: 'pair',
  dimension: 'ideal',
  regularity: 'ideal',
  'betti-numbers': 'ideal',
  'maximal-standard-monomials': 'ideal',
  'standard-monomials': 'ideal',
  'hilbert-series': 'ideal',
  'scarf-complex': 'ideal',
  'generic-test': 'ideal',
  'generic-deformation': 'ideal',
  'toric-ideal': 'matrix',
  'lattice-ideal': 'lattice',
  'markov-basis': 'matrix or lattice',
  'graver-basis': 'matrix or lattice',
  circuits: 'matrix or lattice',
  'groebner-basis': 'polynomials, matrix or lattice',
  'normal-form': 'polynomials',
  'integer-programming-gap': 'matrix',
} as const

export type Operation = keyof typeof operations

type Taking<Input> = { [Name in Operation]: (typeof operations)[Name] extends Input ? Name : never }[Operation]

/** Operations on one or more monomial ideals. */
export type MonomialOperation = Taking<'ideal' | 'ideals' | 'pair'>

/** Operations on a lattice of integer vectors. */
export type LatticeOperation = Taking<'matrix' | 'lattice' | 'matrix or lattice' | 'polynomials, matrix or lattice'>

/** Operations on an ideal of polynomials. */
export type PolynomialOperation = Taking<'polynomials' | 'polynomials, matrix or lattice'>

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(operations, name)
}

/** Operations whose answer can be just how many there are: the attribute `count-only`. */
export const countable: ReadonlySet<Operation> = new Set([
  'irreducible-decomposition',
  'alexander-dual',
  'primary-decomposition',
  'associated-primes',
  'maximal-standard-monomials',
  'standard-monomials',
])

/** Operations with the attributes `order`, `eliminate` and `weight`. */
export const ordered: ReadonlySet<Operation> = new Set([
  'toric-ideal',
  'lattice-ideal',
  'groebner-basis',
  'normal-form',
])
