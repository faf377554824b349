import { clark, type Document, type Root } from '@xeerkat/xml'
import { systemClock } from './clock.ts'
import type { EmployerContract, Link, WorkerContract } from './contract.ts'
import { type Core, instruct, post } from './core.ts'
import { createDelegate } from './delegate.ts'
import { createEmployer } from './employ.ts'
import { VmError } from './errors.ts'
import type { Dropped } from './events.ts'
import { messageId } from './ids.ts'
import { AGENT, AGENT_2026, type Instruction, isVerb, readInstruction } from './instructions.ts'
import { type MessageId, type PeerIri, WORLD } from './iris.ts'
import { createLease, timing } from './lease.ts'
import type { Message } from './message.ts'
import type { Pipe } from './pipe.ts'
import { createRecruit } from './recruit.ts'
import type { Role } from './role.ts'
import { createWorker } from './serve.ts'
import { readOf, shuttingDownDocument, statusDocument, unsupportedDocument } from './vocabulary.ts'
import type { Contract, InstructionHandler, Status, Vm, VmDependencies, VmOptions } from './vm.ts'

/** Instructions of this peer that may wait for their answers at once. */
const MAX_PENDING = 1_024
const INSTRUCTION_PATIENCE = 5_000
/** A peer that reads slower than it writes is read slower. */
const MAX_UNREAD_ANSWERS = 1_024
const PATIENCE_WITH_SLOW_READER = 1_000
/** What a stray message's role is called when its frame does not say. */
const NO_ROLE = 'urn:xeerkat:role:unknown'

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
  const roles = new Map(enabled.map((role) => [role.iri, role]))
  const links = new Map<PeerIri, Link & { listen: (pipe: Pipe) => void; readonly idle: () => boolean }>()
  const pending = new Map<MessageId, { readonly peer: PeerIri; readonly resolve: (answer: Document) => void }>()
  const shutdown = Promise.withResolvers<PeerIri>()
  const closing = new AbortController()

  const lease = createLease(clock, sweep)
  const core: Core = { self: pipes.self, clock, lease, observe, random, linkTo, suspects: new Set() }
  const employer = createEmployer(core)
  const worker = createWorker(core, {
    roles,
    groups: new Set(groups),
    maxHires,
    maxHiresPerEmployer,
    policy,
    status,
    draining: () => closing.signal.aborted,
    hires: () => count((link) => link.serving.size),
    capabilities(contract) {
      const { signal } = contract.controller
      const recruit = createRecruit(
        core,
        { find: discovery.find, employer },
        {
          group: contract.group,
          signal,
          traceparent: () => contract.current?.traceparent,
        },
      )
      return { recruit, delegate: createDelegate(clock, recruit, signal) }
    },
  })
  const recruit = createRecruit(core, { find: discovery.find, employer }, { signal: closing.signal })

  /** The instructions beyond the paper's, by qualified name. */
  const handlers = new Map<string, InstructionHandler>([
    [clark({ namespace: AGENT_2026, localName: 'status' }), () => statusDocument(status())],
    [clark({ namespace: AGENT_2026, localName: 'shutdown' }), onShutdown],
    ...Object.entries(instructions),
  ])

  void welcome()
  return {
    self: pipes.self,
    async hire(peer, role, options) {
      closing.signal.throwIfAborted()
      return employer.hire(peer, role, options)
    },
    recruit,
    delegate: createDelegate(clock, recruit, closing.signal),
    instruct: sendInstruction,
    status,
    enable: (...added) => added.forEach((role) => roles.set(role.iri, role)),
    disable: (role) => void roles.delete(role),
    describe: () => [...roles.values()],
    close,
    shutdownRequested: shutdown.promise,
    [Symbol.asyncDispose]: close,
  }

  // --- who talks to us, and whom we talk to

  async function welcome() {
    for await (const pipe of pipes.incoming) linkOf(pipe.peer).listen(pipe)
  }

  function linkTo(peer: PeerIri): Link {
    return linkOf(peer)
  }

  function linkOf(peer: PeerIri) {
    const known = links.get(peer)
    if (known) return known
    let pipe: Pipe | undefined
    let relieved: (() => void) | undefined
    const link = {
      peer,
      employed: new Map<MessageId, EmployerContract>(),
      serving: new Map<MessageId, WorkerContract>(),
      send: (message: Message, options?: { signal?: AbortSignal }) => (pipe ?? open()).send(message, options),
      waiting: 0,
      released() {
        link.waiting--
        if (link.waiting === MAX_UNREAD_ANSWERS) relieved?.()
      },
      /** Until the peer has read what it was answered, or a while has passed: two who wait for each other go on. */
      async patience() {
        await new Promise<void>((resolve) => {
          relieved = resolve
          clock.after(PATIENCE_WITH_SLOW_READER, resolve)
        })
      },
      idle: () => pipe === undefined && link.employed.size === 0 && link.serving.size === 0,
      listen(opened: Pipe) {
        pipe = opened
        void read(link, opened, link.patience).finally(() => {
          if (pipe === opened) pipe = undefined
          if (link.idle()) links.delete(peer)
        })
      },
    }
    links.set(peer, link)
    return link

    function open(): Pipe {
      const opened = pipes.open(peer)
      link.listen(opened)
      return opened
    }
  }

  async function read(link: Link, pipe: Pipe, patience: () => Promise<void>) {
    try {
      for await (const message of pipe.messages) {
        if (link.waiting > MAX_UNREAD_ANSWERS) await patience()
        try {
          onMessage(link, message)
        } catch (error) {
          observe({ type: 'fault', error })
        }
      }
    } catch (error) {
      observe({ type: 'fault', error })
    }
  }

  // --- what a message is: an instruction of the paper, one of ours, or a role's document

  function onMessage(link: Link, message: Message) {
    observe({ type: 'message', direction: 'received', peer: link.peer, message })
    const { document } = message
    if (!document) return onRoleMessage(link, message)
    const root = rootOf(document)
    if (!root) return drop(link, message, 'bad-xml')
    if (root.namespace === AGENT) onInstruction(link, root, document, message)
    else if (root.namespace === AGENT_2026 || handlers.has(clark(root))) onExtension(link, root, document, message)
    else onRoleMessage(link, message)
  }

  function onInstruction(link: Link, { localName }: Root, document: Document, message: Message) {
    if (!isVerb(localName)) return onUnknown(link, localName, message)
    const instruction = readInstruction(localName, document)
    if (!instruction) return drop(link, message, 'bad-instruction')
    if (instruction.from !== link.peer) return drop(link, message, 'wrong-sender')
    if (instruction.verb === 'hire') return worker.onHire(link, instruction, message)
    if (instruction.verb === 'dismiss') return onDismiss(link, instruction, message)
    const contract = employedBy(link, message, instruction)
    if (contract) return employer.onInstruction(contract, instruction, message)
    drop(link, message, 'late')
    if (instruction.verb === 'accept') strayAnswer(link, message, instruction.role)
  }

  function onDismiss(link: Link, instruction: Instruction, message: Message) {
    const contract = message.engagement
      ? link.serving.get(message.engagement)
      : [...link.serving.values()].findLast(({ role }) => role.iri === instruction.role)
    if (contract) worker.onDismiss(contract)
    else strayQuestion(link, message, instruction.role)
  }

  function onExtension(link: Link, root: Root, document: Document, message: Message) {
    const { replyTo } = message
    if (replyTo === undefined) return onQuestion(link, root, document, message)
    const waiting = pending.get(replyTo)
    if (waiting?.peer === link.peer) return waiting.resolve(document)
    const contract = employedBy(link, message)
    if (contract) employer.onMessage(contract, message)
    else drop(link, message, 'late')
  }

  function onQuestion(link: Link, root: Root, document: Document, message: Message) {
    if (root.namespace === AGENT_2026 && root.localName === 'reminder') return onReminder(link, document, message)
    const handler = handlers.get(clark(root))
    if (handler) void answer(link, message, handler, document)
    else onUnknown(link, root.localName, message)
  }

  function onReminder(link: Link, document: Document, message: Message) {
    const contract = message.engagement && link.serving.get(message.engagement)
    const of = readOf(document)
    if (!of) drop(link, message, 'bad-instruction')
    else if (contract) worker.onReminder(contract, of)
    else strayQuestion(link, message, NO_ROLE)
  }

  async function answer(link: Link, message: Message, handler: InstructionHandler, document: Document) {
    const { id, engagement } = message
    try {
      const reply = await handler(document, link.peer, message)
      if (reply) await post(core, link, { replyTo: id, document: reply, ...(engagement && { engagement }) })
    } catch (error) {
      observe({ type: 'fault', error })
    }
  }

  function onUnknown(link: Link, name: string, message: Message) {
    drop(link, message, 'unknown-instruction')
    // An answer never provokes an answer.
    if (message.replyTo === undefined)
      void post(core, link, { replyTo: message.id, document: unsupportedDocument(name) })
  }

  /** A worker always says what it answers, if only the hire; so a message that answers nothing comes from an employer. */
  function onRoleMessage(link: Link, message: Message) {
    const serving = message.replyTo === undefined ? servedBy(link, message) : undefined
    if (serving) return worker.onMessage(serving, message)
    const employed = employedBy(link, message)
    if (employed) return employer.onMessage(employed, message)
    drop(link, message, 'late')
    if (message.replyTo === undefined) strayQuestion(link, message, message.role ?? NO_ROLE)
    else strayAnswer(link, message, message.role ?? NO_ROLE)
  }

  /** Whoever is not our employer (any more) learns it. */
  function strayQuestion(link: Link, { id, engagement }: Message, role: string) {
    instruct(core, link, 'resign', { role, replyTo: engagement ?? id, ...(engagement && { engagement }) })
  }

  /** Whoever is not our worker (any more) learns it. */
  function strayAnswer(link: Link, { engagement }: Message, role: string) {
    if (engagement) instruct(core, link, 'dismiss', { role, engagement })
  }

  /** The contract in which a message reaches us as a worker; a stranger who names none is matched by what it sends. */
  function servedBy(link: Link, { engagement, role, document }: Message): WorkerContract | undefined {
    if (engagement) return link.serving.get(engagement)
    if (link.serving.size === 0) return undefined
    const contracts = [...link.serving.values()].filter(({ state }) => state === 'engaged')
    if (role) return contracts.findLast((contract) => contract.role.iri === role)
    const root = document && rootOf(document)
    return (
      contracts.findLast((contract) => root && accepts(contract.role, root)) ??
      contracts.findLast((contract) => !contract.role.accepts)
    )
  }

  /** The contract in which a message reaches us as an employer. */
  function employedBy(
    link: Link,
    { engagement, replyTo }: Message,
    instruction?: Instruction,
  ): EmployerContract | undefined {
    if (engagement) return link.employed.get(engagement)
    if (replyTo) {
      const hired = link.employed.get(replyTo)
      if (hired) return hired
      for (const contract of link.employed.values()) if (contract.asks.has(replyTo)) return contract
    }
    if (instruction)
      for (const contract of link.employed.values()) if (contract.role === instruction.role) return contract
    return undefined
  }

  function drop(link: Link, { id }: Message, why: Dropped) {
    observe({ type: 'dropped', from: link.peer, id, why })
  }

  // --- what we do of our own accord

  function sweep(): boolean {
    let left = 0
    for (const link of links.values()) {
      for (const contract of link.employed.values()) employer.sweep(contract)
      for (const contract of link.serving.values()) worker.sweep(contract)
      left += link.employed.size + link.serving.size
    }
    return left > 0
  }

  async function sendInstruction(
    peer: PeerIri,
    document: Document,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Document> {
    signal?.throwIfAborted()
    if (pending.size >= MAX_PENDING)
      throw new VmError('ERR_NO_ANSWER', `${MAX_PENDING} instructions are waiting for answers already`)
    const id = messageId()
    const { promise, resolve, reject } = Promise.withResolvers<Document>()
    const name = document.root.localName
    using _deadline = clock.after(INSTRUCTION_PATIENCE, () =>
      reject(new VmError('ERR_NO_ANSWER', `${peer} did not answer <${name}> within ${INSTRUCTION_PATIENCE} ms`)),
    )
    const settled = new AbortController()
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: settled.signal })
    pending.set(id, { peer, resolve })
    try {
      await post(core, linkTo(peer), { id, document })
      return await promise
    } finally {
      pending.delete(id)
      settled.abort()
    }
  }

  function onShutdown(_document: Document, sender: PeerIri): Document {
    if (!operators.includes(sender)) return unsupportedDocument('shutdown')
    shutdown.resolve(sender)
    return shuttingDownDocument()
  }

  function status(): Status {
    return {
      peer: pipes.self,
      groups,
      roles: [...roles.keys()],
      maxHires,
      contracts: [...links.values()].flatMap(contractsOf),
      draining: closing.signal.aborted,
    }
  }

  function count(of: (link: Link) => number): number {
    let sum = 0
    for (const link of links.values()) sum += of(link)
    return sum
  }

  async function close() {
    closing.abort(new VmError('ERR_VM_CLOSED', 'this peer is shutting down and hires nobody'))
    const goodbyes: Promise<unknown>[] = []
    for (const link of links.values()) {
      for (const contract of link.serving.values()) worker.resign(contract, 'shutting-down')
      for (const contract of link.employed.values()) {
        employer.dismiss(contract)
        goodbyes.push(contract.ended.promise)
      }
    }
    await new Promise<void>((resolve) => {
      const deadline = clock.after(timing.farewell, resolve)
      void Promise.all(goodbyes).then(() => {
        deadline[Symbol.dispose]()
        resolve()
      })
    })
    for (const link of links.values()) for (const contract of link.employed.values()) employer.abandon(contract)
  }
}

function rootOf(document: Document): Root | undefined {
  try {
    return document.root
  } catch {
    return undefined
  }
}

function accepts(role: Role, root: Root): boolean {
  return (role.accepts ?? []).some(
    ({ namespace, localName }) => namespace === root.namespace && localName === root.localName,
  )
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
