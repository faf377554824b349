/** What a set needs to know of its numbers: doubles, which refuse what they cannot hold, or bigints. */
export interface Arithmetic<T extends number | bigint> {
  readonly zero: T
  readonly from: (value: bigint) => T
  /** a + sign * b. */
  readonly combine: (a: T, sign: number, b: T) => T
}

/**
 * Vectors, each standing for itself and its negative, and the order u ⊑ v (in some columns u has v's signs and is nowhere
 * larger).
 */
export interface SignedSet<T extends number | bigint> {
  readonly zero: T
  readonly count: () => number
  readonly rows: () => T[][]
  readonly add: (row: readonly T[]) => number
  /** u_i + sign * u_j. */
  readonly combined: (i: number, j: number, sign: number) => T[]
  /** An element with a sign that is ⊑ a vector. */
  readonly within: (row: readonly T[]) => { readonly k: number; readonly sign: number } | undefined
  readonly without: (row: readonly T[], found: { readonly k: number; readonly sign: number }) => T[]
  /** Whether u_i and sign * u_j cancel nowhere. */
  readonly agree: (i: number, j: number, sign: number) => boolean
  /** The sign with which u_i and u_j cancel in the last column and nowhere else; 0 if there is none. */
  readonly opposed: (i: number, j: number) => number
  /** The sum of the norms of two elements. */
  readonly pairNorm: (i: number, j: number) => T
  /** The same without the last column. */
  readonly oldPairNorm: (i: number, j: number) => T
  /** The elements that are minimal by ⊑. */
  readonly irreducible: () => T[][]
}

/** A set that looks at these columns. */
export function createSignedSet<T extends number | bigint>(
  { zero, combine }: Arithmetic<T>,
  columns: readonly number[],
): SignedSet<T> {
  const words = Math.max(1, Math.ceil(columns.length / 32))
  const all: (readonly T[])[] = []
  const norms: T[] = []
  // The signs of an element: a word of columns with positive entries, then one with negative entries, and so on.
  const signs: Int32Array[] = []
  const final = columns.length - 1
  const last = columns[final] ?? 0

  return {
    zero,
    count: () => all.length,
    rows: () => all.map((row) => [...row]),
    add(row) {
      signs.push(signsOf(row))
      norms.push(norm(row))
      return all.push(row) - 1
    },
    combined: (i, j, sign) => sum(all[i] ?? [], sign, all[j] ?? []),
    within: (row) => find(row, -1),
    without: (row, { k, sign }) => sum(row, -sign, all[k] ?? []),
    agree: (i, j, sign) => conflicts(i, j, sign, 0) === 0,
    opposed(i, j) {
      const [a, b] = [all[i]?.[last] ?? zero, all[j]?.[last] ?? zero]
      if (a === zero || b === zero) return 0
      const sign = a > zero === b > zero ? -1 : 1
      return conflicts(i, j, sign, 1 << (final & 31)) === 0 ? sign : 0
    },
    pairNorm: (i, j) => combine(norms[i] ?? zero, 1, norms[j] ?? zero),
    oldPairNorm: (i, j) => combine(oldNorm(i), 1, oldNorm(j)),
    irreducible: () => all.filter((row, k) => find(row, k) === undefined).map((row) => [...row]),
  }

  /** Columns in which u_i and sign * u_j cancel, but for one of the last word that may. */
  function conflicts(i: number, j: number, sign: number, allowed: number): number {
    const [a, b] = [signs[i] ?? new Int32Array(0), signs[j] ?? new Int32Array(0)]
    let found = 0
    for (let w = 0; w < words; w++) {
      const [plus, minus] = [a[2 * w] ?? 0, a[2 * w + 1] ?? 0]
      const [up, down] = sign > 0 ? [b[2 * w] ?? 0, b[2 * w + 1] ?? 0] : [b[2 * w + 1] ?? 0, b[2 * w] ?? 0]
      const mask = (plus & down) | (minus & up)
      found |= w === words - 1 ? mask & ~allowed : mask
    }
    return found
  }

  function find(row: readonly T[], except: number): { readonly k: number; readonly sign: number } | undefined {
    const target = signsOf(row)
    for (let k = 0; k < all.length; k++) {
      if (k === except) continue
      for (const sign of [1, -1]) if (covered(signs[k] ?? target, target, sign) && smaller(k, row)) return { k, sign }
    }
    return undefined
  }

  function covered(small: Int32Array, large: Int32Array, sign: number): boolean {
    const flip = sign > 0 ? 0 : 1
    for (let w = 0; w < 2 * words; w++) if (((small[w ^ flip] ?? 0) & ~(large[w] ?? 0)) !== 0) return false
    return true
  }

  /** Whether no entry is larger, the signs being the same. */
  function smaller(k: number, row: readonly T[]): boolean {
    const element = all[k] ?? []
    for (const column of columns) if (absolute(element[column] ?? zero) > absolute(row[column] ?? zero)) return false
    return true
  }

  function sum(a: readonly T[], sign: number, b: readonly T[]): T[] {
    return a.map((entry, i) => combine(entry, sign, b[i] ?? zero))
  }

  function absolute(value: T): T {
    return value < zero ? combine(zero, -1, value) : value
  }

  function oldNorm(k: number): T {
    return combine(norms[k] ?? zero, -1, absolute(all[k]?.[last] ?? zero))
  }

  function norm(row: readonly T[]): T {
    return columns.reduce((total, column) => combine(total, 1, absolute(row[column] ?? zero)), zero)
  }

  function signsOf(row: readonly T[]): Int32Array {
    const masks = new Int32Array(2 * words)
    columns.forEach((column, at) => {
      const entry = row[column] ?? zero
      if (entry === zero) return
      const word = 2 * (at >>> 5) + (entry > zero ? 0 : 1)
      masks[word] = (masks[word] ?? 0) | (1 << (at & 31))
    })
    return masks
  }
}
