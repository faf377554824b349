import { expect, it } from 'vitest'
import { rateLimit } from './rate.ts'

function limited(options: Parameters<typeof rateLimit>[0]) {
  let time = 0
  const limit = rateLimit(options, () => time)
  return {
    ask: (address: string, consumer?: string) => limit({ address, ...(consumer && { consumer }) })?.code ?? 'welcome',
    limit,
    pass: (milliseconds: number) => (time += milliseconds),
  }
}

it('lets a burst through, then as many as the rate says', () => {
  const { ask, pass } = limited({ rate: 2, burst: 3 })
  expect([ask('a'), ask('a'), ask('a'), ask('a')]).toEqual(['welcome', 'welcome', 'welcome', 'too-many'])
  expect(ask('b')).toBe('welcome')
  pass(500)
  expect([ask('a'), ask('a')]).toEqual(['welcome', 'too-many'])
  pass(60_000)
  expect([ask('a'), ask('a'), ask('a'), ask('a')]).toEqual(['welcome', 'welcome', 'welcome', 'too-many'])
})

it('says when to come back', () => {
  const { limit } = limited({ rate: 0.1, burst: 1 })
  limit({ address: 'a' })
  expect(limit({ address: 'a' })?.retryAfter).toBe(10)
})

it('without a burst of its own a rate allows ten seconds’ worth at once, and one in any case', () => {
  const { limit } = limited({ rate: 5, burst: 7 })
  const asked = (own: object) =>
    Array.from({ length: 60 }, () => limit({ address: 'a', consumer: JSON.stringify(own) }, own))
  const welcome = (own: object) => asked(own).filter((rejection) => rejection === undefined).length
  expect([welcome({}), welcome({ rate: 2 }), welcome({ rate: 0.01 }), welcome({ burst: 3 })]).toEqual([7, 20, 1, 3])
  const { ask } = limited({ rate: 0.2 })
  expect([ask('a'), ask('a'), ask('a')]).toEqual(['welcome', 'welcome', 'too-many'])
})

it('takes a household’s IPv6 addresses for one client, and a consumer for one wherever they are', () => {
  const { ask } = limited({ rate: 1, burst: 1 })
  expect([ask('2001:db8:1:2::1'), ask('2001:db8:1:2:ffff::9'), ask('2001:db8:1:3::1')]).toEqual([
    'welcome',
    'too-many',
    'welcome',
  ])
  expect([ask('::ffff:192.0.2.1'), ask('::ffff:192.0.2.2')]).toEqual(['welcome', 'welcome'])
  expect([ask('10.0.0.1', 'ada'), ask('10.0.0.2', 'ada'), ask('10.0.0.2')]).toEqual(['welcome', 'too-many', 'welcome'])
})

it('remembers so many clients and no more', () => {
  const { ask } = limited({ rate: 1, burst: 1, maxClients: 2 })
  expect([ask('a'), ask('b'), ask('a'), ask('c'), ask('a'), ask('b')]).toEqual([
    'welcome',
    'welcome',
    'too-many',
    'welcome',
    'too-many',
    'welcome',
  ])
})
