import { expect, it } from 'vitest'
import { DAY, parseHours } from './hours.ts'
import { createWeekClock, nextChange } from './week-clock.ts'

const berlin = createWeekClock('Europe/Berlin')

it('the same moment is another time of the week elsewhere', () => {
  const moment = new Date('2026-01-04T23:30:00Z') // a Sunday
  expect(createWeekClock('UTC')(moment)).toBe(6 * DAY + 23 * 60 + 30)
  expect(berlin(moment)).toBe(30)
  expect(createWeekClock('Asia/Kolkata')(moment)).toBe(5 * 60)
})

it('without a zone it is this machine’s', () => {
  const moment = new Date(2026, 0, 6, 7, 8)
  expect(createWeekClock()(moment)).toBe(DAY + 7 * 60 + 8)
})

it('a zone that is not known is refused', () => {
  expect(() => createWeekClock('Europe/Xeerkat')).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
})

it.for([
  ['mon-fri 18:00-08:00', '2026-01-06T12:34:56.789Z', '2026-01-06T17:00:00.000Z'],
  ['mon-fri 18:00-08:00', '2026-01-06T17:00:00.000Z', '2026-01-07T07:00:00.000Z'],
  ['sat, sun', '2026-01-11T22:59:59.000Z', '2026-01-11T23:00:00.000Z'],
  ['sat, sun', '2026-01-11T23:00:00.000Z', '2026-01-16T23:00:00.000Z'],
  // Summer time begins on 29 March 2026 at 2:00, and ends on 25 October at 3:00.
  ['sun 08:00-09:00', '2026-03-28T12:00:00.000Z', '2026-03-29T06:00:00.000Z'],
  ['sun 08:00-09:00', '2026-10-24T12:00:00.000Z', '2026-10-25T07:00:00.000Z'],
  ['mon 00:00-01:00', '2026-03-29T00:30:00.000Z', '2026-03-29T22:00:00.000Z'],
] as const)('%s: after %s comes %s', ([hours, now, then]) => {
  expect(nextChange(parseHours(hours), berlin, new Date(now))?.toISOString()).toBe(then)
})

it('what holds all week does not change', () => {
  expect(nextChange(parseHours('mon-sun'), berlin, new Date())).toBeUndefined()
})
