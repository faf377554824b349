import type { Advertisement, Discovery } from '../discovery.ts'
import type { PeerIri } from '../iris.ts'
import { type Board, createBoard } from './board.ts'
import type { Random, Range } from './random.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** How ads get around. */
export interface AdFaults {
  /** Milliseconds until another peer knows of a new ad or a withdrawn one. Default [1, 50]. */
  readonly adDelay: Range
  /** How likely a withdrawal does not get to a peer, which then keeps a stale ad. Default 0. */
  readonly staleAds: number
}

/** Ads that go from peer to peer, late; each peer has its own idea of who is there. */
export interface Hearsay {
  /** A peer comes, knowing nothing, and is told of everything in time. */
  readonly join: (peer: PeerIri) => Discovery
  readonly leave: (peer: PeerIri) => void
  /** Withdraws an ad of this peer. */
  readonly withdraw: (peer: PeerIri, id: string) => void
  /** Tells everyone everything again, as after an outage. */
  readonly repeat: () => void
  readonly change: (faults: Partial<AdFaults>) => void
}

/** Past it the oldest are no longer passed on. */
const MAX_ADS = 10_000

type Connected = (one: PeerIri, other: PeerIri) => boolean

const prompt: AdFaults = { adDelay: [1, 50], staleAds: 0 }

export function createHearsay(
  { clock, random, connected }: { clock: VirtualClock; random: Random; connected: Connected },
  initial: Partial<AdFaults>,
): Hearsay {
  let faults = { ...prompt, ...initial }
  const boards = new Map<PeerIri, Board>()
  /** The newest ad under each id. */
  const current = new Map<string, Advertisement>()

  function join(peer: PeerIri): Discovery {
    const board = createBoard()
    boards.set(peer, board)
    for (const ad of current.values()) tell(peer, ad)
    return {
      find: board.find,
      async publish(ad, options) {
        await board.publish(ad, options)
        // A peer that crashed meanwhile still talks to itself, and to nobody else.
        if (boards.get(peer) !== board) return
        remember(ad)
        for (const other of boards.keys()) if (other !== peer) tell(other, ad)
      },
    }
  }

  function remember(ad: Advertisement): void {
    current.delete(ad.id)
    current.set(ad.id, ad)
    const [oldest] = current.keys()
    if (current.size > MAX_ADS && oldest !== undefined) current.delete(oldest)
  }

  function tell(peer: PeerIri, ad: Advertisement): void {
    const board = boards.get(peer)
    clock.after(random.between(faults.adDelay), () => {
      if (boards.get(peer) === board && current.get(ad.id) === ad && connected(ad.peer, peer)) board?.put(ad)
    })
  }

  function withdraw(peer: PeerIri, id: string): void {
    if (current.get(id)?.peer !== peer) return
    current.delete(id)
    for (const [other, board] of boards) {
      if (random.chance(faults.staleAds)) continue
      clock.after(other === peer ? 0 : random.between(faults.adDelay), () => {
        if (!current.has(id) && connected(peer, other)) board.withdraw(id)
      })
    }
  }

  function repeat(): void {
    for (const peer of boards.keys()) for (const ad of current.values()) if (ad.peer !== peer) tell(peer, ad)
  }

  return {
    join,
    leave: (peer) => void boards.delete(peer),
    withdraw,
    repeat,
    change: (change) => (faults = { ...faults, ...change }),
  }
}
