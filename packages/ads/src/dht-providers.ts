import type { PeerId, PeerInfo } from '@libp2p/interface'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import * as digest from 'multiformats/hashes/digest'
import { sha256 } from 'multiformats/hashes/sha2'
import { drain } from './dht-records.ts'
import type { Topic } from './names.ts'
import type { AdDht } from './node.ts'

/** Who has ads under a topic, as DHT provider records. */
export interface DhtProviders {
  readonly provide: (topic: Topic, signal: AbortSignal) => Promise<void>
  /** The record at other peers fades by itself; it is renewed no more. */
  readonly unprovide: (topic: Topic, signal: AbortSignal) => Promise<void>
  /** As they are found, each once, without this peer. */
  readonly find: (topic: Topic, signal: AbortSignal) => AsyncIterable<PeerInfo>
}

export function createDhtProviders({
  dht,
  self,
}: {
  readonly dht: Pick<AdDht, 'provide' | 'cancelReprovide' | 'findProviders'>
  readonly self: PeerId
}): DhtProviders {
  return {
    provide: (topic, signal) => drain(dht.provide(cidOf(topic), { signal })),
    unprovide: (topic, signal) => dht.cancelReprovide(cidOf(topic), { signal }),
    async *find(topic, signal) {
      const found = new Set([self.toString()])
      for await (const event of dht.findProviders(cidOf(topic), { signal })) {
        if (event.name !== 'PROVIDER') continue
        for (const provider of event.providers) {
          if (found.has(provider.id.toString())) continue
          found.add(provider.id.toString())
          yield provider
        }
      }
    },
  }
}

/** The topic is a SHA-256 already, of the group and the kind. */
export function cidOf(topic: Topic): CID {
  return CID.createV1(raw.code, digest.create(sha256.code, Buffer.from(topic, 'hex')))
}
