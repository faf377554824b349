import { type GossipSub, gossipsub, type GossipSubComponents, StrictSign } from '@libp2p/gossipsub'
import type { TopicScoreParams } from '@libp2p/gossipsub/score'
import type { Limits } from './limits.ts'
import type { Profile } from './profile.ts'

export interface GossipOptions {
  /** By topic: what a peer's conduct there does to its score. Without it, what a topic's validator rejects costs nothing. */
  readonly topicScores?: Readonly<Record<string, TopicScoreParams>>
}

/** The only file that knows which gossip this is: the release of gossipsub its maintainers keep for libp2p 3. */
export function gossip(
  { topicScores = {} }: GossipOptions,
  profile: Profile,
  limits: Limits,
): (components: GossipSubComponents) => GossipSub {
  return gossipsub({
    globalSignaturePolicy: StrictSign,
    emitSelf: false,
    // A publisher sends to everybody it knows for the topic, so that a small mesh is reached in one hop, and at once:
    // the gossip overlay itself only forms within a heartbeat or two.
    floodPublish: true,
    // Nobody listening is no error: a peer that comes later pulls what it missed.
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: true,
    runOnLimitedConnection: true,
    maxInboundDataLength: limits.gossipBytes,
    maxOutboundBufferSize: 64 * limits.gossipBytes,
    // Ads are few and small. In a lab, where peers often know each other through one that all have met, that one had
    // better tell all of them at once than six, and the others heartbeat by heartbeat.
    ...(profile === 'lab' && { D: 12, Dlo: 8, Dhi: limits.neighbours, Dlazy: 12, gossipFactor: 0.5 }),
    // In a lab the peers share one address, and from the eleventh on gossipsub would take them for one attacker.
    scoreParams: { topics: topicScores, ...(profile === 'lab' && { IPColocationFactorWeight: 0 }) },
  })
}
