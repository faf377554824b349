export { AD_NAMESPACE, type AgentAd, readAgentAd, writeAgentAd } from './ad.ts'
export type { AssemblyOptions } from './assembly.ts'
export { exportAd, parseExportedAd } from './bearer.ts'
export type { WallClock } from './clock.ts'
export { DHT_PREFIX, dhtRecordRules } from './dht-records.ts'
export {
  type AdDiscovery,
  createDiscovery,
  type DiscoveryDependencies,
  type DiscoveryOptions,
  type GroupOptions,
  type KnownQuery,
  type PublishAdOptions,
} from './discovery.ts'
export { AdError, type AdErrorCode } from './errors.ts'
export type { AdEvent, AdObserver, KnownAd } from './events.ts'
export { gossipScores } from './gossip-scores.ts'
export type { AdLimits } from './limits.ts'
export { ADS_PROTOCOL } from './names.ts'
export type { AdDht, AdNode, AdPubSub } from './node.ts'
export { type Rejection, rejections } from './rejection.ts'
export { AD_DOMAIN, AD_PAYLOAD_TYPE, type SignedAd, type Verdict, verify, type VerifyOptions } from './signed-ad.ts'
export type { Source } from './store.ts'
