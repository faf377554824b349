import type { Operation } from '../vocabulary/names.ts'

/** What everybody should know of an operation: those who send requests, and those who want to know who checks what. */
export interface OperationCard {
  readonly title: string
  /** The content of an example request, and its attributes, as XML. */
  readonly example: { readonly attributes?: string; readonly content: string }
  /**
   * How it is shared: `slices` of an irreducible decomposition are, with all who are there; the rest is computed where
   * the request arrives, since no check of it is known that is cheaper than the computation.
   */
  readonly shared: 'slices' | 'no'
  /** Why its answer can be believed. */
  readonly checked: string
}

const ideal = `<m:ideal variables="x y z">
    <m:monomial>x^2*y</m:monomial>
    <m:exponents>0 3 1
1 0 2</m:exponents>
  </m:ideal>`
const pair = `<m:ideal variables="x y"><m:monomial>x^3</m:monomial><m:monomial>x*y^2</m:monomial></m:ideal>
  <m:ideal variables="x y"><m:monomial>x*y</m:monomial></m:ideal>`
const matrix = `<m:matrix columns="4" variables="a b c d">1 1 1 1
0 1 2 3</m:matrix>`
const polynomials = `<m:ideal variables="x y" characteristic="0">
    <m:polynomial>x^2 - 2/3*x*y + 1</m:polynomial>
    <m:polynomial>x*y - y</m:polynomial>
  </m:ideal>`

const here = 'It is computed where the request arrives: no worker is asked.'
const slices =
  'Each component is proven by itself. That none is missing is certain where the coordinator computed, checked by a ' +
  'boundary that vanishes (strongly generic ideals and those near to one; error below 2^-60), or else two workers found ' +
  'the same and some of their slices, chosen at random, were computed once more.'

/** All operations. */
export const cards = {
  'minimal-generators': { title: 'Minimal generators of a monomial ideal', ...local(ideal) },
  'irreducible-decomposition': { title: 'Irreducible decomposition of a monomial ideal', ...split(ideal) },
  'alexander-dual': { title: 'Alexander dual of a monomial ideal', ...split(ideal) },
  'primary-decomposition': { title: 'Primary decomposition of a monomial ideal', ...split(ideal) },
  'associated-primes': { title: 'Associated primes of a monomial ideal', ...split(ideal) },
  radical: { title: 'Radical of a monomial ideal', ...local(ideal) },
  intersection: { title: 'Intersection of monomial ideals', ...local(pair) },
  sum: { title: 'Sum of monomial ideals', ...local(pair) },
  product: { title: 'Product of monomial ideals', ...local(pair) },
  colon: { title: 'Colon ideal I : J of two monomial ideals', ...local(pair) },
  saturation: { title: 'Saturation I : J^∞ of two monomial ideals', ...local(pair) },
  dimension: { title: 'Dimension, codimension and degree of a monomial ideal', ...local(ideal) },
  regularity: { title: 'Regularity and projective dimension of a monomial ideal', ...local(ideal) },
  'betti-numbers': { title: 'Graded Betti numbers of a monomial ideal', ...local(ideal) },
  'maximal-standard-monomials': { title: 'Maximal standard monomials of a monomial ideal', ...split(ideal) },
  'standard-monomials': {
    title: 'Standard monomials of a monomial ideal, counted or listed',
    ...local(ideal, 'degree="4"'),
  },
  'hilbert-series': { title: 'Numerator of the Hilbert-Poincaré series of a monomial ideal', ...local(ideal) },
  'scarf-complex': { title: 'Scarf complex of a monomial ideal', ...local(ideal) },
  'generic-test': { title: 'Whether a monomial ideal is generic', ...local(ideal) },
  'generic-deformation': { title: 'A strongly generic deformation of a monomial ideal', ...local(ideal) },
  'toric-ideal': { title: 'Toric ideal of an integer matrix', ...local(matrix) },
  'lattice-ideal': {
    title: 'Ideal of a lattice',
    ...local('<m:lattice columns="3">2 -1 -1\n0 3 -3</m:lattice>'),
  },
  'markov-basis': { title: 'Markov basis of an integer matrix or a lattice', ...local(matrix) },
  'graver-basis': { title: 'Graver basis of an integer matrix or a lattice', ...local(matrix) },
  circuits: { title: 'Circuits of an integer matrix or a lattice', ...local(matrix) },
  'groebner-basis': {
    title: 'Reduced Gröbner basis of an ideal of polynomials, or of a toric or lattice ideal',
    ...local(polynomials, 'order="grevlex"'),
  },
  'normal-form': {
    title: 'Normal forms of polynomials modulo an ideal',
    ...local(`${polynomials}\n  <m:polynomial>x^3*y + y</m:polynomial>`, 'order="lex"'),
  },
  'integer-programming-gap': {
    title: 'Integer programming gap of a matrix and a cost',
    ...split(matrix, 'cost="1 3 3 1"'),
    checked: `${slices} One linear program for each component is solved exactly where the request arrives.`,
  },
} as const satisfies Readonly<Record<Operation, OperationCard>>

function local(content: string, attributes?: string): Omit<OperationCard, 'title'> {
  return { example: { content, ...(attributes && { attributes }) }, shared: 'no', checked: here }
}

function split(content: string, attributes?: string): Omit<OperationCard, 'title'> {
  return { example: { content, ...(attributes && { attributes }) }, shared: 'slices', checked: slices }
}
