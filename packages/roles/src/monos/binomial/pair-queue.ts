/** A pair of elements, or with `j` = -1 the input number `i`; those of smaller keys come first. */
export interface Waiting {
  readonly degree: number | bigint
  readonly priority: number
  readonly i: number
  readonly j: number
}

export interface PairQueue {
  readonly size: () => number
  readonly push: (waiting: Waiting) => void
  readonly pop: () => Waiting | undefined
}

/** A binary heap. */
export function createPairQueue(): PairQueue {
  const heap: Waiting[] = []
  return {
    size: () => heap.length,
    push(waiting) {
      let at = heap.push(waiting) - 1
      while (at > 0) {
        const parent = (at - 1) >> 1
        const above = heap[parent]
        if (above === undefined || !before(waiting, above)) break
        heap[at] = above
        at = parent
      }
      heap[at] = waiting
    },
    pop() {
      const first = heap[0]
      const last = heap.pop()
      if (last === undefined || heap.length === 0) return first
      sink(last)
      return first
    },
  }

  function sink(waiting: Waiting): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      let below = heap[child]
      if (below === undefined) break
      const other = heap[child + 1]
      if (other !== undefined && before(other, below)) {
        child++
        below = other
      }
      if (!before(below, waiting)) break
      heap[at] = below
      at = child
    }
    heap[at] = waiting
  }
}

/** By degree, then pairs before inputs, then by priority, then the older first. */
function before(a: Waiting, b: Waiting): boolean {
  if (a.degree !== b.degree) return a.degree < b.degree
  if (a.j < 0 !== b.j < 0) return b.j < 0
  if (a.priority !== b.priority) return a.priority < b.priority
  return a.j !== b.j ? a.j < b.j : a.i < b.i
}
