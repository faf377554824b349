import {
  type KadDHT,
  kadDHT,
  type KadDHTComponents,
  passthroughMapper,
  type Selectors,
  type Validators,
} from '@libp2p/kad-dht'

export interface DhtOptions {
  /** By record prefix: throws for a record that must not be stored or believed. */
  readonly validators?: Validators
  /** By record prefix: which of several records is the one to keep. */
  readonly selectors?: Selectors
}

/** Our own network: its peers neither serve nor burden the public one. */
const PROTOCOL = '/xeerkat/kad/1.0.0'

const MINUTE = 60_000

export function dht({ validators = {}, selectors = {} }: DhtOptions): (components: KadDHTComponents) => KadDHT {
  return kadDHT({
    protocol: PROTOCOL,
    validators,
    selectors,
    // A laptop in a lab has no public address and serves nonetheless.
    clientMode: false,
    peerInfoMapper: passthroughMapper,
    // Ten lookups along ten paths each, the defaults, suit a network of thousands of slow peers. Here most peers are
    // neighbours anyway.
    alpha: 3,
    disjointPaths: 1,
    querySelfInterval: 5 * MINUTE,
    // Peers that run may ask each other at once; a first peer alone need not wait for a second.
    initialQuerySelfInterval: 1000,
    pingNewContactConcurrency: 4,
    pingOldContactConcurrency: 4,
    reprovide: { validity: 30 * MINUTE, threshold: 20 * MINUTE, interval: 5 * MINUTE },
  })
}
