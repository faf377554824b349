import { expect, test, vi } from 'vitest'
import { adOf, listOf, pinger } from './fixtures/ads.ts'
import { connect, createPeer } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 30_000 })

test('a withdrawn ad is gone everywhere, also for those who come later', async () => {
  await using one = await createPeer()
  await using two = await createPeer()
  await connect(one, two)
  await one.discovery.publish(adOf(one))
  await two.event(({ type }) => type === 'added')
  await one.discovery.withdraw(adOf(one).id)
  expect(await two.event(({ type }) => type === 'removed')).toMatchObject({ why: 'withdrawn' })
  await using three = await createPeer()
  await connect(three, two)
  const ending = new AbortController()
  const found = listOf(three.discovery.find({ role: pinger }, { signal: ending.signal }))
  await two.discovery.publish(adOf(two, { id: 'urn:example:last' }))
  await three.event((event) => event.type === 'added' && event.ad.id === 'urn:example:last')
  ending.abort()
  expect((await found).map(({ id }) => id)).toEqual(['urn:example:last'])
})

test('a discovery that is disposed of says goodbye to all it has said, within its time', async () => {
  const one = await createPeer()
  await using two = await createPeer()
  await connect(one, two)
  for (const id of ['urn:example:1', 'urn:example:2']) await one.discovery.publish(adOf(one, { id }))
  await two.event(() => two.discovery.known().length === 2)
  const started = performance.now()
  await one.discovery[Symbol.asyncDispose]()
  expect(performance.now() - started).toBeLessThan(5_000)
  await two.event(() => two.discovery.known().length === 0)
  expect(two.events.filter(({ type }) => type === 'removed')).toMatchObject([
    { why: 'withdrawn' },
    { why: 'withdrawn' },
  ])
  await one[Symbol.asyncDispose]()
})

test('what was withdrawn can be said again', async () => {
  await using one = await createPeer()
  await using two = await createPeer()
  await connect(one, two)
  await one.discovery.publish(adOf(one))
  await two.event(({ type }) => type === 'added')
  await one.discovery.withdraw(adOf(one).id)
  await two.event(({ type }) => type === 'removed')
  await one.discovery.publish(adOf(one))
  await two.event(() => two.discovery.known({ role: pinger }).length === 1)
})

test('after disposal nothing is published, and what iterates ends', async () => {
  const one = await createPeer()
  const finding = listOf(one.discovery.find({ role: pinger }))
  await one[Symbol.asyncDispose]()
  expect(await finding).toEqual([])
  await expect(one.discovery.publish(adOf(one))).rejects.toEqual(expect.objectContaining({ code: 'ERR_ADS_CLOSED' }))
})
