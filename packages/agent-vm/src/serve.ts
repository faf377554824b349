import { createAnswerCache } from './answer-cache.ts'
import type { Link, WorkerContract } from './contract.ts'
import { type Core, instruct, post } from './core.ts'
import { type Instruction, refuseReserved } from './instructions.ts'
import { type EngagementId, type GroupIri, type PeerIri, type RoleIri, WORLD } from './iris.ts'
import { ticks, timing } from './lease.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'
import { type Message, type Reason, reasons } from './message.ts'
import type { Awaitable, Role, RoleContext } from './role.ts'
import { advanceWorker, type WorkerEvent } from './tables.ts'
import { progressDocument } from './vocabulary.ts'
import type { HireRequest, Policy, Status } from './vm.ts'

const HEARTBEAT = ticks(timing.heartbeat)
const GRACE = ticks(timing.employerGrace)
/** Milliseconds between two words of progress to an employer, at least. */
const PROGRESS_INTERVAL = 250
/** Hires whose outcome is remembered, so that a repeated one gets the same answer. */
const MAX_REMEMBERED = 4_096

export interface WorkerOptions {
  readonly roles: ReadonlyMap<RoleIri, Role>
  readonly groups: ReadonlySet<GroupIri>
  readonly maxHires: number
  readonly maxHiresPerEmployer: number
  readonly policy: Policy
  readonly draining: () => boolean
  readonly status: () => Status
  readonly hires: () => number
  readonly capabilities: (contract: WorkerContract) => Pick<RoleContext, 'recruit' | 'delegate'>
}

/** The worker's side: is hired or refuses, works through its mail one document at a time, resigns. */
export interface Worker extends Mailbox {
  readonly onHire: (link: Link, instruction: Instruction, message: Message) => void
  readonly onDismiss: (contract: WorkerContract) => void
  readonly sweep: (contract: WorkerContract) => void
  readonly resign: (contract: WorkerContract, reason?: Reason) => void
}

export function createWorker(core: Core, options: WorkerOptions): Worker {
  const remembered = new Map<string, Reason | 'ended'>()

  function onHire(link: Link, { role: iri, group = WORLD }: Instruction, message: Message) {
    const { id } = message
    const contract = link.serving.get(id)
    if (contract) return contract.state === 'engaged' ? accept(contract) : undefined
    const before = remembered.get(link.peer + id)
    if (before === 'ended') return instruct(core, link, 'resign', { role: iri, group, engagement: id, replyTo: id })
    if (before !== undefined) return refuse(link, iri, id, before)
    decide(link, { from: link.peer, group: group as GroupIri, role: iri as RoleIri }, id)
  }

  /** The paper's three questions, in order: is the role known here, is there a free slot, will the policy accept. */
  function decide(link: Link, hire: HireRequest, id: EngagementId) {
    const role = options.roles.get(hire.role)
    const reason = objection(link, hire)
    if (!role || reason) return refuse(link, hire.role, id, reason ?? 'unknown-role')
    const contract = newContract(link, role, hire.group, id, core.lease.now())
    link.serving.set(id, contract)
    core.lease.watch()
    const verdict = ask(() => options.policy(hire, options.status))
    if (!(verdict instanceof Promise)) return conclude(contract, verdict)
    const deadline = core.clock.after(timing.decision, () => conclude(contract, 'not-now'))
    void verdict
      .catch(() => 'not-now' as const)
      .then((reason) => {
        deadline[Symbol.dispose]()
        conclude(contract, reason)
      })
  }

  function objection(link: Link, { role, group }: HireRequest): Reason | undefined {
    if (options.draining()) return 'shutting-down'
    if (!options.roles.has(role)) return 'unknown-role'
    if (!options.groups.has(group)) return 'unknown-group'
    if (options.hires() >= options.maxHires) return 'busy'
    if (link.serving.size >= options.maxHiresPerEmployer) return 'limit'
    return undefined
  }

  function conclude(contract: WorkerContract, verdict: true | Reason) {
    if (contract.state !== 'deciding') return
    const reason = verdict === true ? engage(contract) : reasons.includes(verdict) ? verdict : 'not-now'
    // The role may have resigned already.
    if (contract.state !== 'deciding') return
    if (reason === undefined) {
      apply(contract, 'accept')
      core.observe({ type: 'hired', engagement: contract.id, employer: contract.link.peer, role: contract.role.iri })
      accept(contract)
    } else {
      apply(contract, 'refuse')
      refuse(contract.link, contract.role.iri, contract.id, reason)
    }
  }

  /** Makes the role's state for this engagement; a role that cannot even begin refuses. */
  function engage(contract: WorkerContract): Reason | undefined {
    try {
      contract.receive = contract.role.engage(contextOf(contract))
      return undefined
    } catch (error) {
      core.observe({ type: 'role-crashed', engagement: contract.id, role: contract.role.iri, error })
      return 'crashed'
    }
  }

  function accept(contract: WorkerContract) {
    contract.sentAt = core.lease.now()
    instruct(core, contract.link, 'accept', { role: contract.role.iri, engagement: contract.id, replyTo: contract.id })
  }

  function refuse(link: Link, role: string, id: EngagementId, reason: Reason) {
    remember(link.peer, id, reason)
    core.observe({ type: 'refused', employer: link.peer, role: role as RoleIri, reason })
    instruct(core, link, 'refuse', { role, engagement: id, replyTo: id, reason })
  }

  function remember(peer: PeerIri, id: EngagementId, outcome: Reason | 'ended') {
    const key = peer + id
    remembered.delete(key)
    remembered.set(key, outcome)
    if (remembered.size <= MAX_REMEMBERED) return
    for (const oldest of remembered.keys()) return void remembered.delete(oldest)
  }

  function apply(contract: WorkerContract, event: WorkerEvent, reason?: Reason) {
    const before = contract.state
    const state = advanceWorker(before, event)
    if (state === before) return
    contract.state = state
    if (state === 'engaged' || state === 'deciding') return
    const { id, link, role } = contract
    link.serving.delete(id)
    contract.mailbox.length = 0
    contract.open.clear()
    contract.answers.clear()
    contract.controller.abort(new DOMException(`the engagement ended: ${state}`, 'AbortError'))
    if (state === 'refused' || before !== 'engaged') return
    remember(link.peer, id, 'ended')
    core.observe({
      type: 'released',
      engagement: id,
      employer: link.peer,
      role: role.iri,
      how: state,
      ...(reason && { reason }),
    })
  }

  function resign(contract: WorkerContract, reason?: Reason) {
    if (contract.state === 'deciding') return conclude(contract, reason ?? 'not-now')
    if (contract.state !== 'engaged') return
    apply(contract, 'resign', reason)
    sendResign(contract, reason)
  }

  function sendResign({ id, link, role, group }: WorkerContract, reason?: Reason) {
    instruct(core, link, 'resign', { role: role.iri, group, engagement: id, replyTo: id, ...(reason && { reason }) })
  }

  function onDismiss(contract: WorkerContract) {
    apply(contract, 'dismiss')
    sendResign(contract)
  }

  function sweep(contract: WorkerContract) {
    const now = core.lease.now()
    if (now - contract.heardAt >= GRACE) return apply(contract, 'silence')
    if (contract.state !== 'engaged' || now - contract.sentAt < HEARTBEAT) return
    contract.sentAt = now
    void post(core, contract.link, { engagement: contract.id, replyTo: contract.id, role: contract.role.iri })
  }

  function contextOf(contract: WorkerContract): RoleContext {
    const { id, link, role, controller } = contract
    let toldAt = -Infinity
    return {
      employer: link.peer,
      engagement: id,
      role: role.iri,
      signal: controller.signal,
      async send(document) {
        refuseReserved(document)
        controller.signal.throwIfAborted()
        contract.sentAt = core.lease.now()
        await post(core, link, { engagement: id, replyTo: id, document })
      },
      progress(done, total) {
        const { current } = contract
        const now = core.clock.now()
        if (!current || now - toldAt < PROGRESS_INTERVAL) return
        toldAt = now
        void post(core, link, { engagement: id, replyTo: current.id, document: progressDocument(done, total) })
      },
      resign: (reason) => resign(contract, reason),
      ...options.capabilities(contract),
    }
  }

  return { onHire, onDismiss, ...createMailbox(core, resign), sweep, resign }
}

function newContract(link: Link, role: Role, group: GroupIri, id: EngagementId, now: number): WorkerContract {
  return {
    id,
    link,
    role,
    group,
    mailbox: [],
    open: new Set(),
    answers: createAnswerCache(),
    controller: new AbortController(),
    receive: undefined,
    current: undefined,
    working: false,
    state: 'deciding',
    heardAt: now,
    sentAt: now,
  }
}

function ask(policy: () => Awaitable<true | Reason>): Awaitable<true | Reason> {
  try {
    return policy()
  } catch {
    return 'not-now'
  }
}
