import { type Monomials, select } from './monomials.ts'
import { divides, type Packing, packingFor, packRows, rankAt } from './packing.ts'
import { smallest } from './pivot.ts'

/** The minimal generators of an ideal, in the order of their ranks' sums; duplicates go too. */
export function minimalGenerators(list: Monomials): Monomials {
  if (list.length < 2) return list
  const packing = packingFor(list.scales.map((scale) => scale.length - 1))
  const rows = new Int32Array(list.length * packing.stride)
  packRows(list, packing, rows, 0)
  const order = minimalRows(rows, list.length, packing)
  return select(list, order)
}

/**
 * Which rows no other divides (of equal ones, the first stays), by divide and conquer: Kung, Luccio and Preparata, On
 * Finding the Maxima of a Set of Vectors, J. ACM 22 (1975). In the order of the ranks' sums nothing is divided by what
 * comes later.
 */
function minimalRows(rows: Int32Array, count: number, packing: Packing): Int32Array {
  const { variables, stride } = packing
  const sums = new Float64Array(count)
  for (let row = 0; row < count; row++)
    for (let i = 0; i < variables; i++) sums[row] = (sums[row] ?? 0) + rankAt(rows, row * stride, i, packing)
  const order = Int32Array.from({ length: count }, (_, row) => row)
  order.sort((a, b) => (sums[a] ?? 0) - (sums[b] ?? 0) || a - b)
  const divisors = new Int32Array(count)
  const column = new Int32Array(count)
  const all = Array.from({ length: variables }, (_, i) => i)
  return order.slice(0, minimize(0, count))

  /** Brings the minimal rows of a run of `order` to its front, in order; returns where they end. */
  function minimize(from: number, to: number): number {
    if (to - from < 2) return to
    const middle = (from + to) >> 1
    const first = minimize(from, middle)
    const second = minimize(middle, to)
    divisors.set(order.subarray(from, first))
    const sieved = sieve(0, first - from, middle, second, all)
    const rest = order.slice(middle, sieved).sort((a, b) => (sums[a] ?? 0) - (sums[b] ?? 0) || a - b)
    order.set(rest, first)
    return first + rest.length
  }

  /**
   * Drops from a run of `order` what a run of `divisors` divides; returns the new end. Where a variable's median parts
   * both, large divisors need not be tried on rows with small exponents; and what small divisors have in that variable
   * need not be compared with rows with large ones.
   *
   * @param open the variables in which some divisor may be larger than some row, the one to part by first
   */
  function sieve(low: number, high: number, from: number, to: number, open: readonly number[]): number {
    if (low === high || from === to) return to
    const [variable, ...others] = open
    if (variable === undefined) return from
    if ((high - low) * (to - from) <= 1024) return sieveEach(low, high, from, to)
    let n = 0
    for (let k = low; k < high; k++) column[n++] = rankOf(divisors[k] ?? 0, variable)
    let median = smallest(column, n, n >> 1)
    let [smallDivisors, smallRows] = [
      parted(divisors, low, high, variable, median),
      parted(order, from, to, variable, median),
    ]
    if (smallDivisors === high && smallRows === to) {
      median--
      smallDivisors = parted(divisors, low, high, variable, median)
      smallRows = parted(order, from, to, variable, median)
      if (smallDivisors === low && smallRows === from) return sieve(low, high, from, to, others)
    }
    const turned = [...others, variable]
    const upTo = sieve(low, smallDivisors, from, smallRows, turned)
    const below = sieve(low, smallDivisors, smallRows, to, others)
    const beyond = sieve(smallDivisors, high, smallRows, below, turned)
    order.copyWithin(upTo, smallRows, beyond)
    return upTo + beyond - smallRows
  }

  function sieveEach(low: number, high: number, from: number, to: number): number {
    let end = from
    for (let k = from; k < to; k++) {
      const row = (order[k] ?? 0) * stride
      let divisor = low
      while (divisor < high && !divides(rows, (divisors[divisor] ?? 0) * stride, rows, row, packing)) divisor++
      if (divisor === high) order[end++] = order[k] ?? 0
    }
    return end
  }

  /** Brings the rows with at most this rank to the front of a run. */
  function parted(run: Int32Array, from: number, to: number, variable: number, rank: number): number {
    let end = from
    for (let k = from; k < to; k++) {
      const row = run[k] ?? 0
      if (rankOf(row, variable) > rank) continue
      run[k] = run[end] ?? 0
      run[end++] = row
    }
    return end
  }

  function rankOf(row: number, variable: number): number {
    return rankAt(rows, row * stride, variable, packing)
  }
}
