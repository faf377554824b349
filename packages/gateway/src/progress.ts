import type { Progress } from '@xeerkat/agent-vm'

/** Writes the latest of many notes, at most every so often, one at a time. Nothing is written once it is disposed. */
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
    resting = setTimeout(flush, every)
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
