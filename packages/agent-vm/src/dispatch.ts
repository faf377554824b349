import { clark, type Document, type Root } from '@xeerkat/xml'
import type { EmployerContract, Link, WorkerContract } from './contract.ts'
import { type Core, instruct, post } from './core.ts'
import type { Employer } from './employ.ts'
import type { Dropped } from './events.ts'
import { AGENT, AGENT_2026, type Instruction, isVerb, readInstruction } from './instructions.ts'
import type { Message } from './message.ts'
import type { Questions } from './questions.ts'
import type { Role } from './role.ts'
import type { Worker } from './serve.ts'
import { fault, readOf, unsupportedDocument } from './vocabulary.ts'
import type { InstructionHandler } from './vm.ts'

/** What a stray message's role is called when its frame does not say. */
const NO_ROLE = 'urn:xeerkat:role:unknown'

export interface DispatchDependencies {
  readonly core: Core
  readonly employer: Employer
  readonly worker: Worker
  readonly questions: Questions
  /** The instructions beyond the paper's, by qualified name. */
  readonly handlers: ReadonlyMap<string, InstructionHandler>
}

/**
 * Tells what a message is, by the namespace of its document element (paper, 4.2): an instruction of the paper,
 * one of ours or of this host, or a role's document; and to which contract it belongs.
 */
export function createDispatch({ core, employer, worker, questions, handlers }: DispatchDependencies) {
  return function dispatch(link: Link, message: Message): void {
    const { document } = message
    if (!document) return onRoleMessage(link, message)
    const root = rootOf(document)
    if (!root) return onBadXml(link, message)
    if (root.namespace === AGENT) return onInstruction(link, root, document, message)
    // An instruction may be answered with any document.
    if (questions.onAnswer(link, message)) return
    if (root.namespace === AGENT_2026 || handlers.has(clark(root))) onExtension(link, root, document, message)
    else onRoleMessage(link, message)
  }

  /** An employer that keeps to the engagement gets its answer; what else is no XML is dropped. */
  function onBadXml(link: Link, message: Message) {
    drop(link, message, 'bad-xml')
    const { id: replyTo, engagement } = message
    if (message.replyTo === undefined && engagement && link.serving.has(engagement))
      void post(core, link, { engagement, replyTo, document: fault('This does not begin as an XML document does.') })
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
    if (message.replyTo === undefined) return onQuestion(link, root, document, message)
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
      core.observe({ type: 'fault', error })
    }
  }

  /** An answer never provokes an answer. */
  function onUnknown(link: Link, name: string, message: Message) {
    drop(link, message, 'unknown-instruction')
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

  function drop(link: Link, { id }: Message, why: Dropped) {
    core.observe({ type: 'dropped', from: link.peer, id, why })
  }
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
  const contracts = [...link.employed.values()]
  if (replyTo) {
    const contract = link.employed.get(replyTo) ?? contracts.find(({ asks }) => asks.has(replyTo))
    if (contract) return contract
  }
  return instruction && contracts.find(({ role }) => role === instruction.role)
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
