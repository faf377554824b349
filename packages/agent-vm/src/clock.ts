/** Time as the VM sees it: real, or a simulator's. */
export interface Clock {
  /** Milliseconds, monotonic. */
  readonly now: () => number
  /**
   * Runs `callback` once after `milliseconds`; disposing it before then forgets it.
   * After 0 it runs as soon as whatever else is due has had its turn.
   */
  readonly after: (milliseconds: number, callback: () => void) => Disposable
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    if (milliseconds === 0 && immediately) return immediately(callback)
    const timer = setTimeout(callback, milliseconds)
    return { [Symbol.dispose]: () => clearTimeout(timer) }
  },
}

declare const setImmediate: ((callback: () => void) => Disposable) | undefined
/** A timer of 0 waits a millisecond or more; where there is something quicker, that is taken. */
const immediately = typeof setImmediate === 'function' ? setImmediate : undefined
