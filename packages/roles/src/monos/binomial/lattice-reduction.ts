import { dot, nearest, subtractInto } from './integers.ts'
import type { Steps, Ticker } from './kernel-options.ts'

/**
 * Reduces a basis of independent rows after Lenstra, Lenstra and Lovász (factor 3/4) with integers only: H. Cohen, A
 * Course in Computational Algebraic Number Theory, algorithm 2.6.7. The rows returned generate the same lattice.
 */
export function* reducedBasis(basis: readonly (readonly bigint[])[], ticker: Ticker): Steps<bigint[][]> {
  const rows = basis.map((row) => [...row])
  const count = rows.length
  // d[k] is the Gram determinant of the first k rows; lambda[k][j] the Gram-Schmidt coefficient times d[j + 1].
  const d = [1n]
  const lambda: bigint[][] = rows.map(() => Array<bigint>(count).fill(0n))
  const at = (i: number, j: number) => lambda[i]?.[j] ?? 0n
  const set = (i: number, j: number, value: bigint) => ((lambda[i] ?? [])[j] = value)

  let known = -1
  for (let k = 0; k < count;) {
    ticker.step(count, 0)
    yield
    if (k > known) {
      known = k
      orthogonalize(k)
    }
    if (k > 0) {
      reduce(k, k - 1)
      const [before, here, next] = [d[k - 1] ?? 1n, d[k] ?? 1n, d[k + 1] ?? 1n]
      if (4n * next * before < 3n * here * here - 4n * at(k, k - 1) ** 2n) {
        swap(k)
        k = Math.max(1, k - 1)
        continue
      }
      for (let l = k - 2; l >= 0; l--) reduce(k, l)
    }
    k++
  }
  return rows

  function orthogonalize(k: number): void {
    for (let j = 0; j <= k; j++) {
      let u = dot(rows[k] ?? [], rows[j] ?? [])
      for (let i = 0; i < j; i++) u = ((d[i + 1] ?? 1n) * u - at(k, i) * at(j, i)) / (d[i] ?? 1n)
      if (j < k) set(k, j, u)
      else d[k + 1] = u
    }
  }

  function reduce(k: number, l: number): void {
    const divisor = d[l + 1] ?? 1n
    const q = nearest(at(k, l), divisor)
    if (q === 0n) return
    subtractInto(rows[k] ?? [], q, rows[l] ?? [])
    set(k, l, at(k, l) - q * divisor)
    for (let i = 0; i < l; i++) set(k, i, at(k, i) - q * at(l, i))
  }

  function swap(k: number): void {
    ;[rows[k], rows[k - 1]] = [rows[k - 1] ?? [], rows[k] ?? []]
    for (let j = 0; j < k - 1; j++) {
      const kept = at(k, j)
      set(k, j, at(k - 1, j))
      set(k - 1, j, kept)
    }
    const l = at(k, k - 1)
    const [before, here, next] = [d[k - 1] ?? 1n, d[k] ?? 1n, d[k + 1] ?? 1n]
    const b = (before * next + l * l) / here
    for (let i = k + 1; i <= known; i++) {
      const t = at(i, k)
      set(i, k, (next * at(i, k - 1) - l * t) / here)
      set(i, k - 1, (b * t + l * at(i, k)) / next)
    }
    d[k] = b
  }
}
