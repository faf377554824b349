import { type Hours, isOpen } from './hours.ts'

/** When a host is to be had, as its owner wants it. */
export interface Terms {
  readonly hours?: Hours
  /** For each core. */
  readonly maxLoad?: number
}

export interface Reading {
  /** Of the week. */
  readonly minute: number
  /** The load average of the last minute for each core; `undefined` on a system that has none. */
  readonly load: number | undefined
}

/** Whether a host may be hired, and if not, why. What has a load that cannot be read is not held back by it. */
export function judge({ hours, maxLoad }: Terms, { minute, load }: Reading): 'available' | 'hours' | 'load' {
  if (hours !== undefined && !isOpen(hours, minute)) return 'hours'
  if (maxLoad !== undefined && load !== undefined && load > maxLoad) return 'load'
  return 'available'
}
