import { expect, test, vi } from 'vitest'
import { adOf, firstOf, pinger } from './fixtures/ads.ts'
import { connect, createPeer } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 60_000 })

test('a peer that connects after an ad was published knows it, though gossip has no history', async () => {
  await using early = await createPeer()
  await early.discovery.publish(adOf(early))
  await using late = await createPeer()
  await connect(late, early)
  expect(await firstOf(late.discovery.find({ role: pinger }))).toEqual(adOf(early))
  expect(late.discovery.known()[0]?.source.way).toBe('neighbour')
})

test('it does not matter who calls whom', async () => {
  await using early = await createPeer()
  await early.discovery.publish(adOf(early))
  await using late = await createPeer()
  await connect(early, late)
  expect(await firstOf(late.discovery.find({ role: pinger }))).toEqual(adOf(early))
})

test('connections from before the discovery count too', async () => {
  await using early = await createPeer()
  await early.discovery.publish(adOf(early))
  const late = await createPeer()
  await connect(late, early)
  await late.event(({ type }) => type === 'added')
  await late.discovery[Symbol.asyncDispose]()
  const { createDiscovery } = await import('./discovery.ts')
  await using again = await createDiscovery(late)
  expect(await firstOf(again.find({ role: pinger }))).toEqual(adOf(early))
  await late[Symbol.asyncDispose]()
})

test('the ads of a newcomer reach those who are far from it', async () => {
  await using middle = await createPeer()
  await using far = await createPeer()
  await connect(far, middle)
  await using newcomer = await createPeer()
  await newcomer.discovery.publish(adOf(newcomer))
  await connect(newcomer, middle)
  expect(await firstOf(far.discovery.find({ role: pinger }))).toEqual(adOf(newcomer))
})

test('sixteen hosts know all ads of all, and a seventeenth soon knows them', async () => {
  await using hosts = new AsyncDisposableStack()
  const peers = await Promise.all(Array.from({ length: 16 }, async () => hosts.use(await createPeer())))
  for (const [i, peer] of peers.entries()) {
    const known = peers[i >> 1]
    if (known !== undefined && known !== peer) await connect(peer, known)
  }
  await Promise.all(peers.map((peer, i) => peer.discovery.publish(adOf(peer, { id: `urn:example:${i}` }))))
  await Promise.all(peers.map((peer) => peer.event(() => peer.discovery.known().length === 16)))
  const last = hosts.use(await createPeer())
  const started = performance.now()
  const contact = peers[7]
  if (contact) await connect(last, contact)
  await last.event(() => last.discovery.known().length === 16)
  expect(performance.now() - started).toBeLessThan(10_000)
})
