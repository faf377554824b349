import {
  createVm,
  type EngagementId,
  type Message,
  messageId,
  type PeerIri,
  pipeIri,
  type Role,
  type Verb,
  type Vm,
  type VmEvent,
  type VmOptions,
  WORLD,
  writeInstruction,
} from '@xeerkat/agent-vm'
import {
  createSimulation,
  type SimulatedPeer,
  type Simulation,
  type SimulationOptions,
} from '@xeerkat/agent-vm/testing'
import { type Document, element } from '@xeerkat/xml'

/** Where a situation is played: simulated peers with or without a VM. */
export interface Stage {
  readonly simulation: Simulation
  /** Waits in simulated time. */
  readonly run: Simulation['clock']['run']
  readonly advance: Simulation['clock']['advance']
  readonly host: (name: string, roles?: readonly Role[], options?: VmOptions) => Host
  /** A peer that speaks the protocol by hand. */
  readonly stranger: (name: string) => Stranger
}

export interface Host {
  readonly peer: SimulatedPeer
  readonly iri: PeerIri
  readonly vm: Vm
  /** Everything it observed but messages. */
  readonly events: readonly VmEvent[]
}

export interface Stranger {
  readonly iri: PeerIri
  readonly say: (to: PeerIri, document: Document | undefined, frame?: Partial<Message>) => Message
  readonly instruct: (to: PeerIri, verb: Verb, role: string, frame?: Partial<Message>) => Message
  /** What came from a peer so far, in short. */
  readonly heard: (from: PeerIri) => readonly Heard[]
}

/** A message as a test reads it: the name of its document element, and what it is about. */
export interface Heard {
  readonly name: string | undefined
  readonly replyTo?: string | undefined
  readonly engagement?: EngagementId | undefined
  readonly reason?: string | undefined
  readonly text: string | undefined
}

export function createStage(options: SimulationOptions = {}): Stage {
  const simulation = createSimulation({ adDelay: [1, 20], ...options })
  const { run, advance } = simulation.clock
  return {
    simulation,
    run,
    advance,
    host: (name, roles = [], vmOptions = {}) => start(simulation.peer(name), roles, vmOptions, simulation),
    stranger: (name) => createStranger(simulation.peer(name)),
  }
}

/** Starts a VM on a peer, also on one that was restarted, and advertises its roles to the world. */
export function start(
  peer: SimulatedPeer,
  roles: readonly Role[],
  options: VmOptions,
  { random }: Pick<Simulation, 'random'>,
): Host {
  const { iri, pipes, discovery, clock } = peer
  const events: VmEvent[] = []
  const observe = (event: VmEvent) => {
    if (event.type !== 'message') events.push(event)
  }
  const vm = createVm({ pipes, discovery, clock, observe, random: random.next }, { roles, ...options })
  const types = roles.map((role) => role.iri)
  void discovery.publish({ id: `${iri}/ad`, peer: iri, pipe: pipeIri(iri), types, group: WORLD })
  return { peer, iri, vm, events }
}

/** Tasks numbered from 0. */
export function tasks(count: number): readonly Document[] {
  return Array.from({ length: count }, (_, n) => element('task', { n }))
}

function createStranger({ iri, pipes }: SimulatedPeer): Stranger {
  const heard = new Map<PeerIri, Heard[]>()

  function listenTo(peer: PeerIri): Heard[] {
    const known = heard.get(peer)
    if (known) return known
    const messages: Heard[] = []
    heard.set(peer, messages)
    void (async () => {
      for await (const message of pipes.open(peer).messages) messages.push(inShort(message))
    })()
    return messages
  }

  function say(to: PeerIri, document: Document | undefined, frame: Partial<Message> = {}): Message {
    listenTo(to)
    const message: Message = { id: messageId(), ...frame, ...(document && { document }) }
    void pipes.open(to).send(message)
    return message
  }

  return {
    iri,
    say,
    instruct: (to, verb, role, frame) => say(to, writeInstruction(verb, { from: iri, role, group: WORLD }), frame),
    heard: listenTo,
  }
}

function inShort({ document, replyTo, engagement, reason }: Message): Heard {
  return { name: document?.root.localName, replyTo, engagement, reason, text: document?.text }
}
