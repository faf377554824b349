/**
 * A long computation in short parts: each `next` does one, and the last gives the result. In between, others may run, so
 * that a signal can be given at all.
 */
export type Steps<T> = Generator<undefined, T, undefined>

/** Does all parts at once. */
export function runToEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
