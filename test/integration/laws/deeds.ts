import { AGENT_2026, type Engagement, messageId, VmError } from '@xeerkat/agent-vm'
import type { VirtualClock } from '@xeerkat/agent-vm/testing'
import { attribute, type Document, element } from '@xeerkat/xml'
import type { Action, Actions } from './history.ts'
import { hostileMessages } from './hostile.ts'
import { answered, type Command, iriOf, makeRole } from './roles.ts'
import { groups, type Held, type Host, restart, type World } from './world.ts'

/** Given where nobody looks: making up an exception for each takes its time. */
const NO_REASON = new Error('over')

type Deeds = { readonly [Type in keyof Actions]: (world: World, action: Actions[Type]) => void }

/** Does what a step of a history says. Whatever it sets in motion is followed to its end. */
export function act(world: World, action: Action): void {
  // Each deed takes the action it is listed under.
  const deed = deeds[action.type] as (world: World, action: Action) => void
  deed(world, action)
}

const deeds: Deeds = {
  hire(world, { peer, worker, role, group, patience }) {
    const host = world.hostOf(peer)
    if (!host.running) return
    const id = messageId()
    const hiring = host.vm
      .hire(world.hostOf(worker).peer.iri, iriOf(role), {
        id,
        group: groups[group],
        signal: after(world.clock, patience),
      })
      .then(
        (engagement) => void hold(world, host, engagement),
        (error: unknown) => {
          if (!isCode(error, 'ERR_REFUSED', 'ERR_VM_CLOSED') && !isChangeOfMind(error))
            world.accuse(`hire failed with ${String(error)}`)
        },
      )
    world.expectEnd(`hire ${id} by ${host.vm.self}`, host, hiring)
  },

  ask(world, { engagement, commands, patience }) {
    const held = heldBy(world, engagement)
    if (held) for (const command of commands) ask(world, held, command, after(world.clock, patience))
  },

  tell(world, { engagement, command }) {
    const held = heldBy(world, engagement)
    if (!held) return
    const telling = held.engagement.tell(documentFor(world, held, command)).catch((error: unknown) => {
      if (!isCode(error, 'ERR_WORKER_LOST')) world.accuse(`tell failed with ${String(error)}`)
    })
    world.expectEnd(`tell in engagement ${held.engagement.id}`, held.host, telling)
  },

  dismiss: (world, { engagement }) => void heldBy(world, engagement)?.engagement.dismiss(),

  recruit(world, { peer, role, limit, patience }) {
    const host = world.hostOf(peer)
    if (!host.running) return
    const signal = AbortSignal.any([after(world.clock, patience), world.over.signal])
    world.expectEnd(`recruiting by ${host.vm.self}`, host, recruit())

    async function recruit(): Promise<void> {
      const recruited = new Set<Engagement>()
      try {
        for await (const engagement of host.vm.recruit(iriOf(role), { limit, signal })) {
          recruited.add(hold(world, host, engagement).engagement)
          const present = [...recruited].filter((one) => !one.signal.aborted)
          if (present.length > limit)
            world.accuse(`${host.peer.iri} recruited ${present.length}, the limit was ${limit}`)
        }
      } catch (error) {
        if (!signal.aborted && !isCode(error, 'ERR_VM_CLOSED')) world.accuse(`recruiting failed with ${String(error)}`)
      }
    }
  },

  delegate(world, { peer, role, commands, limit, window, patience }) {
    const host = world.hostOf(peer)
    if (!host.running) return
    const { vm } = host
    let taken = 0
    // Not the signal of the whole world: a delegation that is done must clean up after itself.
    const change = new AbortController()
    const finished = new AbortController()
    for (const signal of [after(world.clock, patience), world.over.signal])
      signal.addEventListener('abort', () => change.abort(NO_REASON), { signal: finished.signal })
    world.expectEnd(`delegating by ${vm.self}`, host, delegate())

    function* documents(): Generator<Document> {
      for (const command of commands) {
        taken++
        yield world.document(command, vm.self)
      }
    }

    async function delegate(): Promise<void> {
      const outcomes = new Set<number>()
      const options = { limit, window, patience: 5_000, signal: change.signal }
      try {
        for await (const { index } of vm.delegate(iriOf(role), documents(), options)) {
          if (outcomes.has(index)) world.accuse(`${vm.self} got two outcomes of document ${index} of a delegation`)
          if (index >= taken) world.accuse(`${vm.self} got an outcome of document ${index}, and took ${taken}`)
          outcomes.add(index)
        }
        if (outcomes.size !== taken) world.accuse(`${vm.self} got ${outcomes.size} outcomes of ${taken} documents`)
      } catch (error) {
        if (!change.signal.aborted && !isCode(error, 'ERR_VM_CLOSED'))
          world.accuse(`delegating failed with ${String(error)}`)
      } finally {
        finished.abort(NO_REASON)
      }
    }
  },

  enable(world, { peer, role }) {
    const { vm, peer: home, desks } = world.hostOf(peer)
    vm.enable(makeRole(role, { self: home.iri, clock: home.clock }, desks.sit))
  },
  disable: (world, { peer, role }) => world.hostOf(peer).vm.disable(iriOf(role)),

  close: (world, { peer }) => close(world, world.hostOf(peer)),
  crash(world, { peer }) {
    const host = world.hostOf(peer)
    host.running = false
    host.peer.crash()
  },
  restart: (world, { peer }) => restart(world, world.hostOf(peer)),
  suspend(world, { peer }) {
    const host = world.hostOf(peer)
    host.suspended = true
    host.peer.suspend()
  },
  resume: (world, { peer }) => world.hostOf(peer).peer.resume(),

  disconnect: ({ simulation, hostOf }, { one, other }) =>
    simulation.disconnect(hostOf(one).peer.iri, hostOf(other).peer.iri),
  partition({ simulation, hosts }, { sides }) {
    const side = (wanted: number) =>
      hosts.filter((_, index) => ((sides >> index) & 1) === wanted).map(({ peer }) => peer.iri)
    simulation.partition(side(0), side(1))
  },
  heal: ({ simulation }) => simulation.heal(),

  hostile({ hosts, hostOf, stranger, held, asked }, { kind, as, target, about }) {
    const to = hostOf(target).peer.iri
    const host = as < hosts.length ? hostOf(as) : undefined
    const attacker = host?.peer ?? stranger
    const messages = hostileMessages(kind, {
      self: attacker.iri,
      victim: hostOf(target + 1).peer.iri,
      engagement: held[about % held.length]?.engagement.id ?? messageId(),
      asked: asked[about % asked.length] ?? messageId(),
      fresh: messageId,
    })
    // A pipe belongs to whoever has it first: let that be the VM.
    host?.vm.instruct(to, element({ namespace: AGENT_2026, localName: 'status' })).catch(() => {})
    // Past the tap: these are not the doing of the VM there.
    const pipe = attacker.pipes.open(to)
    for (const message of messages) void pipe.send(message)
  },
}

/** Closes a host's VM, which may take a second and no more. */
export function close(world: World, host: Host): void {
  if (!host.running) return
  const { vm, negotiation } = host
  const began = world.clock.now()
  negotiation.close()
  const closing = vm.close().then(() => {
    const took = world.clock.now() - began
    if (!host.running || host.vm !== vm) return
    if (took > 1_000 && !host.suspended) world.accuse(`${vm.self} took ${took} ms to close`)
    for (const { side, peer } of vm.status().contracts) world.accuse(`${vm.self}, closed, is still ${side} of ${peer}`)
  })
  world.expectEnd(`closing ${vm.self}`, host, closing)
}

function hold(world: World, host: Host, engagement: Engagement): Held {
  const held = { host, vm: host.vm, engagement, hung: false }
  world.held.push(held)
  world.expectEnd(`engagement ${engagement.id} of ${host.vm.self}`, host, engagement.ended)
  return held
}

function heldBy({ held }: World, number: number): Held | undefined {
  const present = held.filter(({ host, vm }) => host.vm === vm && host.running)
  return present[number % present.length]
}

function documentFor(world: World, held: Held, command: Command): Document {
  if (command === 'hang') held.hung = true
  return world.document(command, held.vm.self, held.engagement.id)
}

function ask(world: World, held: Held, command: Command, signal: AbortSignal): void {
  const { engagement, host } = held
  const document = documentFor(world, held, command)
  const number = attribute(document, 'n')
  const id = messageId()
  world.asked.push(id)
  const asking = engagement.ask(document, { id, signal }).then(
    (answer) => {
      // A worker may answer what it likes; nobody else may.
      const forged = attribute(answer, 'from') === engagement.worker
      if (!forged && !answered(command, document, answer))
        world.accuse(`document ${number} (${command}) was answered ${answer.text}`)
    },
    (error: unknown) => {
      const silent = command === 'silent' && isCode(error, 'ERR_NO_ANSWER')
      if (!silent && !isCode(error, 'ERR_WORKER_LOST') && !isChangeOfMind(error))
        world.accuse(`document ${number} (${command}) failed with ${String(error)}`)
    },
  )
  world.expectEnd(`ask ${number} (${command}) in engagement ${engagement.id} of ${host.vm.self}`, host, asking, held)
}

function after(clock: VirtualClock, milliseconds: number | undefined): AbortSignal {
  const controller = new AbortController()
  if (milliseconds !== undefined) clock.after(milliseconds, () => controller.abort(new Error('changed its mind')))
  return controller.signal
}

function isCode(error: unknown, ...codes: readonly VmError['code'][]): boolean {
  return error instanceof VmError && codes.includes(error.code)
}

function isChangeOfMind(error: unknown): boolean {
  return error instanceof Error && error.message === 'changed its mind'
}
