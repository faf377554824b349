import { WORLD } from '@xeerkat/agent-vm'
import { expect, test } from 'vitest'
import { compare, granted } from './compare.ts'
import { groupHash } from './names.ts'
import type { SignedAd } from './signed-ad.ts'
import { createStore, defaultStoreOptions } from './store.ts'
import { createSigner, lab } from './fixtures/ads.ts'

const world = [groupHash(WORLD)]

async function makeAds() {
  const signer = await createSigner()
  const make = (id: string, sequence = Date.now()) => signer.ad({ sequence }, { id: `urn:example:${id}` })
  return { make, a: await make('a'), b: await make('b'), c: await make('c') }
}

function storeOf(ads: readonly SignedAd[], maxAds = 100) {
  const store = createStore(
    { self: ads[0]?.peer ?? ('' as never), now: Date.now, changed: () => {} },
    { ...defaultStoreOptions, maxAds },
  )
  for (const ad of ads) store.offer(ad, { way: 'gossip' })
  return store
}

const ids = (ads: readonly SignedAd[]) => ads.map(({ id }) => id.slice('urn:example:'.length))

test('each side is given what it lacks', async () => {
  const { a, b, c } = await makeAds()
  const { give, want } = compare(storeOf([a, b]), world, [b, c], 100)
  expect([ids(give), want]).toEqual([['a'], [c.key]])
})

test('each side is given the newer version of what it has', async () => {
  const { make, a, b } = await makeAds()
  const [newerA, newerB] = [await make('a', Date.now() + 1000), await make('b', Date.now() + 1000)]
  const { give, want } = compare(storeOf([a, newerB]), world, [newerA, b], 0)
  expect([ids(give), want]).toEqual([['b'], [a.key]])
})

test('a full side asks for, and is given, nothing but newer versions', async () => {
  const { make, a, b, c } = await makeAds()
  const newerB = await make('b', Date.now() + 1000)
  expect(compare(storeOf([a, b], 2), world, [newerB, c], 0)).toEqual({ give: [], want: [b.key] })
})

test('what is asked for is granted once, and only in groups that both are in', async () => {
  const signer = await createSigner()
  const [secret, open] = [await signer.ad({}, { group: lab }), await signer.ad({}, { group: WORLD })]
  const store = storeOf([secret, open])
  expect(granted(store, world, [secret.key, open.key, open.key, 'f'.repeat(32)])).toEqual([open])
})
