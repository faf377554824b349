/** Milliseconds that a stream of documents at hand may keep everybody else in the process waiting. */
const TURN = 20

/** To be awaited between two pieces of work, if it is a promise: lets timers, sockets and signals have their turn. */
export function createTurns(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => (performance.now() - since < TURN ? undefined : pause())

  async function pause(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0))
    since = performance.now()
  }
}
