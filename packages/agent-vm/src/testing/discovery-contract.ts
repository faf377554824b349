import type { Advertisement, Discovery, Query } from '../discovery.ts'
import { groupIri, type PeerIri, pipeIri, type RoleIri, roleIri, WORLD } from '../iris.ts'
import { casesOf, type ContractCase, expectEqual, rejectionOf, takeOne } from './contract.ts'

export interface DiscoveringPeer {
  readonly self: PeerIri
  readonly discovery: Discovery
}

/** Two peers whose ads reach one another, and that have published none yet. */
export interface DiscoveryPair extends AsyncDisposable {
  readonly one: DiscoveringPeer
  readonly two: DiscoveringPeer
}

const role = roleIri('urn:example:role:wanted')
const otherRole = roleIri('urn:example:role:other')
const group = groupIri('urn:example:group:lab')

/** What recruiting relies on in every way of finding peers. */
export function discoveryContract(make: () => Promise<DiscoveryPair>): readonly ContractCase[] {
  return casesOf(make, {
    async 'an ad published before the search is found, as it was published'({ one, two }) {
      const ad = adOf(one, { types: [otherRole, role] })
      await one.discovery.publish(ad)
      expectEqual(fieldsOf(await firstFound(two, { role })), fieldsOf(ad), 'the ad')
    },

    async 'an ad published during the search is found'({ one, two }) {
      const found = firstFound(two, { role })
      const ad = adOf(one)
      await one.discovery.publish(ad)
      expectEqual(fieldsOf(await found), fieldsOf(ad), 'the ad')
    },

    async 'known ads come first, new ones as they come'({ one, two }) {
      await one.discovery.publish(adOf(one))
      await using search = searchOf(two, { role })
      expectEqual((await search.next()).peer, one.self, 'the known one')
      await two.discovery.publish(adOf(two))
      expectEqual((await search.next()).peer, two.self, 'the new one')
    },

    async 'an updated ad is found again, in place of the older'({ one, two }) {
      await one.discovery.publish(adOf(one))
      await using search = searchOf(two, { role })
      await search.next()
      const updated = adOf(one, { types: [role, otherRole] })
      await one.discovery.publish(updated)
      expectEqual(fieldsOf(await search.next()), fieldsOf(updated), 'the updated ad')
      expectEqual(fieldsOf(await firstFound(two, { role })), fieldsOf(updated), 'what a new search finds')
    },

    async 'an ad that gains a role is found by those who look for it'({ one, two }) {
      await one.discovery.publish(adOf(one, { types: [otherRole] }))
      const found = firstFound(two, { role })
      await one.discovery.publish(adOf(one, { types: [otherRole, role] }))
      expectEqual((await found).types, [otherRole, role], 'types')
    },

    async 'only ads with the role are found'({ one, two }) {
      await one.discovery.publish(adOf(one, { id: 'other', types: [otherRole] }))
      await one.discovery.publish(adOf(one, { id: 'wanted' }))
      expectEqual((await firstFound(two, { role })).id, adOf(one, { id: 'wanted' }).id, 'the first found')
    },

    async 'ads are found within their group only'({ one, two }) {
      const [inWorld, inGroup] = [adOf(one, { id: 'world' }), adOf(one, { id: 'group', group })]
      await one.discovery.publish(inGroup)
      await one.discovery.publish(inWorld)
      expectEqual((await firstFound(two, { role })).id, inWorld.id, 'found in the world')
      expectEqual((await firstFound(two, { role, group: WORLD })).id, inWorld.id, 'found in the world by name')
      expectEqual((await firstFound(two, { role, group })).id, inGroup.id, 'found in the group')
    },

    async 'a peer finds its own ad'({ one }) {
      await one.discovery.publish(adOf(one))
      expectEqual((await firstFound(one, { role })).peer, one.self, 'peer')
    },

    async 'searches do not take ads from each other'({ one, two }) {
      const searches = [firstFound(two, { role }), firstFound(two, { role }), firstFound(one, { role })]
      await one.discovery.publish(adOf(one))
      const found = await Promise.all(searches)
      expectEqual(
        found.map(({ peer }) => peer),
        [one.self, one.self, one.self],
        'peers',
      )
    },

    async 'a search ends when its signal aborts'({ two }) {
      const ending = new AbortController()
      const next = two.discovery.find({ role }, { signal: ending.signal })[Symbol.asyncIterator]().next()
      ending.abort()
      expectEqual((await next).done, true, 'done')
    },

    async 'a search whose signal has aborted already finds nothing'({ one }) {
      await one.discovery.publish(adOf(one))
      const search = one.discovery.find({ role }, { signal: AbortSignal.abort() })
      expectEqual((await search[Symbol.asyncIterator]().next()).done, true, 'done')
    },

    async 'publishing with an aborted signal rejects'({ one }) {
      const reason = new Error('changed my mind')
      const error = await rejectionOf(
        one.discovery.publish(adOf(one), { signal: AbortSignal.abort(reason) }),
        'publish',
      )
      if (error !== reason) throw new Error('It rejected with something else than the reason of the signal.')
    },
  })
}

interface Wanted {
  readonly id?: string
  readonly types?: readonly RoleIri[]
  readonly group?: Advertisement['group']
}

/** An ad of this peer; its id is unique to the peer, the same each time. */
function adOf({ self }: DiscoveringPeer, { id = 'agent', types = [role], group = WORLD }: Wanted = {}): Advertisement {
  return { id: `${self}/xeerkat/ad/${id}`, peer: self, pipe: pipeIri(self), types, group }
}

/** The fields in one order, however the ad was built. */
function fieldsOf({ id, peer, pipe, types, group }: Advertisement): Advertisement {
  return { id, peer, pipe, types, group }
}

interface Search extends AsyncDisposable {
  readonly next: () => Promise<Advertisement>
}

function searchOf({ discovery }: DiscoveringPeer, query: Query): Search {
  const ending = new AbortController()
  const iterator = discovery.find(query, { signal: ending.signal })[Symbol.asyncIterator]()
  return {
    next: () => takeOne(iterator),
    async [Symbol.asyncDispose]() {
      ending.abort()
      await iterator.return?.()
    },
  }
}

async function firstFound(peer: DiscoveringPeer, query: Query): Promise<Advertisement> {
  await using search = searchOf(peer, query)
  return await search.next()
}
