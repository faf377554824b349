/** Wakes those who wait for a topic. Waiting is by name, so that a thousand waiters of other receipts sleep on. */
export interface Bell {
  /** Without a topic: everybody. */
  readonly ring: (topic?: string) => void
  /** Resolves at the next ring, or when the signal aborts. */
  readonly wait: (topic: string, signal: AbortSignal) => Promise<void>
  readonly waiting: () => number
}

export function createBell(): Bell {
  const sleepers = new Map<string, Set<() => void>>()
  let count = 0

  function ring(topic?: string): void {
    const woken = topic === undefined ? [...sleepers.values()] : [sleepers.get(topic) ?? []]
    for (const wake of woken.flatMap((set) => [...set])) wake()
  }

  function wait(topic: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const sleepersHere = sleepers.get(topic) ?? new Set()
      sleepers.set(topic, sleepersHere)
      sleepersHere.add(wake)
      count++
      signal.addEventListener('abort', wake, { once: true })

      function wake(): void {
        if (!sleepersHere.delete(wake)) return
        count--
        if (sleepersHere.size === 0) sleepers.delete(topic)
        signal.removeEventListener('abort', wake)
        resolve()
      }
    })
  }

  return { ring, wait, waiting: () => count }
}
