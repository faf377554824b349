import type { PeerId } from '@libp2p/interface'
import { WORLD } from '@xeerkat/agent-vm'
import { expect, test } from 'vitest'
import { createSearches, defaultSearchOptions, type SearchDependencies } from './search.ts'
import { createWallClock, lab, pinger } from './fixtures/ads.ts'

function create(change: Partial<SearchDependencies> = {}) {
  const clock = createWallClock()
  const began = clock.now()
  const asked: string[] = []
  const note = (what: string) => void asked.push(`${what} at ${clock.now() - began}`)
  const listening = new Set<string>()
  const gossip: NonNullable<SearchDependencies['gossip']> = {
    listen(topic) {
      listening.add(topic)
      return { [Symbol.dispose]: () => void listening.delete(topic) }
    },
    tell: () => Promise.resolve(),
    heard: () => false,
    listeners: () => new Set(),
    [Symbol.dispose]() {},
  }
  const searches = createSearches(
    {
      clock,
      gossip,
      dht: {
        announce() {},
        lookup: () => Promise.resolve(note('dht')),
        [Symbol.dispose]() {},
      },
      exchange: { query: () => Promise.resolve(note('neighbour')) },
      neighbours: () => Array.from({ length: 3 }, () => ({}) as PeerId),
      found: () => false,
      hearsAll: () => true,
      sought: () => note('sought'),
      forgotten: () => note('forgotten'),
      trouble: () => {},
      ...change,
    },
    defaultSearchOptions,
  )
  return { clock, asked, listening, searches }
}

test('nobody is asked for what is in the cache', async () => {
  const { clock, asked, searches } = create({ found: () => true })
  using _search = searches.begin(WORLD, pinger)
  await clock.advance(10_000)
  expect(asked).toEqual(['sought at 0'])
})

test('neighbours are asked at once, the DHT when nothing came, and all again after a while', async () => {
  const { clock, asked, searches } = create()
  using _search = searches.begin(WORLD, pinger)
  const round = (at: number) => [...Array.from({ length: 3 }, () => `neighbour at ${at}`), `dht at ${at + 500}`]
  await clock.advance(499)
  expect(asked).toEqual(['sought at 0', ...round(0).slice(0, 3)])
  await clock.advance(5000)
  expect(asked.slice(1)).toEqual([...round(0), ...round(1500), ...round(4000)])
})

test('the DHT is not asked when a neighbour or gossip came up with something', async () => {
  let there = false
  const { clock, asked, searches } = create({ found: () => there })
  using _search = searches.begin(WORLD, pinger)
  await clock.advance(100)
  there = true
  await clock.advance(100_000)
  expect(asked.filter((what) => what.startsWith('dht'))).toEqual([])
})

test('however many look for the same, the network is asked once', async () => {
  const { clock, asked, searches } = create()
  const seekers = [1, 2, 3].map(() => searches.begin(WORLD, pinger))
  await clock.advance(500)
  expect(asked.filter((what) => what.startsWith('neighbour')).length).toBe(3)
  for (const seeker of seekers) seeker[Symbol.dispose]()
})

test('a search lingers, so that the next seeker finds it running, and then ends', async () => {
  const { clock, asked, searches } = create()
  searches.begin(lab, pinger)[Symbol.dispose]()
  await clock.advance(20_000)
  searches.begin(lab, pinger)[Symbol.dispose]()
  await clock.advance(29_000)
  expect(searches.groups()).toEqual([lab])
  await clock.advance(1000)
  expect(searches.groups()).toEqual([])
  expect(asked.filter((what) => /sought|forgotten/.test(what))).toEqual(['sought at 0', 'forgotten at 50000'])
})

test('a topic for one kind is listened to only where not every ad is heard anyway', async () => {
  const everything = create()
  using _one = everything.searches.begin(WORLD, pinger)
  expect(everything.listening.size).toBe(0)
  const some = create({ hearsAll: () => false })
  const search = some.searches.begin(WORLD, pinger)
  expect(some.listening.size).toBe(1)
  search[Symbol.dispose]()
  some.searches[Symbol.dispose]()
  expect(some.listening.size).toBe(0)
})
