import { MonomialError } from './errors.ts'
import { grown, type Monomials } from './monomials.ts'
import { type Packing, rankAt } from './packing.ts'

/** Adds up terms with packed exponents; a table with open addressing, at most half full. */
export interface TermTable {
  /** Adds a coefficient to that of the monomial whose packed row is at p; its mask is not looked at. */
  readonly add: (rows: Int32Array, p: number, coefficient: number) => void
  /** How many monomials there are, those included whose coefficient has become 0. */
  readonly size: () => number
  /** The terms whose coefficient is not 0. */
  readonly terms: (scales: Monomials['scales']) => Terms
}

/** Monomials and their coefficients, in the same order. */
export interface Terms {
  readonly monomials: Monomials
  readonly coefficients: BigInt64Array
}

export function createTermTable(packing: Packing, limit: number): TermTable {
  const { masks, stride, variables } = packing
  const width = stride - masks
  let keys = new Int32Array(1024 * width)
  let sums = new Float64Array(1024)
  let slots = new Int32Array(2048).fill(-1)
  let size = 0
  return { add, size: () => size, terms }

  function add(rows: Int32Array, p: number, coefficient: number): void {
    const at = find(rows, p + masks)
    const held = slots[at] ?? -1
    if (held >= 0) sums[held] = (sums[held] ?? 0) + coefficient
    else insert(at, rows, p + masks, coefficient)
  }

  function insert(at: number, rows: Int32Array, p: number, coefficient: number): void {
    if (size === limit) throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${limit} terms.`)
    if ((size + 1) * width > keys.length) keys = grown(keys, (size + 1) * width)
    if (size === sums.length) {
      const larger = new Float64Array(2 * size)
      larger.set(sums)
      sums = larger
    }
    for (let w = 0; w < width; w++) keys[size * width + w] = rows[p + w] ?? 0
    sums[size] = coefficient
    slots[at] = size++
    if (2 * size > slots.length) rehash()
  }

  /** The slot of a monomial, or the empty one where it belongs. */
  function find(rows: Int32Array, p: number): number {
    const last = slots.length - 1
    let hash = 0
    for (let w = 0; w < width; w++) hash = Math.imul(hash ^ (rows[p + w] ?? 0), 0x9e3779b1) ^ (hash >>> 15)
    for (let at = (hash ^ (hash >>> 16)) & last; ; at = (at + 1) & last) {
      const held = slots[at] ?? -1
      if (held < 0) return at
      let w = 0
      while (w < width && keys[held * width + w] === rows[p + w]) w++
      if (w === width) return at
    }
  }

  function rehash(): void {
    slots = new Int32Array(2 * slots.length).fill(-1)
    for (let held = 0; held < size; held++) slots[find(keys, held * width)] = held
  }

  function terms(scales: Monomials['scales']): Terms {
    const length = sums.subarray(0, size).filter((sum) => sum !== 0).length
    const ranks = new Int32Array(length * variables)
    const coefficients = new BigInt64Array(length)
    let row = 0
    for (let held = 0; held < size; held++) {
      if (sums[held] === 0) continue
      for (let i = 0; i < variables; i++) ranks[row * variables + i] = rankAt(keys, held * width - masks, i, packing)
      coefficients[row++] = BigInt(sums[held] ?? 0)
    }
    return { monomials: { variables, length, ranks, scales }, coefficients }
  }
}
