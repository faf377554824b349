import { expect, test, vi } from 'vitest'
import { adOf, createWallClock } from './fixtures/ads.ts'
import { connect, createPeer } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 30_000 })

test('the ad of a peer that vanished without a word stays until it expires, and no longer', async () => {
  const clock = createWallClock()
  await using two = await createPeer({ clock })
  const one = await createPeer({ clock })
  await connect(one, two)
  await one.discovery.publish(adOf(one))
  await two.event(({ type }) => type === 'added')
  const gone = new Promise((resolve) => two.node.addEventListener('peer:disconnect', resolve, { once: true }))
  await one.node.stop()
  await gone
  await clock.advance(9 * 60_000)
  expect(two.discovery.known().length).toBe(1)
  await clock.advance(60_001)
  expect(two.events.at(-1)).toMatchObject({ type: 'removed', why: 'expired' })
  expect(two.discovery.known()).toEqual([])
  await one.discovery[Symbol.asyncDispose]()
})

test('the ad of a peer that lives is renewed in time', async () => {
  const clock = createWallClock()
  await using one = await createPeer({ clock })
  await using two = await createPeer({ clock })
  await connect(one, two)
  await one.discovery.publish(adOf(one))
  await two.event(({ type }) => type === 'added')
  await clock.advance(5 * 60_000)
  await two.event(({ type }) => type === 'updated')
  await clock.advance(9 * 60_000)
  expect(two.discovery.known().length).toBe(1)
})
