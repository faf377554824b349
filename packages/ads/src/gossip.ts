import { hash } from 'node:crypto'
import { type TopicValidatorFn, TopicValidatorResult } from '@libp2p/gossipsub'
import { peerIri } from '@xeerkat/agent-vm'
import type { Accepted } from './accepted.ts'
import { ADS_PROTOCOL, groupHash, type GroupHash, type Topic } from './names.ts'
import type { AdPubSub } from './node.ts'
import type { SignedAd } from './signed-ad.ts'
import type { Source } from './store.ts'

export interface GossipDependencies {
  readonly pubsub: AdPubSub
  readonly accept: (bytes: Uint8Array, source: Source) => Promise<Accepted>
}

export interface GossipOptions {
  /** How many of the last messages are remembered, so that one is checked once. Default 8,192. */
  readonly maxHeard: number
}

export const defaultGossipOptions: GossipOptions = { maxHeard: 8192 }

/** Ads told to whoever listens now. */
export interface Gossip extends Disposable {
  /** Listens to a topic until the listening is disposed. */
  readonly listen: (topic: string) => Disposable
  /** Never rejects. */
  readonly tell: (topic: string, ad: SignedAd) => Promise<void>
  /** Has this version come by on the topic, or been told there? */
  readonly heard: (topic: string, ad: SignedAd) => boolean
  /** Peers seen to listen to a topic. */
  readonly listeners: (topic: string) => ReadonlySet<string>
}

/** Where every ad of a group is told. */
export function groupTopic(group: GroupHash): string {
  return `${ADS_PROTOCOL}/${group}`
}

/** Where the ads of one kind in one group are told. */
export function kindTopic(group: GroupHash, topic: Topic): string {
  return `${ADS_PROTOCOL}/${group}/${topic}`
}

/** Every topic an ad belongs on. */
export function gossipTopics(ad: SignedAd): readonly string[] {
  const group = groupHash(ad.group)
  return [groupTopic(group), ...ad.topics.map((topic) => kindTopic(group, topic))]
}

/** What gossipsub is told of a message. Only a forged one counts against whoever passed it on. */
const results: Record<Accepted['outcome'], TopicValidatorResult> = {
  new: TopicValidatorResult.Accept,
  // Not news here, yet perhaps to those who listen to this topic only.
  known: TopicValidatorResult.Accept,
  older: TopicValidatorResult.Ignore,
  'too-many': TopicValidatorResult.Ignore,
  'foreign-group': TopicValidatorResult.Ignore,
  ours: TopicValidatorResult.Ignore,
  rejected: TopicValidatorResult.Ignore,
  forged: TopicValidatorResult.Reject,
}

export function createGossip(
  { pubsub, accept }: GossipDependencies,
  { maxHeard }: GossipOptions = defaultGossipOptions,
): Gossip {
  const listenings = new Map<string, number>()
  /** Oldest first. */
  const heard = new Set<string>()

  function listen(topic: string): Disposable {
    const count = listenings.get(topic) ?? 0
    listenings.set(topic, count + 1)
    if (count === 0) {
      pubsub.topicValidators.set(topic, validate)
      pubsub.subscribe(topic)
    }
    let listening = true
    return {
      [Symbol.dispose]() {
        if (listening) stop(topic)
        listening = false
      },
    }
  }

  function stop(topic: string): void {
    const count = listenings.get(topic) ?? 0
    if (count > 1) listenings.set(topic, count - 1)
    else {
      listenings.delete(topic)
      pubsub.topicValidators.delete(topic)
      try {
        pubsub.unsubscribe(topic)
      } catch {
        // The node was stopped first: it listens to nothing any more.
      }
    }
  }

  /** The validator is where ads come in: what it lets pass is kept already when gossipsub delivers it. */
  const validate: TopicValidatorFn = async (from, { topic, data }) => {
    if (!firstTime(topic, data)) return TopicValidatorResult.Ignore
    const accepted = await accept(data, { way: 'gossip', from: peerIri(from.toString()) })
    if ('ad' in accepted && !gossipTopics(accepted.ad).includes(topic)) return TopicValidatorResult.Ignore
    return results[accepted.outcome]
  }

  /** A message that anybody tells again is a new one to gossipsub; without this it would go round again. */
  function firstTime(topic: string, data: Uint8Array): boolean {
    const mark = markOf(topic, data)
    if (heard.has(mark)) return false
    heard.add(mark)
    const [oldest] = heard
    if (heard.size > maxHeard && oldest !== undefined) heard.delete(oldest)
    return true
  }

  return {
    listen,
    async tell(topic, { bytes }) {
      // Where nobody listens it costs not even the message's signature: an agent of many roles has many topics.
      if (pubsub.getSubscribers(topic).length === 0) return
      firstTime(topic, bytes)
      try {
        await pubsub.publish(topic, bytes)
      } catch {
        // Nobody listens any more, or the same was said a moment ago: either way there is nothing to tell.
      }
    },
    heard: (topic, { bytes }) => heard.has(markOf(topic, bytes)),
    listeners: (topic) => new Set(pubsub.getSubscribers(topic).map((peer) => peer.toString())),
    [Symbol.dispose]() {
      for (const topic of listenings.keys()) {
        listenings.set(topic, 1)
        stop(topic)
      }
    },
  }
}

function markOf(topic: string, data: Uint8Array): string {
  return `${topic} ${hash('sha256', data, 'base64url')}`
}
