import {
  AGENT_2026,
  createVm,
  type Engagement,
  type EngagementId,
  groupIri,
  type GroupIri,
  type Message,
  type MessageId,
  messageId,
  type PeerIri,
  pipeIri,
  type Policy,
  type Reason,
  type Vm,
  VmError,
  WORLD,
} from '@xeerkat/agent-vm'
import { createSimulation, type SimulatedPeer, type Simulation } from '@xeerkat/agent-vm/testing'
import { attribute, type Document, element } from '@xeerkat/xml'
import { hostileMessages } from './hostile.ts'
import type { Action, Group, History, PeerPlan, PolicyName } from './history.ts'
import { createLife, type Life } from './ledger.ts'
import { type Command, iriOf, makeRole, work } from './roles.ts'
import { tap } from './tap.ts'

/** A peer, and the VM that runs on it at present. */
interface Host {
  readonly plan: PeerPlan
  readonly peer: SimulatedPeer
  vm: Vm
  life: Life
  running: boolean
  /** Ever: its clock does not tell how long it took over anything. */
  suspended: boolean
}

interface Held {
  readonly host: Host
  readonly vm: Vm
  readonly engagement: Engagement
}

/** Something that must have come to an end when the world is at rest, unless its VM crashed. */
interface Pending {
  readonly what: string
  readonly host: Host
  readonly vm: Vm
}

const LAB = groupIri('urn:example:group:lab')
const groups: Readonly<Record<Group, GroupIri>> = { world: WORLD, lab: LAB }
const STRANGER = 'stranger'
/** Longer than every lease, patience and retry together. */
const LONG_ENOUGH = 300_000

/** Plays a history to its end, and tells which laws were broken. */
export async function play({ seed, peers, faults, steps, ending }: History): Promise<readonly string[]> {
  const violations: string[] = []
  const accuse = (violation: string) => void violations.push(violation)
  const simulation = createSimulation({ seed, ...faults, adDelay: [1, 200] })
  const { clock } = simulation
  const pending = new Set<Pending>()
  const held: Held[] = []
  const asked: MessageId[] = []
  /** Ends what goes on of itself: recruiting and delegating. */
  const rest = new AbortController()
  let documents = 0

  const hosts = peers.map((plan, index) => begin(plan, simulation.peer(`host-${index}`)))
  const stranger = simulation.peer(STRANGER)
  listen(stranger)

  for (const { wait, action } of steps) {
    await clock.advance(wait)
    act(action)
  }
  await comeToRest()
  return violations

  // --- the peers

  function begin(plan: PeerPlan, peer: SimulatedPeer): Host {
    return { plan, peer, running: true, suspended: false, ...boot(plan, peer) }
  }

  function boot(plan: PeerPlan, peer: SimulatedPeer): { vm: Vm; life: Life } {
    const life = createLife(peer.iri, plan.maxHires, accuse)
    const vm = createVm(
      {
        pipes: tap(peer.pipes, life),
        discovery: peer.discovery,
        clock: peer.clock,
        observe: life.observe,
        random: simulation.random.next,
      },
      {
        roles: plan.roles.map((name) => makeRole(name, { self: peer.iri, clock: peer.clock }, life.sit)),
        groups: plan.groups.map((group) => groups[group]),
        maxHires: plan.maxHires,
        maxHiresPerEmployer: Math.max(1, plan.maxHires - 1),
        policy: policyOf(plan.policy, peer),
      },
    )
    const types = plan.roles.map(iriOf)
    for (const group of plan.groups) {
      const ad = { id: `${peer.iri}/${group}`, peer: peer.iri, pipe: pipeIri(peer.iri), types, group: groups[group] }
      void peer.discovery.publish(ad)
    }
    return { vm, life }
  }

  function hostOf(number: number): Host {
    return hosts[number % hosts.length]!
  }

  /** The promise must settle before the world is at rest. */
  function expectEnd(what: string, host: Host, promise: Promise<unknown>): void {
    const entry = { what, host, vm: host.vm }
    pending.add(entry)
    // How it ends is looked at where it was begun.
    void promise.finally(() => pending.delete(entry)).catch(() => {})
  }

  function after(milliseconds: number): AbortSignal {
    const controller = new AbortController()
    clock.after(milliseconds, () => controller.abort(new Error('changed its mind')))
    return controller.signal
  }

  function nextDocument(command: Command, from: PeerIri, engagement?: EngagementId): Document {
    documents++
    return work({ do: command, n: documents, from, ...(engagement && { engagement }) })
  }

  // --- what happens

  function act(action: Action): void {
    switch (action.type) {
      case 'hire':
        return hire(action)
      case 'ask':
        return ask(action)
      case 'tell':
        return tell(action)
      case 'dismiss':
        return void heldBy(action.engagement)?.engagement.dismiss()
      case 'recruit':
        return recruit(action)
      case 'delegate':
        return delegate(action)
      case 'enable':
      case 'disable': {
        const { vm, peer, life } = hostOf(action.peer)
        if (action.type === 'disable') return vm.disable(iriOf(action.role))
        return vm.enable(makeRole(action.role, { self: peer.iri, clock: peer.clock }, life.sit))
      }
      case 'close':
        return close(hostOf(action.peer))
      case 'crash':
        return crash(hostOf(action.peer))
      case 'restart':
        return restart(hostOf(action.peer))
      case 'suspend':
        hostOf(action.peer).suspended = true
        return hostOf(action.peer).peer.suspend()
      case 'resume':
        return hostOf(action.peer).peer.resume()
      case 'disconnect':
        return simulation.disconnect(hostOf(action.one).peer.iri, hostOf(action.other).peer.iri)
      case 'partition': {
        const sideOf = (index: number) => (action.sides >> index) & 1
        const side = (wanted: number) =>
          hosts.filter((_, index) => sideOf(index) === wanted).map(({ peer }) => peer.iri)
        return simulation.partition(side(0), side(1))
      }
      case 'heal':
        return simulation.heal()
      case 'hostile':
        return attack(action)
      default:
        return action satisfies never
    }
  }

  function hire({ peer, worker, role, group, patience }: Extract<Action, { type: 'hire' }>): void {
    const host = hostOf(peer)
    if (!host.running) return
    const { vm } = host
    const id = messageId()
    const hiring = vm
      .hire(hostOf(worker).peer.iri, iriOf(role), { id, group: groups[group], signal: after(patience) })
      .then(
        (engagement) => hold(host, engagement),
        (error: unknown) => {
          if (!isCode(error, 'ERR_REFUSED', 'ERR_VM_CLOSED') && !isChangeOfMind(error))
            accuse(`hire failed with ${String(error)}`)
        },
      )
    expectEnd(`hire ${id} by ${vm.self}`, host, hiring)
  }

  function hold(host: Host, engagement: Engagement): void {
    held.push({ host, vm: host.vm, engagement })
    expectEnd(`engagement ${engagement.id} of ${host.vm.self}`, host, engagement.ended)
  }

  function heldBy(number: number): Held | undefined {
    const present = held.filter(({ host, vm }) => host.vm === vm && host.running)
    return present[number % present.length]
  }

  function ask({ engagement: number, commands, patience }: Extract<Action, { type: 'ask' }>): void {
    const found = heldBy(number)
    if (!found) return
    const { host, engagement } = found
    for (const command of commands) {
      const document = nextDocument(command, host.vm.self, engagement.id)
      const id = messageId()
      asked.push(id)
      const asking = engagement.ask(document, { id, signal: after(patience) }).then(
        (answer) => {
          const [given, expected] = [attribute(answer, 'n'), attribute(document, 'n')]
          const forged = attribute(answer, 'from') === engagement.worker
          const apology = command === 'bad-input' && answer.root.localName === 'error'
          if (given !== expected && !forged && !apology)
            accuse(`document ${expected} (${command}) was answered ${answer.text}`)
        },
        (error: unknown) => {
          if (!isCode(error, 'ERR_WORKER_LOST', 'ERR_NO_ANSWER') && !isChangeOfMind(error))
            accuse(`ask failed with ${String(error)}`)
        },
      )
      expectEnd(`ask ${id} (${command}) in engagement ${engagement.id} of ${host.vm.self}`, host, asking)
    }
  }

  function tell({ engagement: number, command }: Extract<Action, { type: 'tell' }>): void {
    const found = heldBy(number)
    if (!found) return
    const { host, engagement } = found
    const telling = engagement.tell(nextDocument(command, host.vm.self, engagement.id)).catch((error: unknown) => {
      if (!isCode(error, 'ERR_WORKER_LOST')) accuse(`tell failed with ${String(error)}`)
    })
    expectEnd(`tell in engagement ${engagement.id}`, host, telling)
  }

  function recruit({ peer, role, limit, lasts }: Extract<Action, { type: 'recruit' }>): void {
    const host = hostOf(peer)
    if (!host.running) return
    const signal = AbortSignal.any([after(lasts), rest.signal])
    const recruited = new Set<Engagement>()
    const recruiting = (async () => {
      for await (const engagement of host.vm.recruit(iriOf(role), { limit, signal })) {
        hold(host, engagement)
        recruited.add(engagement)
        const present = [...recruited].filter((one) => !one.signal.aborted)
        if (present.length > limit) accuse(`${host.peer.iri} recruited ${present.length}, and ${limit} was the limit`)
      }
    })().catch((error: unknown) => {
      if (!signal.aborted && !isCode(error, 'ERR_VM_CLOSED')) accuse(`recruiting failed with ${String(error)}`)
    })
    expectEnd(`recruiting by ${host.vm.self}`, host, recruiting)
  }

  function delegate({ peer, role, commands, limit, window, lasts }: Extract<Action, { type: 'delegate' }>): void {
    const host = hostOf(peer)
    if (!host.running) return
    const { vm } = host
    const signal = AbortSignal.any([after(lasts), rest.signal])
    let taken = 0
    function* source() {
      for (const command of commands) {
        taken++
        yield nextDocument(command, vm.self)
      }
    }
    const outcomes = new Set<number>()
    const delegating = (async () => {
      for await (const { index } of vm.delegate(iriOf(role), source(), { limit, window, patience: 5_000, signal })) {
        if (outcomes.has(index)) accuse(`${vm.self} got two outcomes of document ${index} of a delegation`)
        if (index >= taken) accuse(`${vm.self} got an outcome of document ${index}, and ${taken} were taken`)
        outcomes.add(index)
      }
      if (outcomes.size !== taken) accuse(`${vm.self} got ${outcomes.size} outcomes of ${taken} documents delegated`)
    })().catch((error: unknown) => {
      if (!signal.aborted && !isCode(error, 'ERR_VM_CLOSED')) accuse(`delegating failed with ${String(error)}`)
    })
    expectEnd(`delegating by ${vm.self}`, host, delegating)
  }

  function close(host: Host): void {
    if (!host.running) return
    const { vm, life } = host
    const began = clock.now()
    life.close()
    const closing = vm.close().then(() => {
      if (clock.now() - began > 1_000 && !host.suspended) accuse(`${vm.self} took ${clock.now() - began} ms to close`)
      for (const { side, peer } of vm.status().contracts) accuse(`${vm.self}, closed, is still ${side} of ${peer}`)
    })
    expectEnd(`closing ${vm.self}`, host, closing)
  }

  function crash(host: Host): void {
    host.running = false
    host.peer.crash()
  }

  function restart(host: Host): void {
    host.peer.restart()
    host.running = true
    host.suspended = false
    Object.assign(host, boot(host.plan, host.peer))
  }

  function attack({ kind, as, target, about }: Extract<Action, { type: 'hostile' }>): void {
    const attacker = as < hosts.length ? hostOf(as).peer : stranger
    const to = hostOf(target).peer.iri
    const messages = hostileMessages(kind, {
      self: attacker.iri,
      target: to,
      victim: hostOf(target + 1).peer.iri,
      engagement: held[about % held.length]?.engagement.id ?? messageId(),
      asked: asked[about % asked.length] ?? messageId(),
      fresh: messageId,
    })
    // Past the tap: these are not the doing of the VM there.
    const pipe = attacker.pipes.open(to)
    for (const message of messages) void pipe.send(message)
  }

  // --- the end

  async function comeToRest(): Promise<void> {
    if (ending.isolate) await isolate()
    simulation.heal()
    simulation.change({ delay: [1, 2], loss: 0, duplication: 0 })
    for (const { peer } of hosts) peer.resume()
    await clock.advance(10_000)
    rest.abort(new Error('the world comes to rest'))
    for (const host of hosts) {
      if (ending.by === 'closing') close(host)
      else for (const { engagement, vm } of held) if (host.vm === vm) void engagement.dismiss()
    }
    if (!(await clock.settle(LONG_ENOUGH))) accuse('the world never came to rest: a timer is set again and again')
    await judge()
  }

  /** Nobody hears anybody until every lease has run out. */
  async function isolate(): Promise<void> {
    rest.abort(new Error('nobody is left to work for'))
    const everyone = [...hosts.map(({ peer }) => peer), stranger]
    for (const { peer } of hosts) peer.resume()
    for (const one of everyone)
      simulation.partition(
        [one.iri],
        everyone.filter((other) => other !== one).map(({ iri }) => iri),
      )
    await clock.advance(40_000)
    for (const { vm, running } of hosts) {
      for (const { peer, side, state } of running ? vm.status().contracts : [])
        if (peer !== vm.self) accuse(`${vm.self}, cut off, still believes it is ${side} of ${peer} (${state})`)
    }
  }

  async function judge(): Promise<void> {
    for (const { what, host, vm } of pending) if (host.running && host.vm === vm) accuse(`never ended: ${what}`)
    for (const { vm, life, running } of hosts) {
      if (!running) continue
      life.judge()
      for (const { side, peer, state } of vm.status().contracts)
        accuse(`${vm.self} is still ${side} of ${peer} (${state})`)
    }
    await askEveryoneForStatus(
      simulation,
      hosts.filter(({ running }) => running).map(({ peer }) => peer.iri),
      accuse,
    )
  }
}

/** Every VM that was not crashed still answers. */
async function askEveryoneForStatus(
  simulation: Simulation,
  peers: readonly PeerIri[],
  accuse: (violation: string) => void,
) {
  const prober = simulation.peer('prober')
  const answered = new Set<PeerIri>()
  for (const peer of peers) {
    const pipe = prober.pipes.open(peer)
    void (async () => {
      for await (const { document } of pipe.messages) if (document?.root.localName === 'status') answered.add(peer)
    })()
    void pipe.send({ id: messageId(), document: element({ namespace: AGENT_2026, localName: 'status' }) })
  }
  await simulation.clock.advance(1_000)
  for (const peer of peers) if (!answered.has(peer)) accuse(`${peer} does not answer any more`)
}

/** Reads whatever comes, and does nothing about it. */
function listen(peer: SimulatedPeer): void {
  void (async () => {
    for await (const pipe of peer.pipes.incoming) void drain(pipe.messages)
  })()
}

async function drain(messages: AsyncIterable<Message>): Promise<void> {
  for await (const message of messages) void message
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

function isCode(error: unknown, ...codes: readonly VmError['code'][]): boolean {
  return error instanceof VmError && codes.includes(error.code)
}

function isChangeOfMind(error: unknown): boolean {
  return error instanceof Error && error.message === 'changed its mind'
}
