import type { Steps, Ticker } from '../binomial/kernel-options.ts'
import { createCriticalPairs, type CriticalPair } from './critical-pairs.ts'
import type { Field } from './field.ts'
import type { MonomialTable } from './monomial-table.ts'
import type { Sparse } from './sparse.ts'
import { type Multiple, multipleOf, reduceTogether } from './symbolic.ts'

interface Surroundings<C> {
  readonly table: MonomialTable
  readonly field: Field<C>
  readonly ticker: Ticker
  /** Whether to choose pairs by sugar: for orders that do not go by the total degree. */
  readonly sugar: boolean
}

/** Pairs in one matrix, at most. */
const BATCH = 1024

/** The reduced Gröbner basis of some polynomials, by leading monomials ascending: F4 with the normal or sugar strategy. */
export function* reducedGroebnerBasis<C>(
  inputs: readonly Sparse<C>[],
  surroundings: Surroundings<C>,
): Steps<Sparse<C>[]> {
  const { table, field, ticker, sugar } = surroundings
  const basis: Sparse<C>[] = []
  const pairs = createCriticalPairs(table, { sugar })
  let waiting = inputs.map((polynomial) => ({ polynomial, degree: totalDegree(polynomial) }))
  const step = () => ticker.step(basis.length, pairs.size())
  const findReducer = finderIn(basis, pairs.living, table)
  for (;;) {
    const degree = Math.min(
      pairs.lowest(),
      waiting.reduce((least, { degree }) => Math.min(least, degree), Infinity),
    )
    if (degree === Infinity) break
    ticker.enter(`degree ${degree}`)
    const taken = pairs.take(degree, BATCH)
    const arrived = waiting.filter((input) => input.degree === degree)
    waiting = waiting.filter((input) => input.degree !== degree)
    const { rows, reducers } = cancelling(taken)
    for (const { polynomial } of arrived) rows.push({ polynomial, monomials: polynomial.monomials })
    const found = yield* reduceTogether(rows, reducers, findReducer, { table, field, step })
    for (const polynomial of ascending(found.filter((rest) => rest !== undefined)))
      if (admit(polynomial, degree)) return [polynomial]
  }
  const living = ascending(pairs.living().flatMap((k) => basis[k] ?? []))
  return yield* tailReduced(living, { table, field, step })

  /** Brings in what was found; true if it is a unit. What an element found just before divides is reduced once more. */
  function admit(polynomial: Sparse<C>, degree: number): boolean {
    const lead = polynomial.monomials[0] ?? 0
    if (table.degree(lead) === 0) return true
    if (findReducer(lead) === undefined) {
      basis.push(polynomial)
      pairs.admit(lead, Math.max(degree, table.degree(lead)))
    } else waiting.push({ polynomial, degree })
    return false
  }

  /** The rows of some pairs: of those with one least common multiple, the first reduces the others. */
  function cancelling(taken: readonly CriticalPair[]): { rows: Multiple<C>[]; reducers: Multiple<C>[] } {
    const groups = new Map<number, Set<number>>()
    for (const { i, j, lcm } of taken) {
      const group = groups.get(lcm) ?? new Set()
      groups.set(lcm, group.add(i).add(j))
    }
    const [rows, reducers]: [Multiple<C>[], Multiple<C>[]] = [[], []]
    for (const [lcm, group] of groups)
      [...group].forEach((k, at) => {
        const polynomial = basis[k]
        if (polynomial) (at === 0 ? reducers : rows).push(multipleOf(polynomial, lcm, table))
      })
    return { rows, reducers }
  }

  function ascending(polynomials: readonly Sparse<C>[]): Sparse<C>[] {
    return polynomials.toSorted((a, b) => table.compare(a.monomials[0] ?? 0, b.monomials[0] ?? 0))
  }

  function totalDegree({ monomials }: Sparse<C>): number {
    return monomials.reduce((largest, monomial) => Math.max(largest, table.degree(monomial)), 0)
  }
}

/** Reduces the tails of a minimal Gröbner basis. */
function* tailReduced<C>(
  basis: readonly Sparse<C>[],
  tools: { readonly table: MonomialTable; readonly field: Field<C>; readonly step: () => boolean },
): Steps<Sparse<C>[]> {
  const all = basis.map((_, k) => k)
  const rows = basis.map((polynomial) => ({ polynomial, monomials: polynomial.monomials }))
  const reduced = yield* reduceTogether(
    rows,
    [],
    finderIn(basis, () => all, tools.table),
    tools,
    true,
  )
  return reduced.filter((row) => row !== undefined)
}

/** The normal forms of polynomials modulo a Gröbner basis, up to factors; one monomial may be kept from being reduced. */
export function* normalForms<C>(
  polynomials: readonly Sparse<C>[],
  basis: readonly Sparse<C>[],
  { table, field, ticker }: Omit<Surroundings<C>, 'sugar'>,
  kept = -1,
): Steps<(Sparse<C> | undefined)[]> {
  const all = basis.map((_, k) => k)
  const step = () => ticker.step(basis.length, 0)
  const find = finderIn(basis, () => all, table)
  const findReducer = (monomial: number) => (monomial === kept ? undefined : find(monomial))
  const forms: (Sparse<C> | undefined)[] = []
  for (const polynomial of polynomials) {
    const rows = [{ polynomial, monomials: polynomial.monomials }]
    forms.push(...(yield* reduceTogether(rows, [], findReducer, { table, field, step })))
  }
  return forms
}

/** Whether all S-polynomials reduce to zero: whether a list is a Gröbner basis of what it generates. */
export function* isGroebnerBasis<C>(
  basis: readonly Sparse<C>[],
  { table, field, ticker, sugar }: Surroundings<C>,
): Steps<boolean> {
  const pairs = createCriticalPairs(table, { sugar })
  const all = basis.map((_, k) => k)
  const findReducer = finderIn(basis, () => all, table)
  for (const { monomials } of basis) pairs.admit(monomials[0] ?? 0, table.degree(monomials[0] ?? 0))
  const step = () => ticker.step(basis.length, pairs.size())
  for (let degree = pairs.lowest(); degree < Infinity; degree = pairs.lowest())
    for (const { i, j, lcm } of pairs.take(degree, BATCH)) {
      const [a, b] = [basis[i], basis[j]]
      if (a === undefined || b === undefined) continue
      const [reducer, row] = [multipleOf(a, lcm, table), multipleOf(b, lcm, table)]
      const [rest] = yield* reduceTogether([row], [reducer], findReducer, { table, field, step })
      if (rest !== undefined) return false
    }
  return true
}

function finderIn<C>(
  basis: readonly Sparse<C>[],
  living: () => readonly number[],
  table: MonomialTable,
): (monomial: number) => Sparse<C> | undefined {
  return (monomial) => {
    for (const k of living()) {
      const polynomial = basis[k]
      if (polynomial && table.divides(polynomial.monomials[0] ?? 0, monomial)) return polynomial
    }
    return undefined
  }
}
