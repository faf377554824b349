import type { GossipSub } from '@libp2p/gossipsub'
import type { Libp2p, PeerStore } from '@libp2p/interface'
import type { KadDHT } from '@libp2p/kad-dht'

/** What ads need of the DHT. */
export type AdDht = Pick<KadDHT, 'put' | 'get' | 'provide' | 'findProviders' | 'cancelReprovide'>

/** What ads need of gossipsub. */
export type AdPubSub = Pick<GossipSub, 'subscribe' | 'unsubscribe' | 'publish' | 'getSubscribers' | 'topicValidators'>

/** What ads need of a libp2p node. Without a DHT or gossip the other ways remain. */
export interface AdNode extends Pick<
  Libp2p,
  | 'peerId'
  | 'getConnections'
  | 'getMultiaddrs'
  | 'handle'
  | 'unhandle'
  | 'register'
  | 'unregister'
  | 'dialProtocol'
  | 'addEventListener'
  | 'removeEventListener'
> {
  readonly peerStore: Pick<PeerStore, 'merge'>
  readonly services: { readonly dht?: AdDht; readonly pubsub?: AdPubSub }
}
