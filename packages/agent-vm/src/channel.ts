/** A bounded queue from one writer to one reader. */
export interface Channel<T> extends AsyncIterable<T> {
  /** Adds a value; beyond the bound the oldest unread one is dropped. After `close` it does nothing. */
  readonly push: (value: T) => void
  /** Ends the iteration once what is queued has been read. */
  readonly close: () => void
  /** Takes out everything unread. */
  readonly drain: () => readonly T[]
  /** Waits until there is something to read; `false` at the end. */
  readonly ready: () => Promise<boolean>
}

export function createChannel<T>({ bound = Infinity }: { bound?: number } = {}): Channel<T> {
  let queue: T[] = []
  let head = 0
  let closed = false
  let wake: (() => void) | undefined

  async function ready(): Promise<boolean> {
    while (head === queue.length && !closed) await new Promise<void>((resolve) => (wake = resolve))
    return head < queue.length
  }

  return {
    ready,
    push(value) {
      if (closed) return
      if (queue.length - head >= bound) head++
      queue.push(value)
      wake?.()
    },
    close() {
      closed = true
      wake?.()
    },
    drain() {
      const unread = queue.slice(head)
      queue = []
      head = 0
      return unread
    },
    async *[Symbol.asyncIterator]() {
      while (await ready()) {
        const value = queue[head++] as T
        if (head === queue.length) {
          queue = []
          head = 0
        }
        yield value
      }
    },
  }
}
