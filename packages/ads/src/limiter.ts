/** Runs at most `concurrency` tasks at once, the rest in the order they came; refuses what does not fit the queue. */
export interface Limiter {
  /**
   * Resolves with what the task resolves with; `undefined` when the queue is full, or either signal aborted before it
   * was the task's turn.
   */
  readonly run: <T>(task: () => Promise<T>, signal?: AbortSignal) => Promise<T | undefined>
}

export function createLimiter(
  { signal }: { readonly signal: AbortSignal },
  { concurrency, queue }: { readonly concurrency: number; readonly queue: number },
): Limiter {
  /** Each is told whether it got a place, or may go home. */
  const waiting = new Set<(place: boolean) => void>()
  let places = concurrency

  signal.addEventListener('abort', () => {
    for (const proceed of waiting) proceed(false)
    waiting.clear()
  })

  async function place(given?: AbortSignal): Promise<boolean> {
    if (signal.aborted || given?.aborted === true) return false
    if (places > 0) {
      places--
      return true
    }
    if (waiting.size >= queue) return false
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const leave = () => {
      if (waiting.delete(resolve)) resolve(false)
    }
    waiting.add(resolve)
    given?.addEventListener('abort', leave)
    const placed = await promise
    given?.removeEventListener('abort', leave)
    return placed
  }

  /** Handed straight to the next in line, so that nobody who comes meanwhile slips in. */
  function free(): void {
    const [next] = waiting
    if (next === undefined) places++
    else {
      waiting.delete(next)
      next(true)
    }
  }

  return {
    async run(task, given) {
      if (!(await place(given))) return undefined
      try {
        return await task()
      } finally {
        free()
      }
    },
  }
}
