import type { WallClock } from './clock.ts'

/** Resolves after so many milliseconds, or as soon as the signal aborts. */
export async function pause(clock: WallClock, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  using _timer = clock.after(milliseconds, resolve)
  const wake = () => resolve()
  signal.addEventListener('abort', wake)
  await promise
  signal.removeEventListener('abort', wake)
}
