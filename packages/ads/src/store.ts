import { hash } from 'node:crypto'
import type { GroupIri, PeerIri } from '@xeerkat/agent-vm'
import { createIndex } from './index-by.ts'
import { type AdKey, type GroupHash, groupHash, type Topic } from './names.ts'
import type { SignedAd } from './signed-ad.ts'

/** How an ad came here, and through whose hands last. */
export interface Source {
  readonly way: 'own' | 'gossip' | 'neighbour' | 'dht' | 'import'
  readonly from?: PeerIri
}

/** An ad, or the goodbye to one, as it is kept. */
export interface Entry {
  readonly ad: SignedAd
  readonly source: Source
}

export type Change =
  | { readonly type: 'added' | 'updated'; readonly entry: Entry }
  | {
      readonly type: 'removed'
      readonly entry: Entry
      readonly why: 'withdrawn' | 'expired' | 'evicted' | 'left-group'
    }

export interface StoreOptions {
  /** Ads and goodbyes kept. Default 4,096. */
  readonly maxAds: number
  /** Bytes of all of them. Default 16 MiB. */
  readonly maxStoredBytes: number
  /** Ads of one peer, and as many goodbyes. Default 64. */
  readonly maxPerPeer: number
}

export const defaultStoreOptions: StoreOptions = { maxAds: 4096, maxStoredBytes: 16 * 1024 * 1024, maxPerPeer: 64 }

/** `new`: it is kept now. `known`, `older`: this version, or a later one, was there. */
export type Offered = 'new' | 'known' | 'older' | 'too-many'

/** The newest version of each ad, bounded. A goodbye stays as long as the ad would have, so that the ad stays gone. */
export interface AdStore {
  readonly offer: (ad: SignedAd, source: Source) => Offered
  /** Also a goodbye. */
  readonly get: (key: AdKey) => Entry | undefined
  /** All that hold, least recently refreshed first. */
  readonly live: () => readonly Entry[]
  readonly matching: (topic: Topic) => readonly Entry[]
  /** All of a group, goodbyes too. */
  readonly inGroup: (group: GroupHash) => readonly Entry[]
  /** The same for two stores that hold the same versions of the same ads of a group. */
  readonly state: (group: GroupHash) => string
  /** How many more ads fit before one is evicted. */
  readonly room: () => number
  readonly dropGroup: (group: GroupIri) => void
  /** Removes what is over; says when the next is, in milliseconds since 1970. */
  readonly expire: () => number
}

export function createStore(
  {
    self,
    now,
    changed,
  }: { readonly self: PeerIri; readonly now: () => number; readonly changed: (change: Change) => void },
  { maxAds, maxStoredBytes, maxPerPeer }: StoreOptions = defaultStoreOptions,
): AdStore {
  /** Least recently refreshed first. */
  const entries = new Map<AdKey, Entry>()
  const byTopic = createIndex<Topic, AdKey>()
  const byGroup = createIndex<GroupHash, AdKey>()
  const byPeer = createIndex<PeerIri, AdKey>()
  const states = new Map<GroupHash, string>()
  let bytes = 0
  let soonest = Infinity

  function offer(ad: SignedAd, source: Source): Offered {
    expire()
    const before = entries.get(ad.key)
    if (before !== undefined && before.ad.sequence >= ad.sequence)
      return before.ad.sequence === ad.sequence ? 'known' : 'older'
    if (ad.peer !== self && before?.ad.withdrawn !== ad.withdrawn && ofPeer(ad) >= maxPerPeer) return 'too-many'
    if (before !== undefined) forget(before)
    const entry = { ad, source }
    remember(entry)
    if (!ad.withdrawn) changed({ type: before?.ad.withdrawn === false ? 'updated' : 'added', entry })
    else if (before?.ad.withdrawn === false) changed({ type: 'removed', entry: before, why: 'withdrawn' })
    makeRoom(ad.key)
    return 'new'
  }

  function ofPeer({ peer, withdrawn }: SignedAd): number {
    return resolve(byPeer.get(peer)).filter(({ ad }) => ad.withdrawn === withdrawn).length
  }

  function remember(entry: Entry): void {
    const { ad } = entry
    const group = groupHash(ad.group)
    entries.set(ad.key, entry)
    if (!ad.withdrawn) for (const topic of ad.topics) byTopic.add(topic, ad.key)
    byGroup.add(group, ad.key)
    byPeer.add(ad.peer, ad.key)
    states.delete(group)
    bytes += ad.bytes.byteLength
    soonest = Math.min(soonest, ad.expires)
  }

  function forget({ ad }: Entry): void {
    const group = groupHash(ad.group)
    entries.delete(ad.key)
    for (const topic of ad.topics) byTopic.delete(topic, ad.key)
    byGroup.delete(group, ad.key)
    byPeer.delete(ad.peer, ad.key)
    states.delete(group)
    bytes -= ad.bytes.byteLength
  }

  function remove(entry: Entry, why: 'expired' | 'evicted' | 'left-group'): void {
    forget(entry)
    if (!entry.ad.withdrawn) changed({ type: 'removed', entry, why })
  }

  /** Own ads are never evicted, nor the one that has just come. */
  function makeRoom(newest: AdKey): void {
    for (const entry of entries.values()) {
      if (entries.size <= maxAds && bytes <= maxStoredBytes) return
      if (entry.ad.peer !== self && entry.ad.key !== newest) remove(entry, 'evicted')
    }
  }

  function expire(): number {
    if (now() < soonest) return soonest
    soonest = Infinity
    for (const entry of entries.values()) {
      if (entry.ad.expires <= now()) remove(entry, 'expired')
      else soonest = Math.min(soonest, entry.ad.expires)
    }
    return soonest
  }

  function state(group: GroupHash): string {
    const known = states.get(group)
    if (known !== undefined) return known
    const versions = inGroup(group).map(({ ad }) => `${ad.key} ${ad.sequence}`)
    const state = hash('sha256', versions.sort().join('\n'), 'hex').slice(0, 32)
    // A group without ads is not remembered, or strangers could fill this with names of their own making.
    if (versions.length > 0) states.set(group, state)
    return state
  }

  function inGroup(group: GroupHash): readonly Entry[] {
    expire()
    return resolve(byGroup.get(group))
  }

  function resolve(keys: Iterable<AdKey>): readonly Entry[] {
    return Array.from(keys).flatMap((key) => entries.get(key) ?? [])
  }

  return {
    offer,
    state,
    inGroup,
    expire,
    get(key) {
      expire()
      return entries.get(key)
    },
    live() {
      expire()
      return Array.from(entries.values()).filter(({ ad }) => !ad.withdrawn)
    },
    matching(topic) {
      expire()
      return resolve(byTopic.get(topic))
    },
    room: () => Math.max(0, maxAds - entries.size),
    dropGroup(group) {
      for (const entry of inGroup(groupHash(group))) if (entry.ad.peer !== self) remove(entry, 'left-group')
    },
  }
}
