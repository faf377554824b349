import { expect, test } from 'vitest'
import { createSigner, firstOf, listOf } from './fixtures/ads.ts'
import type { SignedAd } from './signed-ad.ts'
import { createWatches } from './watch.ts'

const entryOf = (ad: SignedAd) => ({ ad, source: { way: 'gossip' } as const })

test('whoever reads slowly gets the latest version of each ad, once', async () => {
  const signer = await createSigner()
  const [first, second, third] = [1, 2, 3].map((i) => signer.ad({ sequence: Date.now() + i }))
  const other = await signer.ad({}, { id: 'urn:example:other' })
  const watches = createWatches()
  const ads = [await first, other, await second, await third].filter((ad) => ad !== undefined)
  using watch = watches.open(other.topics[0] ?? '')
  for (const ad of ads) watches.changed({ type: 'updated', entry: entryOf(ad) })
  const seen: number[] = []
  for await (const { ad } of watch.entries) {
    seen.push(ad.sequence)
    if (seen.length === 2) break
  }
  expect(seen).toEqual([(await third)?.sequence, other.sequence])
})

test('what was removed before it was read is not read', async () => {
  const signer = await createSigner()
  const [gone, there] = [await signer.ad(), await signer.ad({}, { id: 'urn:example:other' })]
  const watches = createWatches()
  using watch = watches.open(gone.topics[0] ?? '')
  watches.changed({ type: 'added', entry: entryOf(gone) })
  watches.changed({ type: 'removed', entry: entryOf(gone), why: 'withdrawn' })
  watches.changed({ type: 'added', entry: entryOf(there) })
  expect((await firstOf(watch.entries)).ad).toBe(there)
})

test('all who watch end when the watches are disposed of', async () => {
  const watches = createWatches()
  const reading = listOf(watches.open('a').entries)
  watches[Symbol.dispose]()
  expect(await reading).toEqual([])
})
