import { setImmediate } from 'node:timers/promises'
import type { PeerId } from '@libp2p/interface'
import { peerIri } from '@xeerkat/agent-vm'
import type { Accepted } from './accepted.ts'
import { compare, granted } from './compare.ts'
import type { Frame, GroupState } from './frame.ts'
import type { AdKey, GroupHash, Topic } from './names.ts'
import type { SignedAd } from './signed-ad.ts'
import type { AdStore, Source } from './store.ts'
import type { Wire } from './wire.ts'

export interface DialogueDependencies {
  readonly store: Pick<AdStore, 'state' | 'inGroup' | 'matching' | 'get' | 'room'>
  /** Groups whose ads are kept here. */
  readonly groups: () => readonly GroupHash[]
  readonly accept: (bytes: Uint8Array, source: Source) => Promise<Accepted>
  /** Told of a peer that speaks the protocol and, once it is known, of the groups that both are in. */
  readonly met: (peer: PeerId, shared?: readonly GroupHash[]) => void
}

export interface DialogueLimits {
  /** Versions another peer may list, and ads it may give or want. Default 8,192. */
  readonly maxVersions: number
  /** Ads given as the answer to one query. Default 64. */
  readonly maxAnswers: number
}

const TAKEN_AT_A_TIME = 16

/** What two neighbours say to each other, step by step; each rejects where the other one misbehaves. */
export interface Dialogue {
  /** Resolves with whether all was compared: `false` when something was said here meanwhile that may have been missed. */
  readonly sync: (wire: Wire, peer: PeerId) => Promise<boolean>
  readonly query: (wire: Wire, topic: Topic, source: Source) => Promise<void>
  readonly push: (wire: Wire, ads: readonly SignedAd[]) => Promise<void>
  /** The other end of all three. */
  readonly respond: (wire: Wire, peer: PeerId) => Promise<void>
}

export function createDialogue(
  { store, groups, accept, met }: DialogueDependencies,
  { maxVersions, maxAnswers }: DialogueLimits,
): Dialogue {
  async function sync(wire: Wire, peer: PeerId): Promise<boolean> {
    const here = groups().map(stateOf)
    if (here.length === 0) return true
    await wire.writePages({ groups: here, room: store.room() })
    const there = await listing(wire)
    const shared = inBoth(here, there.groups)
    met(peer, namesOf(shared))
    const differing = namesOf(differences(here, there.groups))
    const complete = shared.every(({ group, state }) => differing.includes(group) || store.state(group) === state)
    if (differing.length === 0) return complete
    const { give, want } = compare(store, differing, there.have, there.room)
    await wire.writePages({ ads: give.map(bytesOf), want })
    await take(wire.pages(), neighbour(peer))
    return complete
  }

  async function respond(wire: Wire, peer: PeerId): Promise<void> {
    const first = await wire.read()
    if (first.query !== undefined) await answerQuery(wire, first.query.topic, first.query.limit)
    else if (first.groups.length > 0) await answerSync(wire, first.groups, peer)
    else {
      met(peer)
      await take(wire.pages(first), neighbour(peer))
      await wire.write({})
    }
  }

  async function answerSync(wire: Wire, there: readonly GroupState[], peer: PeerId): Promise<void> {
    const here = groups().map(stateOf)
    const shared = inBoth(there, here)
    const differing = namesOf(differences(there, here))
    met(peer, namesOf(shared))
    const have = differing.flatMap((group) => store.inGroup(group)).map(({ ad }) => ad)
    await wire.writePages({ groups: namesOf(shared).map(stateOf), have, room: store.room() })
    if (differing.length === 0) return
    const wanted = await take(wire.pages(), neighbour(peer))
    await wire.writePages({ ads: granted(store, differing, wanted).map(bytesOf) })
  }

  async function answerQuery(wire: Wire, topic: Topic, limit: number): Promise<void> {
    const found = store.matching(topic).slice(0, Math.min(limit, maxAnswers))
    await wire.writePages({ ads: found.map(({ ad }) => ad.bytes) })
  }

  /** Takes the ads in; what else is asked for is the answer. Ends at the first forged one. */
  async function take(pages: AsyncIterable<Frame>, source: Source): Promise<readonly AdKey[]> {
    const wanted: AdKey[] = []
    let taken = 0
    for await (const page of pages) {
      wanted.push(...page.want)
      for (const bytes of page.ads) {
        if ((await accept(bytes, source)).outcome === 'forged') throw new Error('A forged ad came in.')
        // A signature takes a good part of a millisecond to check, and a page holds a hundred: let others in between.
        if (++taken % TAKEN_AT_A_TIME === 0) await setImmediate()
      }
      if (wanted.length + taken > maxVersions) throw new RangeError(`More than ${maxVersions} ads given or wanted.`)
    }
    return wanted
  }

  async function listing(wire: Wire): Promise<Pick<Frame, 'groups' | 'have' | 'room'>> {
    const groups: GroupState[] = []
    const have: Frame['have'][number][] = []
    let room = 0
    for await (const page of wire.pages()) {
      groups.push(...page.groups)
      have.push(...page.have)
      room += page.room
      if (groups.length + have.length > maxVersions) throw new RangeError(`More than ${maxVersions} versions listed.`)
    }
    return { groups, have, room }
  }

  function stateOf(group: GroupHash): GroupState {
    return { group, state: store.state(group) }
  }

  return {
    sync,
    respond,
    async query(wire, topic, source) {
      await wire.write({ query: { topic, limit: maxAnswers } })
      await take(wire.pages(), source)
    },
    async push(wire, ads) {
      await wire.writePages({ ads: ads.map(bytesOf) })
      await wire.read()
    },
  }
}

function inBoth(some: readonly GroupState[], others: readonly GroupState[]): readonly GroupState[] {
  return some.filter(({ group }) => others.some((other) => other.group === group))
}

/** Groups that both are in and that differ. Both sides compare the same two states, so they agree on what follows. */
function differences(some: readonly GroupState[], others: readonly GroupState[]): readonly GroupState[] {
  return some.filter(({ group, state }) => others.some((other) => other.group === group && other.state !== state))
}

function namesOf(states: readonly GroupState[]): readonly GroupHash[] {
  return states.map(({ group }) => group)
}

function neighbour(peer: PeerId): Source {
  return { way: 'neighbour', from: peerIri(peer.toString()) }
}

function bytesOf({ bytes }: SignedAd): Uint8Array {
  return bytes
}
