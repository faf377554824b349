import type { Term } from './polynomials.ts'

/** A row of a sparse matrix; the columns ascend, and coefficients are never zero. */
export interface Row<C> {
  readonly columns: Int32Array
  readonly coefficients: C
}

/** Rows reduced one by one by what has pivots so far. */
export interface Sweeper<C> {
  /** Lets a row reduce others from its first column on. */
  readonly pivot: (row: Row<C>) => void
  /** What remains of a row; undefined if that is nothing. With `keepFirst`, its first entry is left as it is. */
  readonly reduce: (row: Row<C>, keepFirst?: boolean) => Row<C> | undefined
}

/** The arithmetic of coefficient lists. */
export interface Field<C> {
  /** Coefficients of polynomials up to a common factor: monic, or primitive integers. */
  readonly read: (terms: readonly Term[]) => C
  /** The same divided by the first. */
  readonly monic: (coefficients: C) => readonly Pick<Term, 'numerator' | 'denominator'>[]
  /** The same without those that are zero in the field: where they are. */
  readonly nonZero: (terms: readonly Term[]) => readonly Term[]
  /** The first coefficient goes to the end. */
  readonly rotated: (coefficients: C) => C
  readonly sweeper: (columns: number) => Sweeper<C>
}
