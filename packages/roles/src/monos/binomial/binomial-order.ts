import { BinomialError } from './errors.ts'
import { nonNegativeWeight, positiveGrading } from './gradings.ts'
import { dot } from './integers.ts'
import type { Ticker } from './kernel-options.ts'
import type { IntegerMatrix } from './matrix.ts'
import type { VectorShape } from './vectors.ts'

/**
 * Which of two equivalent monomials is larger: the one with the larger weight, by the first weight that tells; then
 * - `lex`: the one with more of the first variable that tells,
 * - `grevlex`: the one of larger total degree, then with less of the last variable that tells,
 * - `ascending`: the one with less of the first variable that tells (reverse lexicographic with x1 < x2 < …), which
 *   needs a positively graded lattice, or a weight that is positive for each variable.
 */
export interface BinomialOrder {
  readonly weights?: readonly (readonly bigint[])[]
  readonly ties: 'lex' | 'grevlex' | 'ascending'
}

/** An order on the vectors of a lattice: they get the values of these forms behind their entries. */
export interface VectorOrder {
  readonly forms: readonly (readonly bigint[])[]
  readonly shape: VectorShape
}

/** Makes an order for a lattice (given by independent rows); refuses one in which monomials can shrink forever. */
export function vectorOrder({ columns, rows }: IntegerMatrix, order: BinomialOrder, ticker: Ticker): VectorOrder {
  const weights = order.weights ?? []
  const wrong = weights.find((weight) => weight.length !== columns)
  if (wrong) throw new BinomialError('ERR_BINOMIAL_SHAPE', `A weight has ${wrong.length} entries, not ${columns}.`)
  const grading = positiveGrading(rows, columns, ticker)
  if (!grading) checkFounded({ columns, rows }, order, ticker)
  const forms = [...weights, ...(order.ties === 'grevlex' ? [Array<bigint>(columns).fill(1n)] : [])]
  const entries = Array.from({ length: columns }, (_, i) => i)
  const ties = {
    lex: entries.map((column) => ({ column, sign: 1 as const })),
    grevlex: entries.toReversed().map((column) => ({ column, sign: -1 as const })),
    ascending: entries.map((column) => ({ column, sign: -1 as const })),
  }
  return {
    forms,
    shape: {
      width: columns + forms.length,
      signed: columns,
      order: [...forms.map((_, at) => ({ column: columns + at, sign: 1 as const })), ...ties[order.ties]],
      grading: grading ?? Array<bigint>(columns).fill(0n),
      priority: Array<number>(columns).fill(1),
    },
  }
}

/** A vector with the values of the forms behind it. */
export function extended(row: readonly bigint[], forms: readonly (readonly bigint[])[]): bigint[] {
  return [...row, ...forms.map((form) => dot(form, row))]
}

function checkFounded({ columns, rows }: IntegerMatrix, { weights = [], ties }: BinomialOrder, ticker: Ticker): void {
  const isPositive = weights.some((weight) => weight.every((entry) => entry > 0n))
  if (ties === 'ascending' && !isPositive)
    throw new BinomialError(
      'ERR_BINOMIAL_ORDER',
      'Reverse lexicographic ties need a positively graded lattice, and this one holds a vector without negative entries; give each variable a positive weight, or ask for lex or grevlex ties.',
    )
  weights.forEach((weight, at) => {
    const form = rows.map((row) => dot(row, weight))
    if ('descent' in nonNegativeWeight(rows, columns, form, ticker))
      throw new BinomialError(
        'ERR_BINOMIAL_ORDER',
        `Weight ${at} is negative on a vector of the lattice without negative entries, so it has no smallest monomials.`,
      )
  })
}
