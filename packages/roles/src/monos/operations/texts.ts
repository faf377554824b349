import type { Polynomial, Syntax } from '../syntax/ideal.ts'
import {
  hasPolynomials,
  writeComponents,
  writeMatrix,
  writeMonomialIdeal,
  writePolynomialIdeal,
} from '../syntax/write.ts'
import type { ResultPart } from '../vocabulary/result.ts'

/** Parts in another language, as far as that has words for them; what it has none for stays as it is. */
export function* inSyntax(parts: Iterable<ResultPart>, syntax: Syntax): Generator<ResultPart, void> {
  for (const part of parts) {
    const text = textOf(part, syntax)
    yield text === undefined ? part : { kind: 'text', syntax, text }
  }
}

function textOf(part: ResultPart, syntax: Syntax): Iterable<string> | undefined {
  switch (part.kind) {
    case 'ideal':
      return writeMonomialIdeal(part, syntax)
    case 'monomials':
      return writeMonomialIdeal({ names: part.names, generators: part.rows }, syntax)
    case 'components':
    case 'primes':
      return writeComponents(part.names, part.rows, syntax)
    case 'polynomials':
      if (!hasPolynomials(syntax, part.characteristic)) return undefined
      return writePolynomialIdeal({ ...part, generators: [...part.polynomials] }, syntax)
    case 'vectors':
      if (syntax === '4ti2') return writeMatrix(part.names.length, part.count, part.rows)
      if (!hasPolynomials(syntax, 0n)) return undefined
      return writePolynomialIdeal(
        { names: part.names, characteristic: 0n, generators: [...binomials(part.rows)] },
        syntax,
      )
    default:
      return undefined
  }
}

function* binomials(rows: Iterable<readonly bigint[]>): Generator<Polynomial, void> {
  for (const row of rows)
    yield [
      { numerator: 1n, denominator: 1n, exponents: row.map((entry) => (entry > 0n ? entry : 0n)) },
      { numerator: -1n, denominator: 1n, exponents: row.map((entry) => (entry < 0n ? -entry : 0n)) },
    ]
}
