import { compareRows } from './monomials.ts'

/**
 * Merges rows that are each in canonical order, holding one of each source at a time. Equal rows all come, next to each
 * other; the slices of an ideal have none in common.
 *
 * @param sources lists through `rowsOf`, or what reads them from elsewhere
 */
export function* mergedRows(
  sources: Iterable<Iterable<readonly bigint[]>>,
): Generator<readonly bigint[], void, undefined> {
  const heap: Head[] = []
  for (const source of sources) {
    const rest = source[Symbol.iterator]()
    const { value, done } = rest.next()
    if (done === true) continue
    heap.push({ row: value, rest })
    rise(heap, heap.length - 1)
  }
  for (let head = heap[0]; head !== undefined; head = heap[0]) {
    yield head.row
    const { value, done } = head.rest.next()
    const last = done === true ? heap.pop() : undefined
    if (done !== true) heap[0] = { row: value, rest: head.rest }
    else if (last !== undefined && heap.length > 0) heap[0] = last
    sink(heap)
  }
}

interface Head {
  readonly row: readonly bigint[]
  readonly rest: Iterator<readonly bigint[]>
}

function rise(heap: Head[], from: number): void {
  for (let at = from; at > 0; at = (at - 1) >> 1) if (!swapped(heap, (at - 1) >> 1, at)) return
}

function sink(heap: Head[]): void {
  for (let at = 0; ;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
    if (left === undefined) return
    const smaller = right !== undefined && compareRows(right.row, left.row) < 0 ? 2 * at + 2 : 2 * at + 1
    if (!swapped(heap, at, smaller)) return
    at = smaller
  }
}

/** Swaps two heads if the one that is further down comes first. */
function swapped(heap: Head[], upper: number, lower: number): boolean {
  const [a, b] = [heap[upper], heap[lower]]
  if (a === undefined || b === undefined || compareRows(a.row, b.row) <= 0) return false
  heap[upper] = b
  heap[lower] = a
  return true
}
