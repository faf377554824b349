import { expect, test } from 'vitest'
import { groupHash, topicOf } from './names.ts'
import { type Change, createStore, defaultStoreOptions, type StoreOptions } from './store.ts'
import { createSigner, createWallClock, lab, pinger, printerDocument, solver } from './fixtures/ads.ts'
import { peerIri, WORLD } from '@xeerkat/agent-vm'

const gossip = { way: 'gossip' } as const

function create(options: Partial<StoreOptions> = {}, self = peerIri('self')) {
  const changes: Change[] = []
  const clock = createWallClock()
  const store = createStore(
    { self, now: clock.now, changed: (change) => void changes.push(change) },
    { ...defaultStoreOptions, ...options },
  )
  const told = () =>
    changes.splice(0).map((change) => `${change.type === 'removed' ? change.why : change.type} ${change.entry.ad.id}`)
  return { store, clock, told }
}

test('of two versions the later stays, in whatever order they come', async () => {
  const signer = await createSigner()
  const [older, newer] = [await signer.ad(), await signer.ad({ sequence: Date.now() + 1000 })]
  for (const order of [
    [older, newer],
    [newer, older],
  ]) {
    const { store } = create()
    for (const ad of order) store.offer(ad, gossip)
    expect(store.live().map(({ ad }) => ad.sequence)).toEqual([newer.sequence])
    expect(store.offer(newer, gossip)).toBe('known')
    expect(store.offer(older, gossip)).toBe('older')
  }
})

test('an ad is found by each of its roles, by its name, and in its group', async () => {
  const signer = await createSigner()
  const { store } = create()
  const ad = await signer.ad({}, { types: [pinger, solver] })
  store.offer(ad, gossip)
  const found = (kind: string, group = WORLD) => store.matching(topicOf(group, kind)).map((entry) => entry.ad.id)
  expect([found(pinger), found(solver), found(ad.name)]).toEqual([[ad.id], [ad.id], [ad.id]])
  expect(found(pinger, lab)).toEqual([])
  expect(store.inGroup(groupHash(WORLD)).length).toBe(1)
})

test('an update that drops a role is no longer found by it', async () => {
  const signer = await createSigner()
  const { store, told } = create()
  store.offer(await signer.ad({}, { types: [pinger, solver] }), gossip)
  store.offer(await signer.ad({ sequence: Date.now() + 1000 }, { types: [solver] }), gossip)
  expect(store.matching(topicOf(WORLD, pinger))).toEqual([])
  expect(told()).toEqual(['added urn:example:agent', 'updated urn:example:agent'])
})

test('a goodbye removes an ad, and keeps its older versions out until it expires itself', async () => {
  const signer = await createSigner()
  const { store, clock, told } = create()
  const ad = await signer.ad()
  store.offer(ad, gossip)
  store.offer(await signer.ad({ sequence: ad.sequence + 1, withdrawn: true }), gossip)
  expect(store.offer(ad, gossip)).toBe('older')
  expect(store.live()).toEqual([])
  expect(store.get(ad.key)?.ad.withdrawn).toBe(true)
  await clock.advance(660_000)
  expect(store.get(ad.key)).toBe(undefined)
  expect(told()).toEqual(['added urn:example:agent', 'withdrawn urn:example:agent'])
})

test('an ad whose time is over is gone, whoever asks', async () => {
  const signer = await createSigner()
  const { store, clock, told } = create()
  store.offer(await signer.ad(), gossip)
  await clock.advance(660_000)
  expect(store.live()).toEqual([])
  expect(told()).toEqual(['added urn:example:agent', 'expired urn:example:agent'])
})

test('a full store evicts what was refreshed longest ago, and never an own ad', async () => {
  const [me, ...others] = await Promise.all([0, 1, 2, 3].map(() => createSigner()))
  const { store, told } = create({ maxAds: 3 }, me?.peer)
  const name = (i: number) => `urn:example:${i}`
  if (me) store.offer(await me.ad({}, { id: name(9) }), { way: 'own' })
  for (const [i, other] of others.entries()) {
    store.offer(await other.ad({}, { id: name(i) }), gossip)
    const again = others[0]
    if (i === 1 && again) store.offer(await again.ad({ sequence: Date.now() + 9 }, { id: name(0) }), gossip)
  }
  expect(told().slice(-2)).toEqual(['added urn:example:2', 'evicted urn:example:1'])
  expect(store.live().map(({ ad }) => ad.id)).toEqual([name(9), name(0), name(2)])
})

test('what has expired makes room before anything is evicted', async () => {
  const [one, two, three] = await Promise.all([createSigner(), createSigner(), createSigner()])
  const { store, clock, told } = create({ maxAds: 2 })
  store.offer(await one.ad({}, { id: 'urn:example:lasting' }), gossip)
  store.offer(await two.ad({ expires: Date.now() + 2000 }, { id: 'urn:example:brief' }), gossip)
  await clock.advance(60_000)
  store.offer(await three.ad({}, { id: 'urn:example:new' }), gossip)
  expect(told().slice(2)).toEqual(['expired urn:example:brief', 'added urn:example:new'])
})

test('bytes are bounded as well', async () => {
  const signers = await Promise.all([createSigner(), createSigner(), createSigner()])
  const ads = await Promise.all(signers.map((signer) => signer.ad()))
  const size = ads[0]?.bytes.byteLength ?? 0
  const { store } = create({ maxStoredBytes: size * 2 })
  for (const ad of ads) store.offer(ad, gossip)
  expect(store.live().map(({ ad }) => ad.peer)).toEqual(signers.slice(1).map(({ peer }) => peer))
})

test('one peer cannot fill the store', async () => {
  const signer = await createSigner()
  const { store } = create({ maxPerPeer: 3 })
  const outcomes: string[] = []
  for (const i of [1, 2, 3, 4]) outcomes.push(store.offer(await signer.ad({}, { id: `urn:example:${i}` }), gossip))
  expect(outcomes).toEqual(['new', 'new', 'new', 'too-many'])
  const update = await signer.ad({ sequence: Date.now() + 10 }, { id: 'urn:example:2' })
  expect(store.offer(update, gossip)).toBe('new')
})

test('two stores with the same versions are in the same state, in whatever order they came', async () => {
  const ads = await Promise.all(Array.from({ length: 5 }, async () => (await createSigner()).ad()))
  const [one, two] = [create().store, create().store]
  const group = groupHash(WORLD)
  expect(one.state(group)).toBe(two.state(group))
  for (const ad of ads) one.offer(ad, gossip)
  expect(one.state(group)).not.toBe(two.state(group))
  for (const ad of ads.toReversed()) two.offer(ad, gossip)
  expect(one.state(group)).toBe(two.state(group))
  expect(one.state(groupHash(lab))).toBe(create().store.state(group))
})

test('leaving a group forgets its ads and no other', async () => {
  const signer = await createSigner()
  const { store, told } = create()
  store.offer(await signer.ad({}, { id: 'urn:example:here', group: lab }), gossip)
  store.offer(await signer.ad({ id: 'urn:example:printer', document: printerDocument.bytes }), gossip)
  store.dropGroup(lab)
  expect(store.live().map(({ ad }) => ad.id)).toEqual(['urn:example:printer'])
  expect(told().at(-1)).toBe('left-group urn:example:here')
})
