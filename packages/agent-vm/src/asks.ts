import type { Document } from '@xeerkat/xml'
import type { Ask, EmployerContract } from './contract.ts'
import { type Core, post } from './core.ts'
import type { AskOptions, Ended } from './engagement.ts'
import { VmError } from './errors.ts'
import { messageId } from './ids.ts'
import { AGENT_2026, refuseReserved } from './instructions.ts'
import { ticks, timing } from './lease.ts'
import type { Message, Reason } from './message.ts'
import { onAbort } from './on-abort.ts'
import type { Cancel } from './pipe.ts'
import { readProgress, reminderDocument } from './vocabulary.ts'

const MAX_REMINDERS_PER_TICK = 32
/** Bytes a slow line may be given a tick for before a document counts as lost. */
const BYTES_PER_TICK = 65_536

const NOTHING = Promise.resolve()
const REMINDER = ticks(timing.reminder)
const REMINDER_MAX = ticks(timing.reminderMax)

/** What an employer says to a worker within an engagement, and what comes back. */
export interface Asks {
  /** Calls `settle` exactly once. Resolves when the document is queued. */
  readonly give: (
    contract: EmployerContract,
    document: Document,
    settle: Ask['settle'],
    options?: Pick<AskOptions, 'id' | 'onProgress'>,
  ) => Promise<void>
  readonly ask: (contract: EmployerContract, document: Document, options?: AskOptions) => Promise<Document>
  readonly tell: (contract: EmployerContract, document: Document, options?: Cancel) => Promise<void>
  /** A document or heartbeat of the worker. */
  readonly onMessage: (contract: EmployerContract, message: Message) => void
  /** One tick: asks after what has been unanswered for long, lest it was lost on the way. */
  readonly remind: (contract: EmployerContract) => void
}

export function createAsks(core: Core): Asks {
  function give(
    contract: EmployerContract,
    document: Document,
    settle: Ask['settle'],
    options: Pick<AskOptions, 'id' | 'onProgress'> = {},
  ): Promise<void> {
    refuseReserved(document)
    if (contract.state !== 'engaged') {
      settle(lost(contract, 'lost'), undefined)
      return NOTHING
    }
    const ask: Ask = {
      id: options.id ?? messageId(),
      document,
      settle,
      onProgress: options.onProgress,
      sentAt: 0,
      patience: REMINDER + Math.ceil(document.bytes.length / BYTES_PER_TICK),
    }
    contract.asks.set(ask.id, ask)
    return sendAsk(contract, ask)
  }

  async function ask(
    contract: EmployerContract,
    document: Document,
    { signal, id = messageId(), ...options }: AskOptions = {},
  ): Promise<Document> {
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<Document>()
    const settle: Ask['settle'] = (error, answer) => {
      if (answer) resolve(answer)
      else reject(error ?? nothingToSay(contract))
    }
    using _giveUp = onAbort(signal, () => {
      contract.asks.delete(id)
      reject(signal?.reason)
    })
    void give(contract, document, settle, { ...options, id })
    return await promise
  }

  async function tell(contract: EmployerContract, document: Document, options?: Cancel): Promise<void> {
    refuseReserved(document)
    if (contract.state !== 'engaged') throw lost(contract, 'lost')
    const message: Message = { id: messageId(), engagement: contract.id, document, ...traceOf(contract) }
    core.observe({ type: 'message', direction: 'sent', peer: contract.link.peer, message })
    contract.sentAt = core.lease.now()
    await contract.link.send(message, options)
  }

  function sendAsk(contract: EmployerContract, ask: Ask): Promise<void> {
    ask.sentAt = contract.sentAt = core.lease.now()
    return post(core, contract.link, {
      id: ask.id,
      engagement: contract.id,
      document: ask.document,
      ...traceOf(contract),
    })
  }

  function onMessage(contract: EmployerContract, message: Message) {
    contract.heardAt = core.lease.now()
    const { document, replyTo } = message
    if (replyTo === contract.id || replyTo === undefined) {
      if (document) contract.documents.push(document)
      return
    }
    const ask = contract.asks.get(replyTo)
    if (!ask) return core.observe({ type: 'dropped', from: contract.link.peer, id: message.id, why: 'late' })
    if (document && document.root.namespace === AGENT_2026) return onNotice(contract, ask, document)
    contract.asks.delete(replyTo)
    ask.settle(undefined, document)
  }

  function onNotice(contract: EmployerContract, ask: Ask, document: Document) {
    if (document.root.localName === 'missing') void sendAsk(contract, ask)
    if (document.root.localName === 'progress') {
      ask.sentAt = core.lease.now()
      const progress = readProgress(document)
      if (progress) ask.onProgress?.(progress)
    }
  }

  function remind(contract: EmployerContract) {
    const now = core.lease.now()
    let reminders = 0
    for (const ask of contract.asks.values()) {
      if (now - ask.sentAt < ask.patience) continue
      if (++reminders > MAX_REMINDERS_PER_TICK) return
      ask.sentAt = now
      ask.patience = Math.min(2 * ask.patience, Math.max(ask.patience, REMINDER_MAX))
      void post(core, contract.link, { engagement: contract.id, document: reminderDocument(ask.id) })
    }
  }

  return { give, ask, tell, onMessage, remind }
}

/** The trace that an engagement's messages carry on. */
export function traceOf(contract: EmployerContract) {
  const traceparent = contract.traceparent?.()
  return traceparent === undefined ? {} : { traceparent }
}

/** Settles every open ask with the error. */
export function settleAll(contract: EmployerContract, error: VmError) {
  const asks = [...contract.asks.values()]
  contract.asks.clear()
  for (const ask of asks) ask.settle(error, undefined)
}

/** What an ask fails with whose worker is no more. */
export function lost(contract: EmployerContract, how: Ended['how'], reason?: Reason): VmError {
  const why = { dismissed: 'was dismissed', resigned: `resigned${reason ? ` (${reason})` : ''}`, lost: 'was lost' }[how]
  return new VmError('ERR_WORKER_LOST', `${contract.link.peer}, hired as ${contract.role}, ${why} before it answered`, {
    cause: { how, reason },
  })
}

function nothingToSay({ role, link }: EmployerContract): VmError {
  const what = `${role} at ${link.peer} took the document and has nothing to say`
  return new VmError('ERR_NO_ANSWER', `${what}; use tell() where no answer is wanted`)
}
