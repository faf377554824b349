import type { PeerId, PrivateKey } from '@libp2p/interface'
import type { GroupIri, PeerIri } from '@xeerkat/agent-vm'
import type { Accepted } from './accepted.ts'
import { createCatchUp } from './catch-up.ts'
import type { WallClock } from './clock.ts'
import { createCleanup } from './cleanup.ts'
import { createDht, type DhtWay } from './dht.ts'
import { createDhtProviders } from './dht-providers.ts'
import { createDhtRecords } from './dht-records.ts'
import type { AdObserver } from './events.ts'
import { createExchange, exchangeStreams } from './exchange.ts'
import { createGossip } from './gossip.ts'
import { createIntake } from './intake.ts'
import type { AdLimits } from './limits.ts'
import { createMembership, type Membership } from './membership.ts'
import { ADS_PROTOCOL, groupHash } from './names.ts'
import { createNeighbours, type Meeting } from './neighbours.ts'
import type { AdNode } from './node.ts'
import { createOwnAds, type OwnAds } from './own-ads.ts'
import type { Settings } from './options.ts'
import { sample } from './random.ts'
import { createSearches, type Searches } from './search.ts'
import type { SignedAd } from './signed-ad.ts'
import { createSpread } from './spread.ts'
import { type AdStore, type Change, createStore, type Source } from './store.ts'
import { createExpiry, startAntiEntropy, watchAddresses } from './upkeep.ts'
import { createWatches, type Watches } from './watch.ts'

export interface AssemblyDependencies {
  readonly self: PeerIri
  readonly node: AdNode
  readonly privateKey: PrivateKey
  readonly clock: WallClock
  readonly observe: AdObserver
}

/** The parts of a discovery at work. */
export interface Assembly extends AsyncDisposable {
  readonly limits: AdLimits
  readonly store: AdStore
  readonly own: OwnAds
  readonly membership: Membership
  readonly searches: Searches
  readonly watches: Watches
  readonly accept: (bytes: Uint8Array, source: Source) => Promise<Accepted>
}

/** Neighbours compared with at once when a group is joined. */
const MAX_WELCOMED = 16

/** Puts the parts together; each is on its own a file that knows none of the others but by what it is given here. */
export async function assemble(
  { self, node, privateKey, clock, observe }: AssemblyDependencies,
  groups: readonly GroupIri[],
  settings: Settings,
): Promise<Assembly> {
  const { limits, wholeGroup } = settings
  const closing = new AbortController()
  using building = createCleanup()
  const { pubsub, dht: dhtService } = node.services

  const watches = building.use(createWatches())
  const store = createStore({ self, now: clock.now, changed }, settings.store)
  const expiry = building.use(createExpiry({ clock, expire: store.expire }))
  const accept = createIntake(
    {
      self,
      now: clock.now,
      store,
      peerStore: node.peerStore,
      wanted,
      observe,
      arrived,
      echoed: (ad) => own.overrule(ad),
    },
    limits,
  )
  const gossip = pubsub && building.use(createGossip({ pubsub, accept }, settings.gossip))
  const neighbours = building.use(createNeighbours({ node, connected: welcome }))
  const exchange = building.use(
    createExchange(
      { node, store, groups: keptGroups, accept, met: neighbours.met, trouble: neighbourTrouble },
      settings.exchange,
    ),
  )
  const spread = building.use(
    createSpread({ clock, gossip, exchange, neighbours, trouble: neighbourTrouble }, settings.spread),
  )
  const catchUp = createCatchUp({
    clock,
    exchange,
    connected: (peer) => node.getConnections(peer).length > 0,
    trouble: neighbourTrouble,
    signal: closing.signal,
  })
  const dht = dhtService && building.use(wireDht(dhtService))
  const own = building.use(
    createOwnAds(
      { self, privateKey, clock, addresses: () => node.getMultiaddrs().map(({ bytes }) => bytes), announce },
      { ...limits, maxPerPeer: settings.store.maxPerPeer },
    ),
  )
  const membership = building.use(
    createMembership({ gossip, joined: compareAround, left: forgetIfUnwanted }, { wholeGroup }),
  )
  const searches = building.use(
    createSearches(
      {
        clock,
        gossip,
        dht,
        exchange,
        neighbours: neighbours.all,
        found: (topic) => store.matching(topic).some(({ ad }) => ad.peer !== self),
        hearsAll: (group) => wholeGroup && membership.has(group),
        sought: (group) => {
          if (!membership.has(group)) compareAround()
        },
        forgotten: forgetIfUnwanted,
        trouble: neighbourTrouble,
      },
      settings.search,
    ),
  )
  building.use(
    startAntiEntropy({ clock, exchange, neighbours: neighbours.all, trouble: neighbourTrouble }, settings.antiEntropy),
  )
  building.use(watchAddresses({ clock, node }, own.renewAll))
  for (const group of groups) membership.join(group)
  await node.handle(ADS_PROTOCOL, exchange.answer, exchangeStreams)
  const topology = await node.register(ADS_PROTOCOL, neighbours.topology)
  building.defer(() => node.unregister(topology))
  // Connections from before nobody will tell of.
  for (const { remotePeer } of node.getConnections()) compareWith(remotePeer)
  const built = building.move()

  function changed(change: Change): void {
    const { entry } = change
    watches.changed(change)
    const ad = { ...entry.ad, source: entry.source }
    if (change.type === 'removed') observe({ type: 'removed', ad, why: change.why })
    else {
      expiry.expect(entry.ad.expires)
      observe({ type: change.type, ad })
    }
  }

  function wanted(group: GroupIri): boolean {
    return membership.has(group) || searches.groups().includes(group)
  }

  function keptGroups(): readonly string[] {
    return Array.from(new Set([...membership.groups(), ...searches.groups()]), groupHash)
  }

  function forgetIfUnwanted(group: GroupIri): void {
    if (!wanted(group)) store.dropGroup(group)
  }

  function arrived(ad: SignedAd, { way }: Source): void {
    if ((way === 'neighbour' || way === 'import') && membership.has(ad.group)) spread.rumour(ad)
  }

  async function announce(ad: SignedAd, signal?: AbortSignal): Promise<void> {
    store.offer(ad, { way: 'own' })
    dht?.announce(ad)
    await spread.tell(ad, { everyone: ad.withdrawn, ...(signal && { signal }) })
  }

  function welcome(peer: PeerId, { began, again }: Meeting): void {
    // Who opened the connection begins, so that the two do not do the same work twice.
    if (began) compareWith(peer)
    // It may be of use again to those who could not reach it.
    if (again)
      for (const entry of store.live()) if (entry.ad.peerId.equals(peer)) watches.changed({ type: 'updated', entry })
  }

  function compareAround(): void {
    for (const peer of sample(neighbours.all(), MAX_WELCOMED)) compareWith(peer)
  }

  function compareWith(peer: PeerId): void {
    void catchUp(peer)
  }

  function neighbourTrouble(error: unknown): void {
    // A peer that does not speak the protocol, or what was called off, is no trouble.
    const expected = error instanceof Error && ['UnsupportedProtocolError', 'AbortError'].includes(error.name)
    if (!expected && !closing.signal.aborted) observe({ type: 'trouble', way: 'neighbour', error })
  }

  function wireDht(dht: NonNullable<AdNode['services']['dht']>): DhtWay {
    return createDht(
      {
        clock,
        records: createDhtRecords({ dht, accept }),
        providers: createDhtProviders({ dht, self: node.peerId }),
        ask: (peer, topic, signal) => exchange.query(peer, topic, 'dht', signal),
        async meet({ id, multiaddrs }) {
          await node.peerStore.merge(id, { multiaddrs })
        },
        trouble: (error) => observe({ type: 'trouble', way: 'dht', error }),
        signal: closing.signal,
      },
      settings.dht,
    )
  }

  return {
    limits,
    store,
    own,
    membership,
    searches,
    watches,
    accept,
    async [Symbol.asyncDispose]() {
      closing.abort()
      built[Symbol.dispose]()
      try {
        await node.unhandle(ADS_PROTOCOL)
      } catch {
        // The node was stopped first: it handles nothing any more.
      }
    },
  }
}
