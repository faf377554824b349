import { WORLD } from '@xeerkat/agent-vm'
import { expect, test, vi } from 'vitest'
import { groupTopic } from './gossip.ts'
import { groupHash } from './names.ts'
import { adOf, createSigner, firstOf, pinger } from './fixtures/ads.ts'
import { connect, createNode, createPeer } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 30_000 })

test('an ad with an altered byte is dropped and counted, and nobody else notices', async () => {
  await using honest = await createPeer()
  await using two = await createPeer()
  await using liar = await createNode()
  await Promise.all([connect(honest, two), connect(liar, two)])
  const altered = await (await createSigner()).sign()
  altered[150] = (altered[150] ?? 0) ^ 1
  const topic = groupTopic(groupHash(WORLD))
  const { pubsub } = liar.node.services
  while ((pubsub?.getSubscribers(topic).length ?? 0) === 0)
    await new Promise((resolve) =>
      (pubsub as unknown as EventTarget).addEventListener('subscription-change', resolve, { once: true }),
    )
  await pubsub?.publish(topic, altered)
  const rejected = await two.event(({ type }) => type === 'rejected')
  expect(rejected).toMatchObject({ reason: 'bad-signature', source: { way: 'gossip' } })
  await honest.discovery.publish(adOf(honest))
  expect(await firstOf(two.discovery.find({ role: pinger }))).toEqual(adOf(honest))
  expect([two.discovery.known().length, honest.discovery.known().length]).toEqual([1, 1])
})
