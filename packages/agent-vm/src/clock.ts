/** Time as the VM sees it: real, or a simulator's. */
export interface Clock {
  /** Milliseconds, monotonic. */
  readonly now: () => number
  /** Runs `callback` once after `milliseconds`; disposing it before then forgets it. */
  readonly after: (milliseconds: number, callback: () => void) => Disposable
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return { [Symbol.dispose]: () => clearTimeout(timer) }
  },
}
