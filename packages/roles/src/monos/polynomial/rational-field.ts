import { gcd, primitive } from '../binomial/integers.ts'
import { PolynomialError } from './errors.ts'
import type { Field, Row, Sweeper } from './field.ts'

/** The rationals: rows are primitive integers with a positive first entry, and are combined without fractions. */
export const rationalField: Field<readonly bigint[]> = {
  read(terms) {
    let common = 1n
    for (const { denominator = 1n } of terms) common *= denominator / gcd(common, denominator)
    return normalized(terms.map(({ numerator, denominator = 1n }) => numerator * (common / denominator)))
  },
  monic(coefficients) {
    const [first = 1n] = coefficients
    return coefficients.map((value) => {
      const divisor = gcd(value, first)
      return { numerator: value / divisor, denominator: first / divisor }
    })
  },
  nonZero: (terms) =>
    terms.filter(({ numerator, denominator = 1n }) => {
      if (denominator === 0n) throw new PolynomialError('ERR_POLYNOMIAL_COEFFICIENT', 'A denominator is zero.')
      return numerator !== 0n
    }),
  rotated: (coefficients) => [...coefficients.slice(1), ...coefficients.slice(0, 1)],
  sweeper: createSweeper,
}

function createSweeper(columns: number): Sweeper<readonly bigint[]> {
  const pivots: (Row<readonly bigint[]> | undefined)[] = Array<undefined>(columns).fill(undefined)

  return {
    pivot: (row) => (pivots[row.columns[0] ?? 0] = row),
    reduce({ columns: entries, coefficients }, keepFirst = false) {
      const dense = Array<bigint>(columns).fill(0n)
      entries.forEach((column, k) => (dense[column] = coefficients[k] ?? 0n))
      const first = entries[0] ?? 0
      for (let column = first; column < columns; column++) {
        const value = dense[column] ?? 0n
        const row = pivots[column]
        if (value === 0n || row === undefined || (keepFirst && column === first)) continue
        const lead = row.coefficients[0] ?? 1n
        const divisor = gcd(value, lead)
        if (lead !== divisor) scale(dense, first, lead / divisor)
        const factor = value / divisor
        row.columns.forEach((at, k) => (dense[at] = (dense[at] ?? 0n) - factor * (row.coefficients[k] ?? 0n)))
      }
      return collect(dense, first)
    },
  }
}

function scale(dense: bigint[], from: number, factor: bigint): void {
  for (let column = from; column < dense.length; column++) {
    const value = dense[column] ?? 0n
    if (value !== 0n) dense[column] = value * factor
  }
}

function collect(dense: readonly bigint[], from: number): Row<readonly bigint[]> | undefined {
  const entries: number[] = []
  for (let column = from; column < dense.length; column++) if (dense[column] !== 0n) entries.push(column)
  if (entries.length === 0) return undefined
  return { columns: Int32Array.from(entries), coefficients: normalized(entries.map((column) => dense[column] ?? 0n)) }
}

function normalized(row: readonly bigint[]): readonly bigint[] {
  const result = primitive(row)
  return (result[0] ?? 0n) < 0n ? result.map((value) => -value) : result
}
