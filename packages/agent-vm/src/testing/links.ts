import type { PeerIri } from '../iris.ts'
import type { Random, Range } from './random.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** What may befall a message on its way. Probabilities are in [0, 1]. */
export interface Faults {
  /** Milliseconds on the way. Default [1, 20]. */
  readonly delay: Range
  /** How likely a message vanishes. Default 0. */
  readonly loss: number
  /** How likely it comes a second time, later. Default 0. */
  readonly duplication: number
  /** How likely it leaves the order of its sender's messages. Default 0, as pipes promise. */
  readonly reordering: number
}

/** What befell messages so far. */
export interface Traffic {
  readonly sent: number
  readonly delivered: number
  readonly lost: number
  readonly repeated: number
}

/** The unreliable lines between peers. */
export interface Links {
  /** Calls `deliver` after a while: once, twice or never; `lost` in place of the last. */
  readonly carry: (from: PeerIri, to: PeerIri, deliver: () => void, lost: () => void) => void
  /** Loses what is under way between the two, in both directions. */
  readonly sever: (one: PeerIri, other: PeerIri) => void
  /** Nothing passes between the two any more, until `heal`. */
  readonly cut: (one: PeerIri, other: PeerIri) => void
  readonly heal: () => void
  readonly connected: (one: PeerIri, other: PeerIri) => boolean
  readonly change: (faults: Partial<Faults>) => void
  readonly traffic: () => Traffic
}

const reliable: Faults = { delay: [1, 20], loss: 0, duplication: 0, reordering: 0 }

export function createLinks(clock: VirtualClock, random: Random, initial: Partial<Faults>): Links {
  let faults = { ...reliable, ...initial }
  const cuts = new Set<string>()
  /** How often the connection of a pair broke. What left before the last time is lost. */
  const breaks = new Map<string, number>()
  /** When the last message of a sender to a receiver arrives: none that keeps the order arrives before it. */
  const lastArrival = new Map<string, number>()
  const traffic = { sent: 0, delivered: 0, lost: 0, repeated: 0 }

  function carry(from: PeerIri, to: PeerIri, deliver: () => void, lost: () => void): void {
    const pair = pairOf(from, to)
    const connection = breaks.get(pair)
    const arrives = () => !cuts.has(pair) && breaks.get(pair) === connection
    traffic.sent += 1
    const vanishes = random.chance(faults.loss)
    const wait = timeUntilArrival(from, to)
    const repeats = !vanishes && random.chance(faults.duplication)
    clock.after(wait, () => {
      if (vanishes || !arrives()) {
        traffic.lost += 1
        lost()
        return
      }
      traffic.delivered += 1
      deliver()
    })
    if (!repeats) return
    clock.after(wait + random.between(faults.delay), () => {
      if (!arrives()) return
      traffic.repeated += 1
      deliver()
    })
  }

  function timeUntilArrival(from: PeerIri, to: PeerIri): number {
    const now = clock.now()
    const wait = random.between(faults.delay)
    if (random.chance(faults.reordering)) return wait
    const way = `${from} ${to}`
    const arrival = Math.max(now + wait, lastArrival.get(way) ?? 0)
    lastArrival.set(way, arrival)
    return arrival - now
  }

  function sever(one: PeerIri, other: PeerIri): void {
    const pair = pairOf(one, other)
    breaks.set(pair, (breaks.get(pair) ?? 0) + 1)
  }

  return {
    carry,
    sever,
    cut(one, other) {
      sever(one, other)
      cuts.add(pairOf(one, other))
    },
    heal: () => cuts.clear(),
    connected: (one, other) => !cuts.has(pairOf(one, other)),
    change: (change) => (faults = { ...faults, ...change }),
    traffic: () => ({ ...traffic }),
  }
}

function pairOf(one: PeerIri, other: PeerIri): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}
