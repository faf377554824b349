import { grown, type Monomials } from '../monomial/monomials.ts'
import type { RoleErrorCode } from '../../errors.ts'
import type { MonosLimits } from './limits.ts'

/** An exponent as it is read: a number as long as that is exact, so that most never become big integers. */
export type Exponent = number | bigint

/** Collects monomials, row by row, in little more room than they take in the end. */
export interface RowCollector {
  /** Begins a row of zeros. */
  readonly begin: () => void
  /** Sets an exponent of the row. */
  readonly set: (variable: number, exponent: Exponent) => void
  readonly length: () => number
  readonly finish: () => Monomials
}

type Fault = (code: RoleErrorCode, message: string) => never

export function createRows(variables: number, limits: MonosLimits, fault: Fault): RowCollector {
  /** For each variable, in the order in which exponents came up, their numbers. */
  const seen: (Map<Exponent, number> | undefined)[] = Array.from({ length: variables })
  const room = Math.max(variables, 1)
  let ids = new Int32Array(16 * room)
  let length = 0
  let base = 0
  return { begin, set, length: () => length, finish }

  function begin(): void {
    if (length >= limits.rows) fault('ERR_MONOS_LIMIT', `there are more than ${limits.rows} rows`)
    base = length++ * variables
    if (base + variables > limits.entries)
      fault('ERR_MONOS_LIMIT', `${length} rows of ${variables} are more than ${limits.entries} exponents`)
    if (base + variables > ids.length) ids = grown(ids, base + variables)
  }

  function set(variable: number, exponent: Exponent): void {
    // A number in a row is 0 unless it is said.
    if (exponent === 0 || exponent === 0n) return
    const known = (seen[variable] ??= new Map<Exponent, number>([[0, 0]]))
    let id = known.get(exponent)
    if (id === undefined) known.set(exponent, (id = known.size))
    ids[base + variable] = id
  }

  function finish(): Monomials {
    const sorted = seen.map((known) => (known === undefined ? [0] : [...known.keys()].sort(compare)))
    const ranks = ids.slice(0, length * variables)
    for (let i = 0; i < variables; i++) {
      const known = seen[i]
      if (known === undefined) continue
      const place = new Int32Array(known.size)
      sorted[i]?.forEach((exponent, rank) => (place[known.get(exponent) ?? 0] = rank))
      for (let at = i; at < ranks.length; at += variables) ranks[at] = place[ranks[at] ?? 0] ?? 0
    }
    return { variables, length, ranks, scales: sorted.map((exponents) => exponents.map(BigInt)) }
  }
}

/** Decimal digits as an exponent. */
export function exponentOf(digits: string): Exponent {
  return digits.length < 16 ? Number(digits) : exact(BigInt(digits))
}

/** The sum of two exponents. */
export function plus(a: Exponent, b: Exponent): Exponent {
  const sum = Number(a) + Number(b)
  return sum <= Number.MAX_SAFE_INTEGER ? sum : BigInt(a) + BigInt(b)
}

/** The product of two exponents. */
export function times(a: Exponent, b: Exponent): Exponent {
  const product = Number(a) * Number(b)
  return product <= Number.MAX_SAFE_INTEGER ? product : BigInt(a) * BigInt(b)
}

/** One value has one form, since it is looked up in tables. */
function exact(value: bigint): Exponent {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

function compare(a: Exponent, b: Exponent): number {
  return a < b ? -1 : a > b ? 1 : 0
}
