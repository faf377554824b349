import { WORLD } from '@xeerkat/agent-vm'
import { expect, test, vi } from 'vitest'
import { createDhtProviders } from './dht-providers.ts'
import { topicOf } from './names.ts'
import { firstOf, listOf, pinger, solver } from './fixtures/ads.ts'
import { connectedDhtNodes } from './fixtures/dht.ts'

vi.setConfig({ testTimeout: 30_000 })

test('who provides a kind in a group is found under both, and by nobody who is that peer', async () => {
  await using net = await connectedDhtNodes(3)
  const [one, three] = [net.nodes[0]?.node.peerId, net.nodes[2]?.node.peerId]
  if (one === undefined || three === undefined) throw new Error('The test has no nodes.')
  const providing = createDhtProviders({ dht: net.services[0], self: one })
  const seeking = createDhtProviders({ dht: net.services[2], self: three })
  const signal = AbortSignal.timeout(10_000)
  await providing.provide(topicOf(WORLD, pinger), signal)
  expect((await firstOf(seeking.find(topicOf(WORLD, pinger), signal))).id.equals(one)).toBe(true)
  expect(await listOf(seeking.find(topicOf(WORLD, solver), signal))).toEqual([])
  expect(await listOf(providing.find(topicOf(WORLD, pinger), signal))).toEqual([])
})
