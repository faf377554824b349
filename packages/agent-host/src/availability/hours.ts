import { HostError } from '../errors.ts'

/** Minutes of a week, counted from Monday 0:00: `from` is in it, `to` is not. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Weekly hours: spans in order that neither touch nor overlap. */
export type Hours = readonly Span[]

export const DAY = 24 * 60
export const WEEK = 7 * DAY
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/**
 * Reads weekly hours: `mon-fri 18:00-08:00, sat, sun`. Days stand for the whole of them, times alone for every day;
 * times that pass midnight belong to the day on which they begin.
 * @throws HostError `ERR_USAGE` that says where what else is expected.
 */
export function parseHours(text: string): Hours {
  const { take, expected, atEnd } = scan(text)
  const spans: Span[] = []
  do spans.push(...readWindow())
  while (take(/,/y) !== undefined)
  if (!atEnd()) expected('a comma or the end')
  return merge(spans)

  function readWindow(): readonly Span[] {
    const days = readDays()
    const begin = readTime(DAY - 1)
    if (begin === undefined)
      return (days ?? expected('a day such as mon or a time such as 18:00')).map((day) => spanOf(day, 0, DAY))
    if (take(/-/y) === undefined) expected('a hyphen and the time of the end')
    const end = readTime(DAY, begin) ?? expected('the time of the end, such as 08:00')
    return (days ?? DAYS.map((_, day) => day)).map((day) => spanOf(day, begin, end < begin ? end + DAY : end))
  }

  function readDays(): readonly number[] | undefined {
    const first = readDay()
    if (first === undefined) return undefined
    const last = take(/-/y) === undefined ? first : (readDay() ?? expected('a day such as fri'))
    const count = ((last - first + DAYS.length) % DAYS.length) + 1
    return Array.from({ length: count }, (_, at) => (first + at) % DAYS.length)
  }

  function readDay(): number | undefined {
    const day = take(/(?:mon|tue|wed|thu|fri|sat|sun)\b/iy)
    return day === undefined ? undefined : DAYS.indexOf(day.toLowerCase())
  }

  /** In minutes from midnight. */
  function readTime(latest: number, except?: number): number | undefined {
    const time = take(/\d{1,2}:[0-5]\d(?!\d)/y, (found) => {
      const minutes = minutesOf(found)
      return minutes <= latest && minutes !== except
    })
    return time === undefined ? undefined : minutesOf(time)
  }
}

export function isOpen(hours: Hours, minute: number): boolean {
  return hours.some(({ from, to }) => from <= minute && minute < to)
}

/** Minutes until the hours begin or end next; `undefined` where they never do. */
export function untilChange(hours: Hours, minute: number): number | undefined {
  const edges = hours
    .flatMap(({ from, to }) => [from, to % WEEK])
    .filter((edge) => isOpen(hours, edge) !== isOpen(hours, (edge + WEEK - 1) % WEEK))
  const waits = edges.map((edge) => ((edge - minute - 1 + WEEK) % WEEK) + 1)
  return waits.length === 0 ? undefined : Math.min(...waits)
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

function spanOf(day: number, from: number, to: number): Span {
  return { from: day * DAY + from, to: day * DAY + to }
}

function merge(spans: readonly Span[]): Hours {
  const within = spans.flatMap(({ from, to }) =>
    to <= WEEK
      ? [{ from, to }]
      : [
          { from, to: WEEK },
          { from: 0, to: to - WEEK },
        ],
  )
  const merged: Span[] = []
  for (const { from, to } of within.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last === undefined || from > last.to) merged.push({ from, to })
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) }
  }
  return merged
}

interface Scanner {
  /** What matches next, after white space; nothing is taken of what the check does not like. */
  readonly take: (pattern: RegExp, check?: (found: string) => boolean) => string | undefined
  readonly expected: (what: string) => never
  readonly atEnd: () => boolean
}

function scan(text: string): Scanner {
  let at = 0
  const skip = (): void => {
    while (text[at] === ' ') at++
  }
  return {
    take(pattern, check = () => true) {
      skip()
      pattern.lastIndex = at
      const [found] = pattern.exec(text) ?? []
      if (found === undefined || !check(found)) return undefined
      at += found.length
      return found
    },
    expected(what) {
      skip()
      const rest = at < text.length ? `, not "${text.slice(at, at + 20)}"` : ''
      throw new HostError('ERR_USAGE', `"${text}" are no hours: ${what} is expected at character ${at + 1}${rest}.`)
    },
    atEnd() {
      skip()
      return at === text.length
    },
  }
}
