import type { Document } from '@xeerkat/xml'
import type { WorkerContract } from './contract.ts'
import { type Core, isCongested, post } from './core.ts'
import { refuseReserved } from './instructions.ts'
import type { MessageId } from './iris.ts'
import type { Message, Reason } from './message.ts'
import { fault, missingDocument } from './vocabulary.ts'

/** Documents one engagement may have waiting; an honest employer stays far below. */
const MAX_MAILBOX = 1_024

/** A worker's mail: worked through one document at a time, each answered, the last answers kept. */
export interface Mailbox {
  /** A document or heartbeat of the employer. */
  readonly onMessage: (contract: WorkerContract, message: Message) => void
  /** The employer asks whether a document arrived. */
  readonly onReminder: (contract: WorkerContract, of: MessageId) => void
}

export function createMailbox(core: Core, resign: (contract: WorkerContract, reason: Reason) => void): Mailbox {
  function onMessage(contract: WorkerContract, message: Message) {
    contract.heardAt = core.lease.now()
    if (!message.document || contract.state !== 'engaged') return
    const { id } = message
    const answer = contract.answers.get(id)
    if (answer) return void post(core, contract.link, answer)
    if (contract.open.has(id)) return core.observe({ type: 'dropped', from: contract.link.peer, id, why: 'duplicate' })
    if (contract.open.size >= MAX_MAILBOX) {
      core.observe({ type: 'dropped', from: contract.link.peer, id, why: 'overflow' })
      return resign(contract, 'limit')
    }
    contract.open.add(id)
    contract.mailbox.push(message)
    if (!contract.working) work(contract)
  }

  /** One document at a time; comes back by itself from what it must wait for. A role that answers at once costs no promise. */
  function work(contract: WorkerContract) {
    contract.working = true
    const goOn = () => work(contract)
    for (let message = contract.mailbox.shift(); message; message = contract.mailbox.shift()) {
      const pause = perform(contract, message)
      if (pause) return void pause.then(goOn)
    }
    contract.working = false
  }

  /** Returns what must be waited for before the next document, if anything. */
  function perform(contract: WorkerContract, message: Message): Promise<void> | undefined {
    contract.current = message
    const fail = (error: unknown) => reply(contract, message, excuse(contract, error))
    try {
      const answer = message.document && contract.receive?.(message.document)
      if (answer instanceof Promise)
        return answer.then(notReserved).then((document) => reply(contract, message, document), fail)
      return reply(contract, message, notReserved(answer))
    } catch (error) {
      return fail(error)
    }
  }

  /** What is answered when a role throws: why the document was no good; or nothing, for the role has crashed. */
  function excuse(contract: WorkerContract, error: unknown): Document | undefined {
    if (contract.state !== 'engaged') return undefined
    if (isBadInput(error)) return fault(error.message)
    core.observe({ type: 'role-crashed', engagement: contract.id, role: contract.role.iri, error })
    resign(contract, 'crashed')
    return undefined
  }

  function reply(
    contract: WorkerContract,
    { id: replyTo }: Message,
    document: Document | undefined,
  ): Promise<void> | undefined {
    contract.current = undefined
    if (contract.state !== 'engaged') return undefined
    const { link, open, answers } = contract
    const message = { engagement: contract.id, replyTo, ...(document && { document }) }
    open.delete(replyTo)
    answers.keep(replyTo, message)
    contract.sentAt = core.lease.now()
    const queued = post(core, link, message)
    return isCongested(link) ? queued : undefined
  }

  function onReminder(contract: WorkerContract, of: MessageId) {
    contract.heardAt = core.lease.now()
    if (contract.open.has(of)) return
    const answer = contract.answers.get(of)
    void post(core, contract.link, answer ?? { engagement: contract.id, replyTo: of, document: missingDocument(of) })
  }

  return { onMessage, onReminder }
}

function notReserved(document: Document | undefined): Document | undefined {
  if (document) refuseReserved(document)
  return document
}

/** A document that was not what it should be is answered, not crashed over. */
function isBadInput(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_XML_')
}
