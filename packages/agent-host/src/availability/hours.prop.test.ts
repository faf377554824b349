import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DAY, isOpen, parseHours, untilChange, WEEK } from './hours.ts'

it('until they change, hours are as they are, and then they are not', () => {
  const time = fc
    .integer({ min: 0, max: DAY - 1 })
    .map((minute) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`)
  const day = fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
  const times = fc.tuple(time, time).filter(([begin, end]) => begin !== end)
  const window = fc.tuple(day, times).map(([name, [begin, end]]) => `${name} ${begin}-${end}`)
  const minute = fc.integer({ min: 0, max: WEEK - 1 })
  fc.assert(
    fc.property(fc.array(window, { minLength: 1, maxLength: 4 }), minute, minute, (windows, now, later) => {
      const hours = parseHours(windows.join(', '))
      const wait = untilChange(hours, now) ?? 0
      expect(wait).toBeGreaterThan(0)
      for (const passed of [wait - 1, later % wait])
        expect(isOpen(hours, (now + passed) % WEEK)).toBe(isOpen(hours, now))
      expect(isOpen(hours, (now + wait) % WEEK)).toBe(!isOpen(hours, now))
    }),
  )
})
