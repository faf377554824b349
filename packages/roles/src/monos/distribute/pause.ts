/** Returns nothing, or where it is time for it, what lets everything else in this thread happen first. */
export type Pause = () => Promise<void> | undefined

/**
 * For long computations: between two of their steps heartbeats are answered, messages read, timers called.
 *
 * @param every milliseconds of computation between two pauses
 */
export function createPause(every = 20): Pause {
  let last = performance.now()
  return () => {
    if (performance.now() - last < every) return undefined
    return new Promise((resolve) => {
      setTimeout(() => {
        last = performance.now()
        resolve()
      }, 0)
    })
  }
}

/** Resolves after so many milliseconds, or at an abort. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
