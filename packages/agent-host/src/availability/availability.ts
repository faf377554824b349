import { HostError } from '../errors.ts'
import { parseHours } from './hours.ts'
import { judge, type Terms } from './judge.ts'
import type { Machine } from './machine.ts'
import { createWeekClock, nextChange } from './week-clock.ts'

/** Whether a host is to be hired at a moment. */
export interface Availability {
  readonly available: boolean
  /** Why not. */
  readonly why?: 'hours' | 'load'
  /** When its hours change that (ISO 8601); absent where they never do, or where it is for the load. */
  readonly until?: string
}

export interface AvailabilityOptions {
  /** Weekly hours in which to be hired, such as `mon-fri 18:00-08:00, sat, sun`. Default: always. */
  readonly hours?: string
  /** The time zone of the hours, such as `Europe/Berlin`. Default: this machine's. */
  readonly hoursZone?: string
  /** The load average of a minute, for each core, above which no hire is taken. Default: any is. */
  readonly maxLoad?: number
}

export interface Availabilities {
  readonly now: () => Availability
  /** Tells of each change, within half a second. */
  readonly watch: (onChange: (now: Availability) => void) => Disposable
}

/** So often (milliseconds) the clock is looked at: a timer for the end itself would be late after the machine has slept. */
const PACE = 500

/**
 * When a host is to be hired.
 * @throws HostError `ERR_USAGE` for hours, a zone or a load that are none.
 */
export function createAvailabilities(
  machine: Machine,
  { hours: text, hoursZone, maxLoad }: AvailabilityOptions,
): Availabilities {
  const hours = text === undefined ? undefined : parseHours(text)
  const clock = createWeekClock(hoursZone)
  if (maxLoad !== undefined && !(maxLoad > 0))
    throw new HostError('ERR_USAGE', `The highest load is a number above 0, such as 0.5, not ${maxLoad}.`)
  const terms: Terms = { ...(hours !== undefined && { hours }), ...(maxLoad !== undefined && { maxLoad }) }
  if (Object.keys(terms).length === 0) return always

  function now(): Availability {
    const moment = machine.now()
    const verdict = judge(terms, { minute: clock(moment), load: machine.load() })
    const until = hours === undefined || verdict === 'load' ? undefined : nextChange(hours, clock, moment)
    return {
      available: verdict === 'available',
      ...(verdict !== 'available' && { why: verdict }),
      ...(until !== undefined && { until: until.toISOString() }),
    }
  }

  return {
    now,
    watch(onChange) {
      let before = now()
      const timer = setInterval(() => {
        const news = now()
        if (news.why !== before.why) onChange(news)
        before = news
      }, PACE).unref()
      return { [Symbol.dispose]: () => clearInterval(timer) }
    },
  }
}

const always: Availabilities = {
  now: () => ({ available: true }),
  watch: () => ({ [Symbol.dispose]: () => {} }),
}
