import { clark, type Document } from '@xeerkat/xml'
import { systemClock } from './clock.ts'
import type { Link, WorkerContract } from './contract.ts'
import type { Core } from './core.ts'
import { createDelegate } from './create-delegate.ts'
import { createDispatch } from './dispatch.ts'
import { createEmployer } from './employ.ts'
import { VmError } from './errors.ts'
import { AGENT_2026 } from './instructions.ts'
import { type PeerIri, WORLD } from './iris.ts'
import { createLease, timing } from './lease.ts'
import { createLinks } from './links.ts'
import type { Reason } from './message.ts'
import { createQuestions } from './questions.ts'
import { createRecruit } from './create-recruit.ts'
import { createWorker } from './serve.ts'
import { shuttingDownDocument, statusDocument, unsupportedDocument } from './vocabulary.ts'
import type { Contract, InstructionHandler, Status, Vm, VmDependencies, VmOptions } from './vm.ts'

/** Makes a peer's virtual machine over its pipes. It listens at once. */
export function createVm(
  { pipes, discovery, clock = systemClock, observe = () => {}, random = Math.random }: VmDependencies,
  {
    roles: enabled = [],
    groups = [WORLD],
    maxHires = 64,
    maxHiresPerEmployer = Math.ceil(maxHires * 0.75),
    policy = () => true,
    operators = [],
    instructions = {},
  }: VmOptions = {},
): Vm {
  const { find } = discovery
  const roles = new Map(enabled.map((role) => [role.iri, role]))
  const shutdown = Promise.withResolvers<PeerIri>()
  const closing = new AbortController()

  const links = createLinks({ pipes, clock, observe, onMessage: (link, message) => dispatch(link, message) })
  const lease = createLease(clock, sweep)
  const core: Core = { self: pipes.self, clock, lease, observe, random, linkTo: links.to, suspects: new Set() }
  const employer = createEmployer(core)
  const worker = createWorker(core, {
    roles,
    groups: new Set(groups),
    maxHires,
    maxHiresPerEmployer,
    policy,
    status,
    draining: () => closing.signal.aborted,
    hires: () => sum(links.all(), ({ serving }) => serving.size),
    capabilities,
  })
  const questions = createQuestions(core)
  const handlers = new Map<string, InstructionHandler>([
    [clark({ namespace: AGENT_2026, localName: 'status' }), () => statusDocument(status())],
    [clark({ namespace: AGENT_2026, localName: 'shutdown' }), onShutdown],
    ...Object.entries(instructions),
  ])
  const dispatch = createDispatch({ core, employer, worker, questions, handlers })
  const recruit = createRecruit(core, { find, employer }, { signal: closing.signal })

  return {
    self: pipes.self,
    async hire(peer, role, options) {
      closing.signal.throwIfAborted()
      return employer.hire(peer, role, options)
    },
    recruit,
    delegate: createDelegate(clock, recruit, closing.signal),
    instruct: questions.ask,
    status,
    enable: (...added) => added.forEach((role) => roles.set(role.iri, role)),
    disable: (role) => void roles.delete(role),
    describe: () => [...roles.values()],
    resign,
    close,
    shutdownRequested: shutdown.promise,
    [Symbol.asyncDispose]: close,
  }

  /** A role's own recruiting: in the group it works in, and no longer than it is engaged. */
  function capabilities(contract: WorkerContract) {
    const { signal } = contract.controller
    const traceparent = () => contract.current?.traceparent
    const recruit = createRecruit(core, { find, employer }, { group: contract.group, signal, traceparent })
    return { recruit, delegate: createDelegate(clock, recruit, signal) }
  }

  function sweep(): boolean {
    for (const link of links.all()) {
      for (const contract of link.employed.values()) employer.sweep(contract)
      for (const contract of link.serving.values()) worker.sweep(contract)
    }
    return sum(links.all(), ({ employed, serving }) => employed.size + serving.size) > 0
  }

  function onShutdown(_document: Document, sender: PeerIri): Document {
    if (!operators.includes(sender)) return unsupportedDocument('shutdown')
    shutdown.resolve(sender)
    return shuttingDownDocument()
  }

  function status(): Status {
    const contracts = [...links.all()].flatMap(contractsOf)
    const draining = closing.signal.aborted
    return { peer: pipes.self, groups, roles: [...roles.keys()], maxHires, contracts, draining }
  }

  function resign(reason?: Reason) {
    for (const { serving } of links.all()) for (const contract of serving.values()) worker.resign(contract, reason)
  }

  async function close() {
    closing.abort(new VmError('ERR_VM_CLOSED', 'this peer is shutting down and hires nobody'))
    resign('shutting-down')
    const employed = [...links.all()].flatMap((link) => [...link.employed.values()])
    for (const contract of employed) employer.dismiss(contract)
    await within(timing.farewell, Promise.all(employed.map((contract) => contract.ended.promise)))
    for (const contract of employed) employer.abandon(contract)
  }

  async function within(milliseconds: number, done: Promise<unknown>) {
    const late = Promise.withResolvers<void>()
    using _deadline = clock.after(milliseconds, late.resolve)
    await Promise.race([done, late.promise])
  }
}

function sum<T>(items: Iterable<T>, size: (item: T) => number): number {
  let total = 0
  for (const item of items) total += size(item)
  return total
}

function contractsOf({ peer, employed, serving }: Link): Contract[] {
  return [
    ...[...serving.values()].map(({ id, role, state, open }): Contract => ({
      id,
      peer,
      role: role.iri,
      side: 'worker',
      state,
      open: open.size,
    })),
    ...[...employed.values()].map(({ id, role, state, asks }): Contract => ({
      id,
      peer,
      role,
      side: 'employer',
      state,
      open: asks.size,
    })),
  ]
}
