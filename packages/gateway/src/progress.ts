import type { Progress } from '@xeerkat/agent-vm'

/**
 * Writes the first note at once, then the latest every so often; nothing once it is disposed. All who write at the same
 * pace write at the same moments, so that a store can commit their notes together.
 */
export function createProgress(
  write: (progress: Progress) => Promise<unknown>,
  every: number,
): { readonly note: (progress: Progress) => void } & Disposable {
  let latest: Progress | undefined
  let resting: NodeJS.Timeout | undefined

  function flush(): void {
    resting = undefined
    if (latest === undefined) return
    const present = latest
    latest = undefined
    resting = setTimeout(flush, every - (Date.now() % every))
    write(present).catch(() => {}) // Nice to know, no more: the store's troubles show elsewhere.
  }

  return {
    note(progress) {
      latest = progress
      if (resting === undefined) flush()
    },
    [Symbol.dispose]() {
      latest = undefined
      clearTimeout(resting)
    },
  }
}
