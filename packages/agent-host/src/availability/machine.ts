import { availableParallelism, loadavg } from 'node:os'

/** What is read of the machine to judge whether it is to be had. */
export interface Machine {
  readonly now: () => Date
  /** The load average of the last minute for each core; `undefined` on a system that has none. */
  readonly load: () => number | undefined
}

export const thisMachine: Machine = {
  now: () => new Date(),
  // Windows has no load average, and Node says 0.
  load: () => (process.platform === 'win32' ? undefined : (loadavg()[0] ?? 0) / availableParallelism()),
}
