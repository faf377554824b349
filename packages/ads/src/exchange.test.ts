import { peerIri, WORLD } from '@xeerkat/agent-vm'
import { lpStream } from '@libp2p/utils'
import { expect, test, vi } from 'vitest'
import type { Accepted } from './accepted.ts'
import { createExchange, defaultExchangeOptions, type ExchangeOptions } from './exchange.ts'
import { encodeFrame } from './frame.ts'
import { createIntake } from './intake.ts'
import { defaultLimits } from './limits.ts'
import { ADS_PROTOCOL, type GroupHash, groupHash, topicOf } from './names.ts'
import type { SignedAd } from './signed-ad.ts'
import { createStore, defaultStoreOptions, type Source } from './store.ts'
import { createSigner, lab, pinger, printerDocument, solver } from './fixtures/ads.ts'
import { connect, createNode } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 30_000 })

/** A node that exchanges ads and does nothing else. */
async function createTrader(groups = [WORLD], options: Partial<ExchangeOptions & { maxAds: number }> = {}) {
  const { node, ...rest } = await createNode({ gossip: false })
  const self = peerIri(node.peerId.toString())
  const store = createStore({ self, now: Date.now, changed: () => {} }, { ...defaultStoreOptions, ...options })
  const intake = createIntake(
    {
      self,
      now: Date.now,
      store,
      peerStore: node.peerStore,
      wanted: (group) => groups.includes(group),
      observe: () => {},
      arrived: () => {},
      echoed: () => {},
    },
    defaultLimits,
  )
  const outcomes: Accepted['outcome'][] = []
  const shared = new Map<string, readonly GroupHash[]>()
  const accept = async (bytes: Uint8Array, source: Source) => {
    const accepted = await intake(bytes, source)
    outcomes.push(accepted.outcome)
    return accepted
  }
  const met = (peer: { toString: () => string }, both: readonly GroupHash[] = []) =>
    void shared.set(peer.toString(), both)
  const troubles: unknown[] = []
  const trouble = (error: unknown) => void troubles.push(error)
  const exchange = createExchange(
    { node, store, groups: () => groups.map(groupHash), accept, met, trouble },
    { ...defaultExchangeOptions, ...options },
  )
  await node.handle(ADS_PROTOCOL, exchange.answer)
  return {
    node,
    store,
    exchange,
    outcomes,
    shared,
    troubles,
    keep: (...ads: SignedAd[]) => ads.map((ad) => store.offer(ad, { way: 'gossip' })),
    ids: () =>
      store
        .live()
        .map(({ ad }) => ad.id.slice('urn:example:'.length))
        .sort(),
    async [Symbol.asyncDispose]() {
      exchange[Symbol.dispose]()
      await rest[Symbol.asyncDispose]()
    },
  }
}

const make = async (...ids: string[]) => {
  const signer = await createSigner()
  return await Promise.all(ids.map((id) => signer.ad({}, { id: `urn:example:${id}` })))
}

test('after one exchange both have all ads of both', async () => {
  await using one = await createTrader()
  await using two = await createTrader()
  one.keep(...(await make('a', 'b')))
  two.keep(...(await make('c')))
  await connect(one, two)
  await one.exchange.sync(two.node.peerId)
  expect([one.ids(), two.ids()]).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ])
})

test('peers that have the same tell each other nothing', async () => {
  await using one = await createTrader()
  await using two = await createTrader()
  const ads = await make('a', 'b')
  for (const peer of [one, two]) peer.keep(...ads)
  await connect(one, two)
  await one.exchange.sync(two.node.peerId)
  expect([one.outcomes, two.outcomes]).toEqual([[], []])
})

test('a goodbye is handed on, and a newer version in place of an older', async () => {
  await using one = await createTrader()
  await using two = await createTrader()
  const signer = await createSigner()
  const sign = (id: string, sequence: number, withdrawn = false) =>
    signer.ad({ sequence, withdrawn }, { id: `urn:example:${id}` })
  const now = Date.now()
  one.keep(await sign('a', now), await sign('b', now + 1))
  two.keep(await sign('a', now + 1, true), await sign('b', now))
  await connect(one, two)
  await one.exchange.sync(two.node.peerId)
  expect([one.ids(), two.ids()]).toEqual([['b'], ['b']])
  expect(two.store.live()[0]?.ad.sequence).toBe(now + 1)
})

test('hundreds of ads go over in pages', async () => {
  await using one = await createTrader([WORLD])
  await using two = await createTrader([WORLD], { maxFrameBytes: 128 * 1024 })
  const signers = await Promise.all(Array.from({ length: 10 }, () => createSigner()))
  const ids = Array.from({ length: 40 }, (_, i) => `urn:example:${i}`)
  for (const signer of signers) one.keep(...(await Promise.all(ids.map((id) => signer.ad({}, { id })))))
  await connect(one, two)
  await two.exchange.sync(one.node.peerId)
  expect(two.store.live().length).toBe(400)
})

test('ads of a group stay among those in the group', async () => {
  await using insider = await createTrader([WORLD, lab])
  await using outsider = await createTrader([WORLD])
  await using other = await createTrader([lab])
  const signer = await createSigner()
  const secret = await signer.ad({}, { id: 'urn:example:secret', group: lab })
  insider.keep(secret, await signer.ad({}, { id: 'urn:example:open' }))
  await connect(insider, outsider)
  await connect(insider, other)
  await insider.exchange.sync(outsider.node.peerId)
  await other.exchange.sync(insider.node.peerId)
  expect([outsider.ids(), other.ids()]).toEqual([['open'], ['secret']])
  expect(insider.shared.get(outsider.node.peerId.toString())).toEqual([groupHash(WORLD)])
  await insider.exchange.push(outsider.node.peerId, [secret])
  expect([outsider.ids(), outsider.outcomes.at(-1)]).toEqual([['open'], 'foreign-group'])
})

test('a query is answered with what fits it', async () => {
  await using one = await createTrader()
  await using two = await createTrader()
  const signer = await createSigner()
  one.keep(
    await signer.ad({}, { id: 'urn:example:solver', types: [solver] }),
    await signer.ad({}, { id: 'urn:example:pinger', types: [pinger] }),
    await signer.ad({ id: 'urn:example:printer', document: printerDocument.bytes }),
  )
  await connect(two, one)
  await two.exchange.query(one.node.peerId, topicOf(WORLD, solver), 'neighbour')
  expect(two.ids()).toEqual(['solver'])
  await two.exchange.query(one.node.peerId, topicOf(WORLD, '{urn:example:office}printer'), 'neighbour')
  expect(two.ids()).toEqual(['printer', 'solver'])
})

test('no more is answered to a query than the answerer wants to give', async () => {
  await using one = await createTrader([WORLD], { maxAnswers: 3 })
  await using two = await createTrader()
  one.keep(...(await make('a', 'b', 'c', 'd', 'e')))
  await connect(two, one)
  await two.exchange.query(one.node.peerId, topicOf(WORLD, pinger), 'neighbour')
  expect(two.ids().length).toBe(3)
})

test('a full peer is not sent what it would have to throw others out for', async () => {
  await using full = await createTrader([WORLD], { maxAds: 2 })
  await using other = await createTrader()
  full.keep(...(await make('a', 'b')))
  other.keep(...(await make('c', 'd')))
  await connect(other, full)
  await other.exchange.sync(full.node.peerId)
  await full.exchange.sync(other.node.peerId)
  expect([full.ids(), other.ids()]).toEqual([
    ['a', 'b'],
    ['a', 'b', 'c', 'd'],
  ])
})

test('an exchange ends at the first forged ad', async () => {
  await using one = await createTrader()
  await using two = await createTrader()
  const [ad, after] = await make('forged', 'after')
  if (ad === undefined || after === undefined) throw new Error('The test has no ads.')
  const bytes = new Uint8Array(ad.bytes)
  bytes[100] = (bytes[100] ?? 0) ^ 1
  await connect(one, two)
  await expect(one.exchange.push(two.node.peerId, [{ ...ad, bytes }, after])).rejects.toThrow()
  expect([two.ids(), two.outcomes]).toEqual([[], ['forged']])
})

test('garbage, endless pages and frames too large end the exchange and are told of, and nothing else', async () => {
  await using one = await createTrader()
  await using two = await createTrader([WORLD], { maxPages: 5 })
  two.keep(...(await make('a')))
  await connect(one, two)
  const speak = async (...frames: Uint8Array[]) => {
    const stream = await one.node.dialProtocol(two.node.peerId, ADS_PROTOCOL)
    const ended = new Promise<boolean>((resolve) =>
      stream.addEventListener('close', ({ error }) => resolve(error !== undefined), { once: true }),
    )
    const wire = lpStream(stream)
    for (const frame of frames) await wire.write(frame).catch(() => {})
    return await ended
  }
  expect(await speak(Uint8Array.from({ length: 50 }, (_, i) => 255 - i))).toBe(true)
  expect(await speak(...Array.from({ length: 10 }, () => encodeFrame({ more: true })))).toBe(true)
  expect(await speak(new Uint8Array(300_000))).toBe(true)
  expect(two.troubles).toHaveLength(3)
  await one.exchange.sync(two.node.peerId)
  expect(one.ids()).toEqual(['a'])
})

test('a peer that falls silent is given up', async () => {
  await using one = await createTrader([WORLD], { deadline: 200 })
  await using silent = await createNode({ gossip: false })
  await silent.node.handle(ADS_PROTOCOL, () => new Promise(() => {}))
  await connect(one, silent)
  await expect(one.exchange.sync(silent.node.peerId)).rejects.toThrow()
})
