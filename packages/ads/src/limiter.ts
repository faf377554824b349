/** Runs at most `concurrency` tasks at once, the rest in the order they came; refuses what does not fit the queue. */
export interface Limiter {
  /** Resolves with what the task resolves with; `undefined` when the queue is full or the limiter's signal aborted. */
  readonly run: <T>(task: () => Promise<T>) => Promise<T | undefined>
}

export function createLimiter(
  { signal }: { readonly signal: AbortSignal },
  { concurrency, queue }: { readonly concurrency: number; readonly queue: number },
): Limiter {
  const waiting: Array<() => void> = []
  let running = 0

  signal.addEventListener('abort', () => {
    for (const proceed of waiting.splice(0)) proceed()
  })

  async function turn(): Promise<boolean> {
    if (running >= concurrency) {
      if (waiting.length >= queue) return false
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    return !signal.aborted
  }

  return {
    async run(task) {
      if (!(await turn())) return undefined
      running++
      try {
        return await task()
      } finally {
        running--
        waiting.shift()?.()
      }
    },
  }
}
