import { HostError } from '../errors.ts'
import { DAY, type Hours, untilChange, WEEK } from './hours.ts'

const MINUTE = 60_000
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Minutes since Monday 0:00 on the clocks of one time zone. */
export type WeekClock = (at: Date) => number

/**
 * @param zone an IANA name such as `Europe/Berlin`. Default: this machine's.
 * @throws HostError `ERR_USAGE` for a zone that is not known.
 */
export function createWeekClock(zone?: string): WeekClock {
  const format = formatOf(zone)
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const day = DAYS.indexOf(parts.get('weekday') ?? '')
    return day * DAY + Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  }
}

/** The moment at which hours begin or end next, also where summer time does in between. */
export function nextChange(hours: Hours, clock: WeekClock, now: Date): Date | undefined {
  const minute = clock(now)
  const wait = untilChange(hours, minute)
  if (wait === undefined) return undefined
  const guess = Math.floor(now.getTime() / MINUTE) * MINUTE + wait * MINUTE
  const ahead = clock(new Date(guess)) - ((minute + wait) % WEEK)
  return new Date(guess - nearest(ahead) * MINUTE)
}

/** A difference within a week, the short way round. */
function nearest(minutes: number): number {
  return ((minutes + WEEK + WEEK / 2) % WEEK) - WEEK / 2
}

function formatOf(zone: string | undefined): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  } catch (cause) {
    throw new HostError('ERR_USAGE', `"${zone}" is no time zone; one is called Europe/Berlin.`, { cause })
  }
}
