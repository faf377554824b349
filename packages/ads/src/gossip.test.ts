import { WORLD } from '@xeerkat/agent-vm'
import { expect, test, vi } from 'vitest'
import type { Accepted } from './accepted.ts'
import { createGossip, groupTopic, kindTopic } from './gossip.ts'
import { defaultLimits } from './limits.ts'
import { groupHash, topicOf } from './names.ts'
import type { AdPubSub } from './node.ts'
import { rejections } from './rejection.ts'
import { type SignedAd, verify } from './signed-ad.ts'
import { createSigner, lab, pinger, printerDocument, solver } from './fixtures/ads.ts'
import { connect, createNode } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 30_000 })

const world = groupTopic(groupHash(WORLD))

/** A node that gossips, and takes in whatever is signed well. */
async function createGossiper() {
  const { node, ...rest } = await createNode()
  const pubsub = node.services.pubsub as AdPubSub & {
    getScore: (peer: string) => number
    getMeshPeers: (topic: string) => string[]
  }
  const heard: SignedAd[] = []
  const outcomes: Accepted['outcome'][] = []
  let news = Promise.withResolvers<void>()
  const accept = async (bytes: Uint8Array): Promise<Accepted> => {
    const verdict = await verify(bytes, { ...defaultLimits, now: Date.now() })
    const accepted: Accepted = verdict.ok
      ? { outcome: 'new', ad: verdict.ad }
      : { outcome: rejections[verdict.reason].blame ? 'forged' : 'rejected', reason: verdict.reason }
    if (verdict.ok) heard.push(verdict.ad)
    outcomes.push(accepted.outcome)
    news.resolve()
    news = Promise.withResolvers()
    return accepted
  }
  return {
    node,
    pubsub,
    heard,
    outcomes,
    gossip: createGossip({ pubsub, accept }),
    async until(done: () => boolean) {
      while (!done()) await news.promise
    },
    [Symbol.asyncDispose]: rest[Symbol.asyncDispose],
  }
}

type Gossiper = Awaited<ReturnType<typeof createGossiper>>

/** Resolves once `one` has seen that `other` listens. */
async function listening(one: Gossiper, other: Gossiper, topic: string): Promise<void> {
  const events = one.pubsub as unknown as EventTarget
  while (!one.gossip.listeners(topic).has(other.node.peerId.toString()))
    await new Promise((resolve) => events.addEventListener('subscription-change', resolve, { once: true }))
}

test('an ad told reaches who listens, and through them who listens further off', async () => {
  await using one = await createGossiper()
  await using two = await createGossiper()
  await using three = await createGossiper()
  for (const { gossip } of [one, two, three]) gossip.listen(world)
  await connect(one, two)
  await connect(two, three)
  await Promise.all([listening(one, two, world), listening(two, three, world)])
  const ad = await (await createSigner()).ad()
  await one.gossip.tell(world, ad)
  await three.until(() => three.heard.length === 1)
  expect(three.heard[0]?.key).toBe(ad.key)
})

test('an ad of a kind nobody knows goes round like any other', async () => {
  await using one = await createGossiper()
  await using two = await createGossiper()
  for (const { gossip } of [one, two]) gossip.listen(world)
  await connect(one, two)
  await listening(one, two, world)
  await one.gossip.tell(world, await (await createSigner()).ad({ document: printerDocument.bytes }))
  await two.until(() => two.outcomes.length === 1)
  expect([two.outcomes, two.pubsub.getScore(one.node.peerId.toString())]).toEqual([['new'], 0])
})

test('a seeker hears of the kind it looks for and of no other', async () => {
  await using one = await createGossiper()
  await using two = await createGossiper()
  const topic = kindTopic(groupHash(WORLD), topicOf(WORLD, pinger))
  two.gossip.listen(topic)
  await connect(one, two)
  await listening(one, two, topic)
  const signer = await createSigner()
  await one.gossip.tell(kindTopic(groupHash(WORLD), topicOf(WORLD, solver)), await signer.ad({}, { types: [solver] }))
  await one.gossip.tell(topic, await signer.ad({}, { id: 'urn:example:wanted' }))
  await two.until(() => two.heard.length === 1)
  expect(two.heard.map(({ id }) => id)).toEqual(['urn:example:wanted'])
})

test('a forged ad counts against whoever passed it on; an old or foreign one does not', async () => {
  await using one = await createGossiper()
  await using two = await createGossiper()
  two.gossip.listen(world)
  await connect(one, two)
  await listening(one, two, world)
  const signer = await createSigner()
  const score = () => two.pubsub.getScore(one.node.peerId.toString())
  await one.pubsub.publish(world, await signer.sign({ expires: Date.now() }))
  await one.pubsub.publish(world, await signer.sign({}, { group: lab }))
  await two.until(() => two.outcomes.length === 2)
  expect([two.outcomes, score()]).toEqual([['rejected', 'new'], 0])
  const altered = await signer.sign()
  altered[altered.length >> 1] = (altered[altered.length >> 1] ?? 0) ^ 1
  await one.pubsub.publish(world, altered)
  await two.until(() => two.outcomes.length === 3)
  // The verdict reaches the score a turn after it is given.
  while (score() === 0) await new Promise((resolve) => setImmediate(resolve))
  expect([two.outcomes[2], score() < 0]).toEqual(['forged', true])
})

test('the same ad told again is looked at once', async () => {
  await using one = await createGossiper()
  await using two = await createGossiper()
  two.gossip.listen(world)
  await connect(one, two)
  await listening(one, two, world)
  const signer = await createSigner()
  const [ad, next] = [await signer.ad(), await signer.ad({}, { id: 'urn:example:next' })]
  for (const said of [ad, ad, ad, next]) await one.gossip.tell(world, said)
  await two.until(() => two.heard.length === 2)
  expect(two.heard.map(({ id }) => id)).toEqual([ad.id, next.id])
  expect([two.gossip.heard(world, ad), two.gossip.heard('elsewhere', ad)]).toEqual([true, false])
})

test('a topic is left when the last who listens leaves', async () => {
  await using one = await createGossiper()
  const listenings = [one.gossip.listen(world), one.gossip.listen(world)]
  const topics = () => (one.pubsub as unknown as { getTopics: () => string[] }).getTopics()
  listenings[0]?.[Symbol.dispose]()
  listenings[0]?.[Symbol.dispose]()
  expect(topics()).toEqual([world])
  listenings[1]?.[Symbol.dispose]()
  expect(topics()).toEqual([])
})
