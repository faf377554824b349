import { createTopicScoreParams, type TopicScoreParams } from '@libp2p/gossipsub/score'
import type { GroupIri } from '@xeerkat/agent-vm'
import { groupTopic } from './gossip.ts'
import { groupHash } from './names.ts'

/**
 * What gossipsub is given as `scoreParams.topics`, so that a forged ad costs whoever passed it on. One is soon
 * forgiven; at the third within seconds the peer is not listened to any more (its default `graylistThreshold`).
 */
export function gossipScores(groups: readonly GroupIri[]): Record<string, TopicScoreParams> {
  const params = createTopicScoreParams({
    topicWeight: 1,
    invalidMessageDeliveriesWeight: -10,
    invalidMessageDeliveriesDecay: 0.9,
    // Ads are rare: by how many a peer delivers, nothing can be told of it.
    timeInMeshWeight: 0,
    firstMessageDeliveriesWeight: 0,
    meshMessageDeliveriesWeight: 0,
    meshFailurePenaltyWeight: 0,
  })
  return Object.fromEntries(groups.map((group) => [groupTopic(groupHash(group)), params]))
}
