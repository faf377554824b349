import type { Document } from '@xeerkat/xml'
import { createAsks, lost, settleAll, traceOf } from './asks.ts'
import { createChannel } from './channel.ts'
import type { Ask, EmployerContract, Link } from './contract.ts'
import { type Core, instruct, isCongested, post } from './core.ts'
import type { AskOptions, Ended, Engagement } from './engagement.ts'
import { VmError } from './errors.ts'
import { messageId } from './ids.ts'
import { type EngagementId, type GroupIri, type PeerIri, type RoleIri, WORLD } from './iris.ts'
import type { Instruction } from './instructions.ts'
import { ticks, timing } from './lease.ts'
import type { Message } from './message.ts'
import { onAbort } from './on-abort.ts'
import { advanceEmployer, type EmployerEvent, type EmployerState } from './tables.ts'
import type { HireOptions } from './vm.ts'

/** How many of a worker's unread documents an engagement keeps. */
const MAX_UNREAD = 256
const MAX_SUSPECTS = 1_024

const HEARTBEAT = ticks(timing.heartbeat)
const GRACE = ticks(timing.workerGrace)
const HIRE_REPEAT = ticks(timing.hireRepeat)
const HIRE_PATIENCE = ticks(timing.hirePatience)
const DISMISS_PATIENCE = ticks(timing.dismissPatience)

/** What the code of this package may do with an engagement beyond its public face. */
export interface Employment extends Engagement {
  /** Whether one had better wait for `give` before giving more. */
  readonly congested: () => boolean
  /** Like `ask`, without a promise for the answer: `settle` is called exactly once. Resolves when it is queued. */
  readonly give: (
    document: Document,
    settle: Ask['settle'],
    options?: Pick<AskOptions, 'id' | 'onProgress'>,
  ) => Promise<void>
}

export interface Hiring extends HireOptions {
  readonly traceparent?: () => string | undefined
}

/** The employer's side: hires, asks, dismisses, and notices who has gone silent. */
export interface Employer {
  readonly hire: (worker: PeerIri, role: RoleIri, options?: Hiring) => Promise<Employment>
  readonly onInstruction: (contract: EmployerContract, instruction: Instruction, message: Message) => void
  /** A document or heartbeat of a worker. */
  readonly onMessage: (contract: EmployerContract, message: Message) => void
  /** One tick: repeats, reminds, and gives up. */
  readonly sweep: (contract: EmployerContract) => void
  readonly dismiss: (contract: EmployerContract) => void
  /** Ends it here and now, whatever the worker thinks. */
  readonly abandon: (contract: EmployerContract) => void
}

export function createEmployer(core: Core): Employer {
  const asks = createAsks(core)

  async function hire(
    worker: PeerIri,
    role: RoleIri,
    { group = WORLD, id = messageId(), signal, traceparent }: Hiring = {},
  ) {
    signal?.throwIfAborted()
    const link = core.linkTo(worker)
    const { promise, resolve, reject } = Promise.withResolvers<Employment>()
    const contract = newContract(link, role, group, id, core.lease.now(), traceparent, (state, message) => {
      if (state === 'engaged') resolve(employment(contract))
      else reject(refusal(contract, state, message))
    })
    const earlier = link.employed.get(id)
    if (earlier) apply(earlier, 'silence')
    link.employed.set(id, contract)
    sendHire(contract)
    core.lease.watch()
    using _giveUp = onAbort(signal, giveUp)
    return await promise

    function giveUp() {
      reject(signal?.reason)
      contract.state = 'lost'
      instruct(core, link, 'dismiss', { role, engagement: id })
      close(contract, { how: 'lost' })
    }
  }

  function sendHire(contract: EmployerContract) {
    const { id, link, role, group } = contract
    contract.sentAt = core.lease.now()
    instruct(core, link, 'hire', { id, engagement: id, role, group, ...traceOf(contract) })
  }

  function apply(contract: EmployerContract, event: EmployerEvent, message?: Message): void {
    const before = contract.state
    const state = advanceEmployer(before, event)
    if (state === before) return
    contract.state = state
    if (state === 'lost') suspect(contract.link.peer)
    else core.suspects.delete(contract.link.peer)
    if (before === 'hiring') {
      if (state === 'engaged')
        core.observe({ type: 'engaged', engagement: contract.id, worker: contract.link.peer, role: contract.role })
      contract.decided(state, message)
    }
    if (state === 'engaged' || state === 'dismissing') return
    const how = state === 'dismissed' || state === 'resigned' ? state : 'lost'
    const reason = message?.reason
    const silent = event === 'silence'
    const ended: Ended = { how, ...(reason && { reason }), ...(how === 'dismissed' && { silent }) }
    if (before !== 'hiring')
      core.observe({
        type: 'ended',
        engagement: contract.id,
        worker: contract.link.peer,
        role: contract.role,
        ...ended,
      })
    close(contract, ended)
  }

  function suspect(peer: PeerIri) {
    if (core.suspects.size < MAX_SUSPECTS) core.suspects.add(peer)
  }

  function close(contract: EmployerContract, ended: Ended) {
    contract.link.employed.delete(contract.id)
    contract.documents.close()
    contract.ended.resolve(ended)
    const error = lost(contract, ended.how, ended.reason)
    contract.controller.abort(error)
    settleAll(contract, error)
  }

  function dismiss(contract: EmployerContract) {
    if (contract.state !== 'engaged') return
    apply(contract, 'dismiss')
    contract.dismissedAt = core.lease.now()
    settleAll(contract, lost(contract, 'dismissed'))
    sendDismiss(contract)
  }

  function sendDismiss(contract: EmployerContract) {
    contract.sentAt = core.lease.now()
    instruct(core, contract.link, 'dismiss', { role: contract.role, engagement: contract.id })
  }

  function sweep(contract: EmployerContract) {
    const now = core.lease.now()
    if (contract.state === 'hiring') {
      if (now - contract.since >= HIRE_PATIENCE) return apply(contract, 'silence')
      if (now - contract.sentAt >= HIRE_REPEAT) sendHire(contract)
    } else if (contract.state === 'dismissing') {
      if (now - contract.dismissedAt >= DISMISS_PATIENCE) return apply(contract, 'silence')
      if (now - contract.sentAt >= HEARTBEAT) sendDismiss(contract)
    } else {
      if (now - contract.heardAt >= GRACE) return apply(contract, 'silence')
      if (now - contract.sentAt >= HEARTBEAT) sendHeartbeat(contract)
      asks.remind(contract)
    }
  }

  function sendHeartbeat(contract: EmployerContract) {
    contract.sentAt = core.lease.now()
    void post(core, contract.link, { engagement: contract.id, role: contract.role })
  }

  function employment(contract: EmployerContract): Employment {
    const { id, link, role, documents, ended, controller } = contract
    return {
      id,
      worker: link.peer,
      role,
      documents,
      ended: ended.promise,
      signal: controller.signal,
      congested: () => isCongested(link),
      give: (document, settle, options) => asks.give(contract, document, settle, options),
      ask: (document, options) => asks.ask(contract, document, options),
      tell: (document, options) => asks.tell(contract, document, options),
      dismiss: leave,
      [Symbol.asyncDispose]: async () => void (await leave()),
    }

    function leave() {
      dismiss(contract)
      return ended.promise
    }
  }

  function onInstruction(contract: EmployerContract, { verb }: Instruction, message: Message) {
    contract.heardAt = core.lease.now()
    if (verb === 'accept' || verb === 'refuse' || verb === 'resign') apply(contract, verb, message)
  }

  function refusal(contract: EmployerContract, state: EmployerState, message: Message | undefined): VmError {
    const reason = state === 'refused' ? (message?.reason ?? 'not-now') : 'silent'
    core.observe({ type: 'turned-down', worker: contract.link.peer, role: contract.role, reason })
    const text = reason === 'silent' ? 'did not answer the hire in time' : `refused: ${reason}`
    return new VmError('ERR_REFUSED', `${contract.link.peer} ${text} (role ${contract.role})`, { cause: reason })
  }

  const abandon = (contract: EmployerContract) => apply(contract, 'silence')
  return { hire, onInstruction, onMessage: asks.onMessage, sweep, dismiss, abandon }
}

function newContract(
  link: Link,
  role: RoleIri,
  group: GroupIri,
  id: EngagementId,
  now: number,
  traceparent: Hiring['traceparent'],
  decided: EmployerContract['decided'],
): EmployerContract {
  return {
    id,
    link,
    role,
    group,
    since: now,
    asks: new Map(),
    documents: createChannel({ bound: MAX_UNREAD }),
    ended: Promise.withResolvers(),
    controller: new AbortController(),
    decided,
    traceparent,
    state: 'hiring',
    heardAt: now,
    sentAt: now,
    dismissedAt: now,
  }
}
