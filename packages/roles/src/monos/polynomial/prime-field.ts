import { PolynomialError } from './errors.ts'
import type { Field, Row, Sweeper } from './field.ts'

/** Below this, a product and the square of the modulus to add to it are exact in a double. */
const NARROW = 2 ** 26

/** The field of a prime below 2^31. */
export function createPrimeField(prime: number): Field<Float64Array> {
  const modulus = BigInt(prime)
  const { multiply, inverse } = createArithmetic(prime)
  const residue = (value: bigint) => Number(((value % modulus) + modulus) % modulus)
  const valueOf = ({ numerator, denominator = 1n }: { numerator: bigint; denominator?: bigint }) => {
    if (denominator === 1n) return residue(numerator)
    const divisor = residue(denominator)
    if (divisor === 0)
      throw new PolynomialError('ERR_POLYNOMIAL_COEFFICIENT', `The denominator ${denominator} is zero modulo ${prime}.`)
    return multiply(residue(numerator), inverse(divisor))
  }
  const scaled = (values: Float64Array): Float64Array => {
    const first = values[0] ?? 1
    if (first === 1) return values
    const factor = inverse(first)
    return values.map((value) => multiply(value, factor))
  }
  return {
    read: (terms) => scaled(Float64Array.from(terms, valueOf)),
    monic: (coefficients) => Array.from(scaled(coefficients), (value) => ({ numerator: BigInt(value) })),
    nonZero: (terms) => terms.filter((term) => valueOf(term) !== 0),
    rotated: (coefficients) => Float64Array.from([...coefficients.subarray(1), ...coefficients.subarray(0, 1)]),
    sweeper: (columns) => createSweeper(prime, columns, scaled),
  }
}

function createSweeper(
  prime: number,
  columns: number,
  scaled: (values: Float64Array) => Float64Array,
): Sweeper<Float64Array> {
  const pivots: (Row<Float64Array> | undefined)[] = Array<undefined>(columns).fill(undefined)
  const dense = new Float64Array(columns)
  const narrow = prime < NARROW
  const square = prime * prime
  const reciprocal = 1 / prime
  const { multiply } = createArithmetic(prime)

  return {
    pivot: (row) => (pivots[row.columns[0] ?? 0] = row),
    reduce({ columns: entries, coefficients }, keepFirst = false) {
      dense.fill(0)
      for (let k = 0; k < entries.length; k++) dense[entries[k] ?? 0] = coefficients[k] ?? 0
      const first = entries[0] ?? 0
      let filled = 0
      for (let column = first; column < columns; column++) {
        let value = dense[column] ?? 0
        if (value === 0) continue
        value -= Math.floor(value * reciprocal) * prime
        if (value < 0) value += prime
        else if (value >= prime) value -= prime
        dense[column] = value
        if (value === 0) continue
        const row = pivots[column]
        if (row === undefined || (keepFirst && column === first)) filled++
        else subtract(row, value)
      }
      return filled === 0 ? undefined : collect(first, filled)
    },
  }

  /** The entries stay in [0, prime²) or, where squares are not exact, in [0, prime). */
  function subtract({ columns: entries, coefficients }: Row<Float64Array>, factor: number): void {
    if (narrow)
      for (let k = 0; k < entries.length; k++) {
        const column = entries[k] ?? 0
        const value = (dense[column] ?? 0) - factor * (coefficients[k] ?? 0)
        dense[column] = value < 0 ? value + square : value
      }
    else
      for (let k = 0; k < entries.length; k++) {
        const column = entries[k] ?? 0
        const value = (dense[column] ?? 0) - multiply(factor, coefficients[k] ?? 0)
        dense[column] = value < 0 ? value + prime : value
      }
  }

  function collect(from: number, filled: number): Row<Float64Array> {
    const entries = new Int32Array(filled)
    const coefficients = new Float64Array(filled)
    let at = 0
    for (let column = from; column < columns; column++) {
      const value = dense[column] ?? 0
      if (value === 0) continue
      entries[at] = column
      coefficients[at++] = value
    }
    return { columns: entries, coefficients: scaled(coefficients) }
  }
}

function createArithmetic(prime: number): {
  readonly multiply: (a: number, b: number) => number
  readonly inverse: (a: number) => number
} {
  return { multiply: prime < NARROW ? (a, b) => (a * b) % prime : multiplyWide, inverse }

  /** Halves of 16 bits, so that every product is exact. */
  function multiplyWide(a: number, b: number): number {
    const high = Math.floor(a / 65_536)
    const low = a - high * 65_536
    return (((high * b) % prime) * 65_536 + low * b) % prime
  }

  function inverse(a: number): number {
    let [r, next, s, after] = [prime, a, 0, 1]
    while (next !== 0) {
      const q = Math.floor(r / next)
      ;[r, next] = [next, r - q * next]
      ;[s, after] = [after, s - q * after]
    }
    return s < 0 ? s + prime : s
  }
}
