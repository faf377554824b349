import type { Steps, Ticker } from '../binomial/kernel-options.ts'
import type { Field } from './field.ts'
import { normalForms } from './groebner-engine.ts'
import type { MonomialTable } from './monomial-table.ts'
import type { Sparse } from './sparse.ts'

/** Standard monomials with which a change of order by linear algebra still pays, at most. */
const DIMENSION = 10_000

/** Whether a power of each variable leads in a Gröbner basis: whether there are finitely many standard monomials. */
function isZeroDimensional<C>(basis: readonly Sparse<C>[], table: MonomialTable): boolean {
  const powers = new Set<number>()
  for (const { monomials } of basis) {
    const exponents = table.exponentsOf(monomials[0] ?? 0)
    const used = exponents.flatMap((exponent, i) => (exponent > 0 ? [i] : []))
    if (used.length === 0) return true
    if (used.length === 1) powers.add(used[0] ?? 0)
  }
  return powers.size === table.variables
}

/**
 * The reduced Gröbner basis for another order, by linear algebra: J.-C. Faugère, P. Gianni, D. Lazard, T. Mora, Efficient
 * computation of zero-dimensional Gröbner bases by change of ordering, J. Symbolic Computation 16 (1993). The basis must
 * be reduced; the result has numbers of the other table. Undefined if there are too many standard monomials.
 */
export function* changedOrder<C>(
  basis: readonly Sparse<C>[],
  from: { readonly table: MonomialTable; readonly field: Field<C>; readonly ticker: Ticker },
  target: MonomialTable,
): Steps<Sparse<C>[] | undefined> {
  const { table, field, ticker } = from
  if (table.variables === 0 || !isZeroDimensional(basis, table)) return undefined
  const standard = standardMonomials(basis, table, ticker)
  if (standard === undefined) return undefined
  const columnOf = new Map(standard.map((monomial, at) => [monomial, at]))
  const dimension = standard.length
  const units = unitsOf(table)
  // Stands for the monomial itself in its normal form: the coefficients of the others are to be divided by its own.
  const tag = table.idOf(Array<number>(table.variables).fill(2 ** 31 - 1))
  const one = table.idOf(Array<number>(table.variables).fill(0))
  // Columns: the standard monomials of the old order, then what was found standard in the new one, the latest first.
  const sweeper = field.sweeper(2 * dimension + 1)
  const found: number[] = []
  const result: Sparse<C>[] = []
  let open = [{ monomial: targetOf(one), form: constantOne() }]
  while (open.length > 0) {
    if (ticker.step(found.length, open.length)) yield
    const next = open.reduce((a, b) => (target.compare(b.monomial, a.monomial) < 0 ? b : a))
    open = open.filter(({ monomial }) => monomial !== next.monomial)
    if (result.some(({ monomials }) => target.divides(monomials[0] ?? 0, next.monomial))) continue
    const [form] = yield* normalForms([next.form], basis, from, tag)
    if (form === undefined) continue
    found.push(next.monomial)
    const rest = sweeper.reduce(rowOf(form))
    if (rest === undefined) continue
    if ((rest.columns[0] ?? 0) < dimension) {
      sweeper.pivot(rest)
      for (const unit of units)
        open.push({ monomial: target.product(next.monomial, targetOf(unit)), form: times(form, unit) })
    } else {
      result.push({
        monomials: rest.columns.map((column) => found[2 * dimension - column] ?? 0),
        coefficients: rest.coefficients,
      })
      found.pop()
    }
  }
  return result

  function targetOf(monomial: number): number {
    return target.idOf(table.exponentsOf(monomial))
  }

  function constantOne(): Sparse<C> {
    const term = { numerator: 1n, exponents: [] }
    return { monomials: Int32Array.of(tag, one), coefficients: field.read([term, term]) }
  }

  function times({ monomials, coefficients }: Sparse<C>, unit: number): Sparse<C> {
    return {
      monomials: monomials.map((monomial) => (monomial === tag ? tag : table.product(monomial, unit))),
      coefficients,
    }
  }

  /** A normal form as a row: first its standard monomials, then the tag. */
  function rowOf({ monomials, coefficients }: Sparse<C>): { readonly columns: Int32Array; readonly coefficients: C } {
    const columns = monomials.map((monomial) => columnOf.get(monomial) ?? 2 * dimension - (found.length - 1))
    return { columns: rotated(columns), coefficients: field.rotated(coefficients) }
  }
}

function standardMonomials<C>(basis: readonly Sparse<C>[], table: MonomialTable, ticker: Ticker): number[] | undefined {
  const leads = basis.map(({ monomials }) => monomials[0] ?? 0)
  const units = unitsOf(table)
  const seen = new Set([table.idOf(Array<number>(table.variables).fill(0))])
  const standard: number[] = []
  for (const monomial of seen) {
    ticker.step(standard.length, 0)
    if (leads.some((lead) => table.divides(lead, monomial))) continue
    if (standard.push(monomial) > DIMENSION) return undefined
    for (const unit of units) seen.add(table.product(monomial, unit))
  }
  return standard.sort((a, b) => table.compare(b, a))
}

/** The variables. */
function unitsOf(table: MonomialTable): number[] {
  const all = Array.from({ length: table.variables }, (_, i) => i)
  return all.map((i) => table.idOf(all.map((j) => (i === j ? 1 : 0))))
}

/** The first entry goes to the end. */
function rotated(columns: Int32Array): Int32Array {
  const result = new Int32Array(columns.length)
  result.set(columns.subarray(1))
  result[columns.length - 1] = columns[0] ?? 0
  return result
}
