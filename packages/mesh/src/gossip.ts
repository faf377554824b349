import { type GossipSub, gossipsub, type GossipSubComponents, StrictSign } from '@libp2p/gossipsub'
import type { Limits } from './limits.ts'
import type { Profile } from './mesh.ts'

/** The only file that knows which gossip this is: the release of gossipsub its maintainers keep for libp2p 3. */
export function gossip(profile: Profile, limits: Limits): (components: GossipSubComponents) => GossipSub {
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
    // In a lab the peers share one address, and from the eleventh on gossipsub would take them for one attacker.
    scoreParams: profile === 'lab' ? { IPColocationFactorWeight: 0 } : {},
  })
}
