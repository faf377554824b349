import type { Steps } from '../binomial/kernel-options.ts'
import type { Field, Row } from './field.ts'
import type { MonomialTable } from './monomial-table.ts'
import type { Sparse } from './sparse.ts'

/** A polynomial times a monomial. */
export interface Multiple<C> {
  readonly polynomial: Sparse<C>
  readonly monomials: Int32Array
}

export function multipleOf<C>(polynomial: Sparse<C>, lead: number, table: MonomialTable): Multiple<C> {
  const { monomials } = polynomial
  const first = monomials[0] ?? 0
  if (first === lead) return { polynomial, monomials }
  const factor = table.quotient(lead, first)
  return { polynomial, monomials: monomials.map((monomial) => table.product(monomial, factor)) }
}

/**
 * Reduces polynomials all at once, as rows of one matrix: every monomial that occurs, also in what reduces others, gets
 * a reducer if there is one (J.-C. Faugère, A new efficient algorithm for computing Gröbner bases (F4), 1999). What was
 * found is used for the next; with `keepFirst`, leading terms stay and nothing found is used.
 */
export function* reduceTogether<C>(
  rows: readonly Multiple<C>[],
  reducers: readonly Multiple<C>[],
  findReducer: (monomial: number) => Sparse<C> | undefined,
  { table, field, step }: { readonly table: MonomialTable; readonly field: Field<C>; readonly step: () => boolean },
  keepFirst = false,
): Steps<(Sparse<C> | undefined)[]> {
  const columns: number[] = []
  // Where a monomial stands in `columns`, and afterwards in the sorted matrix.
  const places = new Map<number, number>()
  const pivots = [...reducers]
  const see = (monomials: Int32Array) => {
    for (const monomial of monomials) if (!places.has(monomial)) places.set(monomial, columns.push(monomial) - 1)
  }
  const covered = new Set(reducers.map(({ monomials }) => monomials[0]))
  for (const { monomials } of [...rows, ...reducers]) see(monomials)
  for (let at = 0; at < columns.length; at++) {
    const monomial = columns[at] ?? 0
    if (covered.has(monomial)) continue
    const reducer = findReducer(monomial)
    if (reducer === undefined) continue
    if (step()) yield
    const multiple = multipleOf(reducer, monomial, table)
    pivots.push(multiple)
    see(multiple.monomials)
  }
  columns.sort((a, b) => table.compare(b, a))
  columns.forEach((monomial, place) => places.set(monomial, place))
  const sweeper = field.sweeper(columns.length)
  for (const pivot of pivots) sweeper.pivot(rowOf(pivot))
  const found: (Sparse<C> | undefined)[] = []
  for (const multiple of rows) {
    if (step()) yield
    const rest = sweeper.reduce(rowOf(multiple), keepFirst)
    if (rest && !keepFirst) sweeper.pivot(rest)
    found.push(rest && { monomials: rest.columns.map((place) => columns[place] ?? 0), coefficients: rest.coefficients })
  }
  return found

  function rowOf({ polynomial, monomials }: Multiple<C>): Row<C> {
    return { columns: monomials.map((monomial) => places.get(monomial) ?? 0), coefficients: polynomial.coefficients }
  }
}
