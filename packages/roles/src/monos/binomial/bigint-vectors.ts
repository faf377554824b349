import { negated, subtractInto } from './integers.ts'
import type { Vectors, VectorShape } from './vectors.ts'

/** Vectors whose entries may have any number of digits: for what does not fit into doubles. */
export function createBigintVectors({ width, signed, order, grading, priority }: VectorShape): Vectors {
  const rows: bigint[][] = []
  const living: boolean[] = []
  let hand: bigint[] = []

  return {
    count: () => rows.length,
    alive: (k) => living[k] ?? false,
    row: (k) => [...(rows[k] ?? [])],
    take(row) {
      hand = row.slice(0, width)
      orient()
    },
    pair(i, j) {
      hand = [...(rows[i] ?? [])]
      subtractInto(hand, 1n, rows[j] ?? [])
      orient()
    },
    degree: () => weighted((c) => hand[c] ?? 0n),
    reduce() {
      while (orient()) {
        const k = reducer(1n)
        if (k < 0) {
          reduceTail()
          return true
        }
        subtract(k, 1n)
      }
      return false
    },
    add() {
      living.push(true)
      return rows.push([...hand]) - 1
    },
    drop: (k) => (living[k] = false),
    tidy(k) {
      hand = [...(rows[k] ?? [])]
      reduceTail()
      rows[k] = hand
    },
    divides: (k, i) => every((c) => head(k, c) <= head(i, c)),
    needless(i, j) {
      const disjoint = every((c) => head(i, c) === 0n || head(j, c) === 0n)
      return disjoint || !every((c) => grading[c] === 0n || entry(i, c) >= 0n || entry(j, c) >= 0n)
    },
    chained(i, j) {
      const lcm = Array.from({ length: signed }, (_, c) => top(i, j, c))
      const reaches = (a: number, b: number) => every((c) => top(a, b, c) >= (lcm[c] ?? 0n))
      return rows.some((_, k) => {
        if (!living[k] || k === i || k === j || !every((c) => head(k, c) <= (lcm[c] ?? 0n))) return false
        if (k < j) return k > i || !reaches(k, j)
        return !reaches(i, k) && !reaches(k, j)
      })
    },
    pairDegree: (i, j) => weighted((c) => top(i, j, c)),
    pairPriority: (i, j) => priority.reduce((sum, weight, c) => sum + weight * Number(top(i, j, c)), 0),
  }

  function entry(k: number, c: number): bigint {
    return rows[k]?.[c] ?? 0n
  }

  function head(k: number, c: number): bigint {
    const value = entry(k, c)
    return value > 0n ? value : 0n
  }

  function top(i: number, j: number, c: number): bigint {
    const [a, b] = [head(i, c), head(j, c)]
    return a > b ? a : b
  }

  function every(holds: (c: number) => boolean): boolean {
    for (let c = 0; c < signed; c++) if (!holds(c)) return false
    return true
  }

  function weighted(value: (c: number) => bigint): bigint {
    let sum = 0n
    for (let c = 0; c < signed; c++) {
      const exponent = value(c)
      if (exponent > 0n) sum += (grading[c] ?? 0n) * exponent
    }
    return sum
  }

  function orient(): boolean {
    const first = order.find(({ column }) => (hand[column] ?? 0n) !== 0n)
    if (first === undefined) return false
    if ((hand[first.column] ?? 0n) > 0n !== first.sign > 0) hand = negated(hand)
    return true
  }

  function reducer(side: bigint): number {
    return rows.findIndex(
      (_, k) => living[k] && every((c) => head(k, c) === 0n || head(k, c) <= side * (hand[c] ?? 0n)),
    )
  }

  function reduceTail(): void {
    for (let k = reducer(-1n); k >= 0; k = reducer(-1n)) subtract(k, -1n)
  }

  function subtract(k: number, side: bigint): void {
    let times: bigint | undefined
    for (let c = 0; c < signed; c++) {
      const value = head(k, c)
      if (value === 0n) continue
      const quotient = (side * (hand[c] ?? 0n)) / value
      if (times === undefined || quotient < times) times = quotient
    }
    subtractInto(hand, side * (times ?? 0n), rows[k] ?? [])
  }
}
