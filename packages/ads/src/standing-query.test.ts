import { type Advertisement, roleIri } from '@xeerkat/agent-vm'
import { expect, test, vi } from 'vitest'
import { adOf, pinger, solver } from './fixtures/ads.ts'
import { connect, createPeer } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 30_000 })

const next = async (search: AsyncIterator<Advertisement>) => (await search.next()).value as Advertisement

test('those who look hear of peers as they become available', async () => {
  await using seeker = await createPeer()
  const search = seeker.discovery.find({ role: solver })[Symbol.asyncIterator]()
  for (const role of [solver, pinger, solver]) {
    const found = next(search)
    const comer = await createPeer()
    await connect(comer, seeker)
    await comer.discovery.publish(adOf(comer, { types: [role] }))
    if (role === pinger) await comer.discovery.publish(adOf(comer, { types: [role, solver] }))
    expect((await found).peer).toBe(adOf(comer).peer)
    await comer[Symbol.asyncDispose]()
  }
})

test('connected peers are named before others, and this peer last', async () => {
  await using seeker = await createPeer()
  await using near = await createPeer()
  const far = await createPeer()
  await Promise.all([connect(seeker, near), connect(seeker, far)])
  await seeker.discovery.publish(adOf(seeker))
  await near.discovery.publish(adOf(near))
  await far.discovery.publish(adOf(far))
  await seeker.event(() => seeker.discovery.known().length === 3)
  const gone = new Promise((resolve) => seeker.node.addEventListener('peer:disconnect', resolve, { once: true }))
  await far.node.stop()
  await gone
  const search = seeker.discovery.find({ role: pinger })[Symbol.asyncIterator]()
  const found = [await next(search), await next(search), await next(search)]
  expect(found.map(({ peer }) => peer)).toEqual([near, far, seeker].map((peer) => adOf(peer).peer))
  await far.discovery[Symbol.asyncDispose]()
})

test('a peer that had gone and is back is named again', async () => {
  await using seeker = await createPeer()
  await using worker = await createPeer()
  await connect(worker, seeker)
  await worker.discovery.publish(adOf(worker))
  const search = seeker.discovery.find({ role: pinger })[Symbol.asyncIterator]()
  expect(await next(search)).toEqual(adOf(worker))
  const gone = new Promise((resolve) => seeker.node.addEventListener('peer:disconnect', resolve, { once: true }))
  await worker.node.hangUp(seeker.node.peerId)
  await gone
  const again = next(search)
  await connect(worker, seeker)
  expect(await again).toEqual(adOf(worker))
})

test('an ad of many roles is found by each', async () => {
  await using one = await createPeer()
  const types = Array.from({ length: 100 }, (_, i) => roleIri(`urn:example:role:${i}`))
  await one.discovery.publish(adOf(one, { types }))
  for (const role of [types[0], types[50], types[99]]) if (role) expect(one.discovery.known({ role }).length).toBe(1)
})
