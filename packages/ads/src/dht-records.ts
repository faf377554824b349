import type { PeerId } from '@libp2p/interface'
import type { Selectors, Validators } from '@libp2p/kad-dht'
import { RecordEnvelope } from '@libp2p/peer-record'
import { type GroupIri, isIri, peerIri } from '@xeerkat/agent-vm'
import type { Accepted } from './accepted.ts'
import { decodeRecord } from './ad-record.ts'
import { wallClock } from './clock.ts'
import { AdError } from './errors.ts'
import { type AdLimits, defaultLimits } from './limits.ts'
import { groupHash, topicOf } from './names.ts'
import type { AdDht } from './node.ts'
import { type SignedAd, verify } from './signed-ad.ts'
import type { Source } from './store.ts'

/** The first part of a DHT key of ours; kad-dht looks up validator and selector by it. */
export const DHT_PREFIX = 'xeerkat-ad'

/**
 * What kad-dht is given so that it stores our records: a validator (signature, author, age, size, and that the record
 * lies under its own key) and a selector (the highest sequence wins).
 */
export function dhtRecordRules({
  now = wallClock.now,
  limits = defaultLimits,
}: { readonly now?: () => number; readonly limits?: AdLimits } = {}): {
  readonly validators: Validators
  readonly selectors: Selectors
} {
  return {
    validators: {
      async [DHT_PREFIX](key, value) {
        const verdict = await verify(value, { ...limits, now: now() })
        if (!verdict.ok) throw new AdError('ERR_AD_REJECTED', `A record in the DHT is refused: ${verdict.reason}.`)
        if (!Buffer.from(key).equals(dhtKeyOf(verdict.ad)))
          throw new AdError('ERR_AD_REJECTED', 'A record in the DHT is refused: it belongs under another key.')
      },
    },
    selectors: {
      [DHT_PREFIX]: (_key, records) => {
        const sequences = records.map(sequenceOf)
        return sequences.indexOf(Math.max(...sequences))
      },
    },
  }
}

/**
 * The key of a peer's agent ad in a group, or of its ad of another kind. One peer has one agent; had it more, the
 * newest ad would be found here, and the rest by the other ways.
 */
export function dhtKey(peer: PeerId, group: GroupIri, kind: string): Uint8Array {
  const slot = isIri(kind) ? groupHash(group) : topicOf(group, kind)
  return new TextEncoder().encode(`/${DHT_PREFIX}/${peer.toString()}/${slot}`)
}

/** Ads as DHT records under their peer. */
export interface DhtRecords {
  readonly put: (ad: SignedAd, signal: AbortSignal) => Promise<void>
  /** Takes in the first answer that is good; does not wait for the end of the walk. */
  readonly fetch: (peer: PeerId, group: GroupIri, kind: string, signal: AbortSignal) => Promise<void>
}

export function createDhtRecords({
  dht,
  accept,
}: {
  readonly dht: Pick<AdDht, 'put' | 'get'>
  readonly accept: (bytes: Uint8Array, source: Source) => Promise<Accepted>
}): DhtRecords {
  return {
    async put(ad, signal) {
      await drain(dht.put(dhtKeyOf(ad), ad.bytes, { signal }))
    },
    async fetch(peer, group, kind, signal) {
      for await (const event of dht.get(dhtKey(peer, group, kind), { signal })) {
        if (event.name !== 'VALUE' && event.name !== 'PEER_RESPONSE') continue
        const value = event.name === 'VALUE' ? event.value : event.record?.value
        if (value === undefined) continue
        const { outcome } = await accept(value, { way: 'dht', from: peerIri(event.from.toString()) })
        if (outcome === 'new' || outcome === 'known') return
      }
    },
  }
}

/** Runs a DHT operation to its end; how it went on the way is nobody's business here. */
export async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events) continue
}

function dhtKeyOf(ad: SignedAd): Uint8Array {
  // An agent without roles has a place all the same: any IRI leads to the agent's.
  return dhtKey(ad.peerId, ad.group, ad.agent ? ad.id : ad.name)
}

function sequenceOf(record: Uint8Array): number {
  try {
    return decodeRecord(RecordEnvelope.createFromProtobuf(record).payload).sequence
  } catch {
    return -1
  }
}
