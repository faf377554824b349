/** How vectors u are read as binomials x^(u+) - x^(u-) and which monomial leads. */
export interface VectorShape {
  /** Entries of a vector. */
  readonly width: number
  /** The first so many are exponents; the others are carried along: values of linear forms. */
  readonly signed: number
  /** x^(u+) leads if the first of these entries that is not zero has this sign; holds every signed entry. */
  readonly order: readonly { readonly column: number; readonly sign: 1 | -1 }[]
  /** Degrees ≥ 0 of the signed entries, the same for x^(u+) and x^(u-) in every vector. */
  readonly grading: readonly bigint[]
  /** Among pairs of equal degree those are first whose least common multiple is small by this. */
  readonly priority: readonly number[]
}

/**
 * A growing list of vectors with leading terms, and one vector at hand that is made, reduced and added. Elements have
 * numbers from 0 on; a dropped one keeps its number, but reduces nothing any more.
 */
export interface Vectors {
  readonly count: () => number
  readonly alive: (k: number) => boolean
  readonly row: (k: number) => bigint[]
  /** Puts a vector at hand. */
  readonly take: (row: readonly bigint[]) => void
  /** Puts the S-vector of two elements at hand. */
  readonly pair: (i: number, j: number) => void
  /** The degree of the leading term of what is at hand. */
  readonly degree: () => number | bigint
  /** Reduces what is at hand, head and tail, and orients it; false if nothing remains. */
  readonly reduce: () => boolean
  /** Adds what is at hand. */
  readonly add: () => number
  readonly drop: (k: number) => void
  /** Reduces the tail of an element. */
  readonly tidy: (k: number) => void
  /** Whether the leading term of k divides that of i. */
  readonly divides: (k: number, i: number) => boolean
  /** Whether the pair reduces to zero for certain: heads are coprime, or tails share a variable of positive degree. */
  readonly needless: (i: number, j: number) => boolean
  /** Whether a third element takes care of the pair i < j. */
  readonly chained: (i: number, j: number) => boolean
  readonly pairDegree: (i: number, j: number) => number | bigint
  readonly pairPriority: (i: number, j: number) => number
}
