import { expect, it } from 'vitest'
import { DAY, type Hours, isOpen, parseHours, untilChange, WEEK } from './hours.ts'

const at = (day: number, hours = 0, minutes = 0): number => day * DAY + hours * 60 + minutes
const [MON, TUE, FRI, SAT, SUN] = [0, 1, 4, 5, 6]

it.for<[text: string, hours: Hours]>([
  ['sat, sun', [{ from: at(SAT), to: WEEK }]],
  ['sun,sat', [{ from: at(SAT), to: WEEK }]],
  ['mon-sun', [{ from: 0, to: WEEK }]],
  ['00:00-24:00', [{ from: 0, to: WEEK }]],
  ['Mon 9:00-17:30', [{ from: at(MON, 9), to: at(MON, 17, 30) }]],
  [
    'mon-tue 8:00-9:00',
    [
      { from: at(MON, 8), to: at(MON, 9) },
      { from: at(TUE, 8), to: at(TUE, 9) },
    ],
  ],
  ['fri 20:00-04:00', [{ from: at(FRI, 20), to: at(SAT, 4) }]],
  [
    'sun 22:00-06:00',
    [
      { from: 0, to: at(MON, 6) },
      { from: at(SUN, 22), to: WEEK },
    ],
  ],
  [
    'sat - mon',
    [
      { from: 0, to: at(TUE) },
      { from: at(SAT), to: WEEK },
    ],
  ],
  [
    'mon 8:00-12:00, mon 10:00-13:00, mon 13:00-14:00, tue 0:00-0:01',
    [
      { from: at(MON, 8), to: at(MON, 14) },
      { from: at(TUE), to: at(TUE, 0, 1) },
    ],
  ],
])('%s', ([text, hours]) => {
  expect(parseHours(text)).toEqual(hours)
})

it('a night belongs to the day on which it begins', () => {
  const hours = parseHours('mon-fri 18:00-08:00, sat, sun')
  const open = [at(MON, 18), at(TUE, 7, 59), at(SAT, 3), at(SUN, 23, 59)]
  const shut = [at(MON, 0), at(MON, 7, 59), at(TUE, 8), at(FRI, 17, 59)]
  expect(open.map((minute) => isOpen(hours, minute))).toEqual(open.map(() => true))
  expect(shut.map((minute) => isOpen(hours, minute))).toEqual(shut.map(() => false))
})

it.for<[text: string, expected: string]>([
  ['', 'a day such as mon or a time such as 18:00 is expected at character 1.'],
  ['mon-fri 1800-08:00', 'a comma or the end is expected at character 9, not "1800-08:00".'],
  ['mon-fri 18:00', 'a hyphen and the time of the end is expected at character 14.'],
  ['mon 18:00-', 'the time of the end, such as 08:00 is expected at character 11.'],
  ['mon 18:00-25:00', 'such as 08:00 is expected at character 11, not "25:00".'],
  ['mon 18:00-18:00', 'such as 08:00 is expected at character 11, not "18:00".'],
  ['mon 24:00-08:00', 'a comma or the end is expected at character 5, not "24:00-08:00".'],
  ['mon 18:60-08:00', 'a comma or the end is expected at character 5, not "18:60-08:00".'],
  ['mon-8:00', 'a day such as fri is expected at character 5, not "8:00".'],
  ['sat, sonntag', 'a day such as mon or a time such as 18:00 is expected at character 6, not "sonntag".'],
  ['monday', 'a day such as mon or a time such as 18:00 is expected at character 1, not "monday".'],
  ['sat,', 'is expected at character 5.'],
])('"%s" is refused with the place', ([text, expected]) => {
  expect(() => parseHours(text)).toThrow(expected)
  expect(() => parseHours(text)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
})

it('hours that never begin or end do not change', () => {
  expect(untilChange(parseHours('mon-sun'), 17)).toBeUndefined()
})
