import type { Clock } from '../clock.ts'
import type { Discovery } from '../discovery.ts'
import { type PeerIri, peerIri } from '../iris.ts'
import type { Pipes } from '../pipe.ts'
import { copyOf } from './copy.ts'
import { createEndpoint, type Endpoint } from './endpoint.ts'
import { type AdFaults, createHearsay } from './hearsay.ts'
import { createLinks, type Faults, type Traffic } from './links.ts'
import type { Transmit } from './pipe-end.ts'
import { createPresence, type Presence } from './presence.ts'
import { createRandom, type Random } from './random.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

/**
 * One peer of a simulation. After a restart its pipes, discovery and clock are new ones, for a new VM;
 * those of before belong to a process that is no more.
 */
export interface SimulatedPeer {
  readonly iri: PeerIri
  readonly pipes: Pipes
  readonly discovery: Discovery
  /** The simulation's time; nothing is called any more once the peer has crashed, nor while it is suspended. */
  readonly clock: Clock
  /** It stops as it stands. What is under way to it is lost, its ads stay. */
  readonly crash: () => void
  /** Crashes if it has not yet, and comes back under the same IRI knowing nothing. */
  readonly restart: () => void
  /** It stands still, as a process stopped by its operator: what comes meanwhile waits. */
  readonly suspend: () => void
  readonly resume: () => void
  readonly withdraw: (adId: string) => void
}

export interface SimulationOptions extends Partial<Faults>, Partial<AdFaults> {
  /** Default 1. The same seed and the same doings give the same history. */
  readonly seed?: number
  /** Messages that may be sent and not yet read, for each pipe and direction. Default 1024. */
  readonly limit?: number
}

/** A world in which everything may go wrong, and goes wrong the same way each time. No real time passes in it. */
export interface Simulation {
  readonly clock: VirtualClock
  readonly random: Random
  /**
   * Another peer; its name is the last part of its IRI. Default: `peer-1`, `peer-2`, …
   * @throws RangeError when a peer has that name already.
   */
  readonly peer: (name?: string) => SimulatedPeer
  /** Other faults from now on; those not named stay. */
  readonly change: (faults: Partial<Faults & AdFaults>) => void
  /** Nothing passes between the one group and the other until `heal`. */
  readonly partition: (group: readonly PeerIri[], other: readonly PeerIri[]) => void
  /** Ends all partitions. Ads get around again. */
  readonly heal: () => void
  /** Breaks the connection of two peers once: what is under way is lost, what follows passes. */
  readonly disconnect: (one: PeerIri, other: PeerIri) => void
  readonly traffic: () => Traffic
}

/** A peer from one start to its crash. */
interface Life {
  readonly endpoint: Endpoint
  readonly discovery: Discovery
  readonly presence: Presence
}

export function createSimulation({ seed = 1, limit = 1024, ...faults }: SimulationOptions = {}): Simulation {
  const clock = createVirtualClock()
  const random = createRandom(seed)
  const links = createLinks(clock, random, faults)
  const hearsay = createHearsay({ clock, random, connected: links.connected }, faults)
  const living = new Map<PeerIri, Life>()
  const names = new Set<string>()

  function begin(iri: PeerIri): Life {
    const presence = createPresence(clock)
    const endpoint = createEndpoint(iri, transmitFrom(iri, presence), { limit })
    const life = { endpoint, discovery: hearsay.join(iri), presence }
    living.set(iri, life)
    return life
  }

  function transmitFrom(from: PeerIri, presence: Presence): Transmit {
    return (to, message, release) => {
      const receiver = living.get(to)
      if (presence.gone() || receiver === undefined) return queueMicrotask(release)
      const arrive = () =>
        receiver.presence.whenAwake(() => receiver.endpoint.arrive(from, copyOf(message), release), release)
      if (from === to) arrive()
      else links.carry(from, to, arrive, release)
    }
  }

  function peer(name = `peer-${names.size + 1}`): SimulatedPeer {
    if (names.has(name)) throw new RangeError(`There is a peer named "${name}" already; names are unique.`)
    names.add(name)
    const iri = peerIri(name)
    let life = begin(iri)

    function crash(): void {
      life.presence.end()
      life.endpoint.abandon()
      hearsay.leave(iri)
      living.delete(iri)
    }

    return {
      iri,
      get pipes() {
        return life.endpoint.pipes
      },
      get discovery() {
        return life.discovery
      },
      get clock() {
        return life.presence.clock
      },
      crash,
      restart() {
        crash()
        life = begin(iri)
      },
      suspend: () => life.presence.suspend(),
      resume: () => life.presence.resume(),
      withdraw: (id) => hearsay.withdraw(iri, id),
    }
  }

  return {
    clock,
    random,
    peer,
    change(change) {
      links.change(change)
      hearsay.change(change)
    },
    partition(group, other) {
      for (const one of group) for (const two of other) links.cut(one, two)
    },
    heal() {
      links.heal()
      hearsay.repeat()
    },
    disconnect: links.sever,
    traffic: links.traffic,
  }
}
