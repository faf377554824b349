import { expect, it } from 'vitest'
import { judge, type Reading, type Terms } from './judge.ts'
import { DAY, parseHours } from './hours.ts'

const weekend = parseHours('sat, sun')
const monday = { minute: 0, load: 0.5 }
const saturday = { minute: 5 * DAY, load: 0.5 }

it.for<[terms: Terms, reading: Reading, verdict: ReturnType<typeof judge>]>([
  [{}, { minute: 0, load: 99 }, 'available'],
  [{ hours: weekend }, monday, 'hours'],
  [{ hours: weekend }, saturday, 'available'],
  [{ maxLoad: 0.4 }, monday, 'load'],
  [{ maxLoad: 0.5 }, monday, 'available'],
  [{ maxLoad: 0.4 }, { minute: 0, load: undefined }, 'available'],
  [{ hours: weekend, maxLoad: 0.4 }, saturday, 'load'],
  [{ hours: weekend, maxLoad: 0.4 }, monday, 'hours'],
])('%j at %j: %s', ([terms, reading, verdict]) => {
  expect(judge(terms, reading)).toBe(verdict)
})
