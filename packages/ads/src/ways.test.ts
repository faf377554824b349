import { expect, test, vi } from 'vitest'
import { adOf, firstOf, pinger } from './fixtures/ads.ts'
import { connectedDhtNodes } from './fixtures/dht.ts'
import { connect, createPeer } from './fixtures/nodes.ts'
import { createDiscovery } from './discovery.ts'

vi.setConfig({ testTimeout: 60_000 })

test('by gossip: an ad reaches a peer that its author is not connected to', async () => {
  await using one = await createPeer({ spread: { maxPushed: 0, maxRumours: 0 } })
  await using between = await createPeer({ spread: { maxPushed: 0, maxRumours: 0 } })
  await using two = await createPeer()
  await connect(one, between)
  await connect(between, two)
  // Gossip reaches who listens when it is told; once both are seen to, it goes all the way.
  const found = firstOf(two.discovery.find({ role: pinger }))
  const pubsub = one.node.services.pubsub as unknown as EventTarget
  await new Promise((resolve) => pubsub.addEventListener('gossipsub:heartbeat', resolve, { once: true }))
  await one.discovery.publish(adOf(one))
  expect(await found).toEqual(adOf(one))
})

test('from hand to hand: without gossip too', async () => {
  await using one = await createPeer({ node: { gossip: false } })
  await using between = await createPeer({ node: { gossip: false } })
  await using two = await createPeer({ node: { gossip: false } })
  await connect(one, between)
  await connect(between, two)
  await one.discovery.publish(adOf(one))
  expect(await firstOf(two.discovery.find({ role: pinger }))).toEqual(adOf(one))
  expect(two.discovery.known()[0]?.source).toEqual({ way: 'neighbour', from: adOf(between).peer })
})

test('by comparing now and then: whatever was lost arrives after all', async () => {
  const options = { node: { gossip: false }, spread: { maxPushed: 0, maxRumours: 0 }, antiEntropy: 50 }
  await using one = await createPeer(options)
  await using between = await createPeer(options)
  await using two = await createPeer(options)
  await connect(one, between)
  await connect(between, two)
  await one.discovery.publish(adOf(one))
  await two.event(({ type }) => type === 'added')
})

test('by the DHT: a peer is found though nobody between knows of ads at all', async () => {
  await using net = await connectedDhtNodes(3)
  const [first, , last] = net.nodes
  if (first === undefined || last === undefined) throw new Error('The test has no nodes.')
  await using author = await createDiscovery(first, { dht: { writeDelay: [0, 0] } })
  await using seeker = await createDiscovery(last, { search: { again: 200 } })
  await author.publish(adOf(first))
  expect(await firstOf(seeker.find({ role: pinger }))).toEqual(adOf(first))
})
