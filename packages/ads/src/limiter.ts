/** Runs at most `concurrency` tasks at once, the rest in the order they came; refuses what does not fit the queue. */
export interface Limiter {
  /** Resolves with what the task resolves with; `undefined` when the queue is full or the limiter's signal aborted. */
  readonly run: <T>(task: () => Promise<T>) => Promise<T | undefined>
}

export function createLimiter(
  { signal }: { readonly signal: AbortSignal },
  { concurrency, queue }: { readonly concurrency: number; readonly queue: number },
): Limiter {
  /** Each is told whether it got a place, or may go home. */
  const waiting: Array<(place: boolean) => void> = []
  let places = concurrency

  signal.addEventListener('abort', () => {
    for (const proceed of waiting.splice(0)) proceed(false)
  })

  async function place(): Promise<boolean> {
    if (signal.aborted) return false
    if (places > 0) {
      places--
      return true
    }
    if (waiting.length >= queue) return false
    return await new Promise<boolean>((resolve) => waiting.push(resolve))
  }

  /** Handed straight to the next in line, so that nobody who comes meanwhile slips in. */
  function free(): void {
    const next = waiting.shift()
    if (next === undefined) places++
    else next(true)
  }

  return {
    async run(task) {
      if (!(await place())) return undefined
      try {
        return await task()
      } finally {
        free()
      }
    },
  }
}
