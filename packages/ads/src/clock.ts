/** Time as ads see it. Unlike a VM's clock it tells the time of day, for an ad says when it expires. */
export interface WallClock {
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number
  /** Runs `callback` once after `milliseconds`; disposing it before then forgets it. */
  readonly after: (milliseconds: number, callback: () => void) => Disposable
}

export const wallClock: WallClock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return { [Symbol.dispose]: () => clearTimeout(timer) }
  },
}
