import {
  createVm,
  type Engagement,
  type EngagementId,
  groupIri,
  type GroupIri,
  type MessageId,
  type PeerIri,
  pipeIri,
  type Policy,
  type Reason,
  type Vm,
  type VmEvent,
  WORLD,
} from '@xeerkat/agent-vm'
import { createSimulation, type SimulatedPeer, type Simulation, type VirtualClock } from '@xeerkat/agent-vm/testing'
import type { Document } from '@xeerkat/xml'
import type { Group, History, PeerPlan, PolicyName } from './history.ts'
import { createDesks, type Desks } from './desks.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import { type Command, iriOf, makeRole, work } from './roles.ts'
import { tap } from './tap.ts'

/** A peer, and the VM that runs on it at present. */
export interface Host {
  readonly plan: PeerPlan
  readonly peer: SimulatedPeer
  vm: Vm
  negotiation: Negotiation
  desks: Desks
  running: boolean
  /** Ever since it was started: its clock does not tell how long it took over anything. */
  suspended: boolean
}

/** An engagement as its employer holds it. */
export interface Held {
  readonly host: Host
  readonly vm: Vm
  readonly engagement: Engagement
  /** It was given a document that is never answered, so that nothing behind it is either. */
  hung: boolean
}

/** Something that must have come to an end when the world is at rest, unless its VM crashed. */
export interface Pending {
  readonly what: string
  readonly host: Host
  readonly vm: Vm
  readonly promise: Promise<unknown>
  readonly held: Held | undefined
}

/** Everything a history plays with. */
export interface World {
  readonly simulation: Simulation
  readonly clock: VirtualClock
  readonly hosts: readonly Host[]
  /** A peer without a VM, who sends what it likes and reads nothing out of what it gets. */
  readonly stranger: SimulatedPeer
  readonly held: Held[]
  readonly asked: MessageId[]
  readonly pending: Set<Pending>
  /** Aborts when the history is over: ends what goes on of itself. */
  readonly over: AbortController
  /** Tells of a broken law. */
  readonly accuse: (violation: string) => void
  readonly hostOf: (number: number) => Host
  readonly expectEnd: (what: string, host: Host, promise: Promise<unknown>, held?: Held) => void
  readonly document: (command: Command, from: PeerIri, engagement?: EngagementId) => Document
}

export const groups: Readonly<Record<Group, GroupIri>> = { world: WORLD, lab: groupIri('urn:example:group:lab') }

export function createWorld({ seed, peers, faults }: History, accuse: World['accuse']): World {
  const simulation = createSimulation({ seed, ...faults, adDelay: [1, 200] })
  const hosts = peers.map((plan, index): Host => {
    const peer = simulation.peer(`host-${index}`)
    return { plan, peer, running: true, suspended: false, ...boot(simulation, plan, peer, accuse) }
  })
  const stranger = simulation.peer('stranger')
  void ignoreAll(stranger)
  const pending = new Set<Pending>()
  let documents = 0

  return {
    simulation,
    clock: simulation.clock,
    hosts,
    stranger,
    held: [],
    asked: [],
    pending,
    over: new AbortController(),
    accuse,
    hostOf: (number) => hosts[number % hosts.length]!,
    expectEnd(what, host, promise, held) {
      const entry = { what, host, vm: host.vm, promise, held }
      pending.add(entry)
      // How it ends is looked at where it was begun.
      void promise.finally(() => pending.delete(entry)).catch(() => {})
    },
    document(command, from, engagement) {
      documents++
      return work({ do: command, n: documents, from, ...(engagement && { engagement }) })
    },
  }
}

export function restart({ simulation, accuse }: World, host: Host): void {
  host.peer.restart()
  Object.assign(host, { running: true, suspended: false, ...boot(simulation, host.plan, host.peer, accuse) })
}

/** Starts a VM on a peer and says in ads what it can do. */
function boot(
  { random }: Simulation,
  plan: PeerPlan,
  peer: SimulatedPeer,
  accuse: World['accuse'],
): Pick<Host, 'vm' | 'negotiation' | 'desks'> {
  const { iri, clock, discovery } = peer
  const negotiation = createNegotiation(iri, accuse)
  const desks = createDesks(iri, plan.maxHires, negotiation, accuse)
  const observe = (event: VmEvent) => {
    if (event.type === 'fault') accuse(`${iri} failed inside: ${String(event.error)}`)
  }
  const vm = createVm(
    { pipes: tap(peer.pipes, negotiation), discovery, clock, observe, random: random.next },
    {
      roles: plan.roles.map((name) => makeRole(name, { self: iri, clock }, desks.sit)),
      groups: plan.groups.map((group) => groups[group]),
      maxHires: plan.maxHires,
      maxHiresPerEmployer: Math.max(1, plan.maxHires - 1),
      policy: policyOf(plan.policy, peer),
    },
  )
  for (const group of plan.groups)
    void discovery.publish({
      id: `${iri}/${group}`,
      peer: iri,
      pipe: pipeIri(iri),
      types: plan.roles.map(iriOf),
      group: groups[group],
    })
  return { vm, negotiation, desks }
}

async function ignoreAll({ pipes }: SimulatedPeer): Promise<void> {
  for await (const { messages } of pipes.incoming)
    void (async () => {
      for await (const message of messages) void message
    })()
}

function policyOf(name: PolicyName, { clock }: SimulatedPeer): Policy {
  const later = (milliseconds: number) =>
    new Promise<true>((resolve) => void clock.after(milliseconds, () => resolve(true)))
  const policies: Readonly<Record<PolicyName, Policy>> = {
    willing: () => true,
    busy: () => 'busy',
    throws() {
      throw new Error('a bug in a policy')
    },
    rejects: () => Promise.reject(new Error('a bug in a policy')),
    slow: () => later(400),
    'too-slow': () => later(3_000),
    never: () => new Promise(() => {}),
    nonsense: () => 'because' as Reason,
  }
  return policies[name]
}
