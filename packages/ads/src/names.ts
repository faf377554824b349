import { hash } from 'node:crypto'
import type { GroupIri, PeerIri } from '@xeerkat/agent-vm'

/** The protocol on which neighbours tell each other what they know. */
export const ADS_PROTOCOL = '/xeerkat/ads/1.0.0'

/** 64 hexadecimal digits that stand for a group: who does not know the group's IRI cannot ask for its ads. */
export type GroupHash = string
/** 64 hexadecimal digits that stand for one kind of ad in one group: what gossip, DHT and queries go by. */
export type Topic = string
/** 32 hexadecimal digits that stand for one ad through all its versions. */
export type AdKey = string

export function groupHash(group: GroupIri): GroupHash {
  return hash('sha256', group, 'hex')
}

/**
 * @param kind - A role's IRI, or the name of an ad's document element as `{namespace}localName`.
 */
export function topicOf(group: GroupIri, kind: string): Topic {
  // No IRI holds a line feed, so two different pairs never make the same text.
  return hash('sha256', `${group}\n${kind}`, 'hex')
}

/** An ad's identity: the same id in another group, or said by another peer, is another ad. */
export function adKey(peer: PeerIri, group: GroupIri, id: string): AdKey {
  return hash('sha256', `${peer}\n${group}\n${id}`, 'hex').slice(0, 32)
}
