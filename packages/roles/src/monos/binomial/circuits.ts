import { compareVectors, dot, primitive } from './integers.ts'
import { createTicker, type KernelOptions, runToEnd, type Steps, type Ticker } from './kernel-options.ts'
import { oriented } from './lattice-ideal.ts'
import { checkedMatrix, identity, type IntegerMatrix } from './matrix.ts'

/** A vector and the set of its entries that are not zero. */
interface Supported {
  readonly row: readonly bigint[]
  readonly support: Int32Array
  readonly size: number
}

/**
 * The circuits of a matrix: the primitive vectors of its kernel whose supports are minimal, one of each pair u, -u (its
 * first entry that is not zero is positive), in canonical order.
 *
 * The rows are brought in one by one. A circuit of the smaller kernel is one of the larger kernel already, or made of
 * two such whose supports together are not larger than the rank plus two; among the candidates the minimal supports stay.
 */
export function circuits(matrix: IntegerMatrix, options: KernelOptions = {}): bigint[][] {
  return runToEnd(circuitsSteps(matrix, options))
}

export function* circuitsSteps(matrix: IntegerMatrix, options: KernelOptions = {}): Steps<bigint[][]> {
  const { columns, rows } = checkedMatrix(matrix, options.limits)
  const ticker = createTicker(options)
  let found: readonly Supported[] = identity(columns).map(supported)
  let rank = 0
  for (const row of rows) {
    ticker.enter(`circuits, ${rank} equations`)
    const values = found.map((circuit) => dot(circuit.row, row))
    if (values.every((value) => value === 0n)) continue
    found = yield* cut(found, values, rank, ticker)
    rank++
  }
  return found.map(({ row }) => [...oriented(row)]).sort(compareVectors)
}

/** The circuits on which a linear form with these values vanishes. */
function* cut(
  found: readonly Supported[],
  values: readonly bigint[],
  rank: number,
  ticker: Ticker,
): Steps<readonly Supported[]> {
  const candidates = found.filter((_, k) => values[k] === 0n)
  const cutting = found
    .map((circuit, k) => ({ ...circuit, value: values[k] ?? 0n }))
    .filter(({ value }) => value !== 0n)
  const seen = new Set<string>()
  for (const [at, a] of cutting.entries())
    for (let k = at + 1; k < cutting.length; k++) {
      if (ticker.step(candidates.length, cutting.length - at)) yield
      const b = cutting[k]
      if (b === undefined || unionSize(a.support, b.support) > rank + 2) continue
      const made = supported(oriented(primitive(a.row.map((x, i) => x * b.value - (b.row[i] ?? 0n) * a.value))))
      // Two vectors of the same minimal support are equal; of one that is not minimal, either may stay for now.
      const name = made.support.join()
      if (seen.has(name)) continue
      seen.add(name)
      candidates.push(made)
    }
  return yield* minimalSupports(candidates, ticker)
}

function* minimalSupports(candidates: readonly Supported[], ticker: Ticker): Steps<readonly Supported[]> {
  const kept: Supported[] = []
  for (const candidate of candidates.toSorted((a, b) => a.size - b.size)) {
    if (ticker.step(kept.length, 0)) yield
    if (candidate.size > 0 && !kept.some(({ support }) => contains(candidate.support, support))) kept.push(candidate)
  }
  return kept
}

function supported(row: readonly bigint[]): Supported {
  const support = new Int32Array(Math.ceil(row.length / 32))
  let size = 0
  row.forEach((entry, i) => {
    if (entry === 0n) return
    size++
    support[i >>> 5] = (support[i >>> 5] ?? 0) | (1 << (i & 31))
  })
  return { row, support, size }
}

function unionSize(a: Int32Array, b: Int32Array): number {
  let size = 0
  for (let w = 0; w < a.length; w++) size += bitCount((a[w] ?? 0) | (b[w] ?? 0))
  return size
}

function contains(large: Int32Array, small: Int32Array): boolean {
  for (let w = 0; w < small.length; w++) if (((small[w] ?? 0) & ~(large[w] ?? 0)) !== 0) return false
  return true
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
