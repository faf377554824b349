import type { BettiNumber } from '../monomial/betti.ts'
import type { Monomials } from '../monomial/monomials.ts'
import type { ExponentRows, MonomialOrder, Polynomial, Syntax } from '../syntax/ideal.ts'
import type { Operation } from './names.ts'

/** An answer as plain data. Lists may be made while they are written: nothing is asked for twice. */
export interface MonosResult {
  readonly operation: Operation
  readonly summary: Summary
  readonly parts: Iterable<ResultPart>
}

/** An answer that was read: it can be looked at as often as one likes. */
export interface ReadMonosResult extends MonosResult {
  readonly parts: readonly ReadPart[]
}

/** What a person wants to know first. */
export interface Summary {
  /** How many things were found: generators, components, vectors; of values, how many values. */
  readonly count: bigint
  readonly variables?: number
  readonly seconds?: number
  /** Workers that took part; 0 if the coordinator computed alone. */
  readonly peers?: number
  /** Sub-problems that were solved apart. */
  readonly slices?: number
  /** How the answer was checked. */
  readonly verified?: Verification
  /** For `probabilistic`: the chance that a wrong answer passed, such as `2^-64`. */
  readonly errorBound?: string
  /** A sentence for the person. */
  readonly note?: string
}

export const verifications = ['proof', 'certificate', 'probabilistic', 'quorum', 'none'] as const

export type Verification = (typeof verifications)[number]

export interface PrimaryPart {
  /** 1 for each variable of the prime. */
  readonly prime: readonly bigint[]
  readonly generators: Monomials
}

/** What a named value may be. */
export type Value = bigint | boolean | 'none' | 'infinite'

/** The vectors of a lattice that are listed, or the binomials x^(u+) - x^(u-) that they stand for. */
export const vectorKinds = ['generators', 'markov', 'groebner', 'graver', 'circuits', 'lattice'] as const

export type VectorKind = (typeof vectorKinds)[number]

interface Parts<Rows> {
  /** Generators of a monomial ideal. */
  readonly ideal: { readonly names: readonly string[]; readonly generators: Rows }
  /** Monomials that are not thought of as an ideal, such as standard monomials. */
  readonly monomials: { readonly names: readonly string[]; readonly rows: Rows }
  /** Irreducible components: an entry e > 0 is the generator x_i^e, and 0 says that x_i does not occur. */
  readonly components: { readonly names: readonly string[]; readonly rows: Rows }
  /** Primes that variables generate: 1 for each of them. */
  readonly primes: { readonly names: readonly string[]; readonly rows: Rows }
  readonly 'primary-components': {
    readonly names: readonly string[]
    readonly count: number
    readonly components: Iterable<PrimaryPart>
  }
  readonly value: { readonly name: string; readonly value: Value }
  readonly fraction: { readonly name: string; readonly numerator: bigint; readonly denominator: bigint }
  /** Faces of one size: `size` places of generators to a face, from 0 on. There is one face of size 0. */
  readonly faces: { readonly size: number; readonly count: number; readonly members: Int32Array }
  readonly 'betti-numbers': { readonly numbers: readonly BettiNumber[] }
  /** The numerator of a Hilbert-Poincaré series: by degree, one column, or by multidegree, one for each variable. */
  readonly series: {
    readonly names: readonly string[]
    readonly exponents: Rows
    readonly coefficients: ArrayLike<bigint>
  }
  readonly vectors: {
    readonly of: VectorKind
    readonly names: readonly string[]
    readonly count: number
    readonly rows: Iterable<readonly bigint[]>
  }
  readonly polynomials: {
    readonly names: readonly string[]
    readonly characteristic: bigint
    readonly order?: MonomialOrder
    readonly count: number
    readonly polynomials: Iterable<Polynomial>
  }
  /** The answer in another language; its pieces are joined. */
  readonly text: { readonly syntax: Syntax; readonly text: Iterable<string> }
}

type OneOf<All> = { [Kind in keyof All]: { readonly kind: Kind } & All[Kind] }[keyof All]

export type { ExponentRows }

/** A part of an answer, as it may be written. */
export type ResultPart = OneOf<Parts<ExponentRows>>

/** A part of an answer, as it is read. */
export type ReadPart = OneOf<Parts<Monomials>>
