import { setTimeout } from 'node:timers/promises'
import { type Engagement, type GroupIri, messageId, type RoleIri, VmError } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'
import type { Employer } from './employer.ts'
import { GatewayError } from './errors.ts'
import type { GatewayObserver } from './events.ts'
import type { Hold, Routing, Store } from './store/store.ts'
import { createProgress } from './progress.ts'

export interface CoordinateDependencies {
  readonly vm: Employer
  readonly store: Pick<Store, 'record' | 'progress' | 'busy'>
  readonly observe: GatewayObserver
}

export interface CoordinateOptions {
  /** Milliseconds in which a coordinator must be found. Default 15 000. */
  readonly recruitWithin?: number
  /** Milliseconds in which the recorded coordinator must take up its engagement again. Default 4000. */
  readonly resumeWithin?: number
  /** Coordinators that may be lost over one document before it is given up. Default 5. */
  readonly coordinators?: number
  /** Milliseconds between two notes of progress. Default 500. */
  readonly progressEvery?: number
  /** Milliseconds a coordinator has to resign when its work is broken off. Default 300. */
  readonly farewell?: number
}

export interface Task {
  readonly hold: Hold
  readonly document: Document
  readonly role: RoleIri
  readonly group?: GroupIri
  /** Who had it in an earlier attempt. */
  readonly routing?: Routing
}

/** How it went. Whoever gets an engagement ends it. */
export type Verdict =
  | { readonly type: 'answer'; readonly answer: Document; readonly engagement: Engagement }
  | { readonly type: 'failure'; readonly message: string }
  /** No coordinator in so many milliseconds; `busy`: the role was played meanwhile, for other documents. */
  | { readonly type: 'nobody'; readonly role: RoleIri; readonly within: number; readonly busy: boolean }
  /** The lease was lost on the way. */
  | { readonly type: 'void' }

/**
 * Finds a coordinator, gives it the document, and waits for its answer; finds another when it is lost (paper,
 * Figure 5, steps 3 to 6). The routing is durable before the document leaves: whoever takes the document after a crash
 * returns to the same coordinator, under the same ids, and finds the work where it was.
 */
export async function coordinate(
  { vm, store, observe }: CoordinateDependencies,
  task: Task,
  signal: AbortSignal,
  options: CoordinateOptions = {},
): Promise<Verdict> {
  const { recruitWithin = 15_000, resumeWithin = 4_000, coordinators = 5 } = options
  const { progressEvery = 500, farewell = 300 } = options
  const { hold, document, role, group } = task
  const where = group === undefined ? {} : { group }
  let routing = task.routing
  let busy = Promise.resolve(false)
  for (let lost = 0; lost < coordinators;) {
    const engagement = routing === undefined ? await recruit() : await resume(routing)
    const resumed = routing !== undefined
    const message = routing?.message ?? messageId()
    routing = undefined
    if (engagement === undefined && resumed) continue
    if (engagement === undefined)
      return { type: 'nobody', role, within: recruitWithin, busy: (await busy) || (await isBusy()) }

    const coordinator = engagement.worker
    observe({ type: 'engaged', ref: hold.ref, coordinator, resumed })
    using progress = createProgress((latest) => store.progress(hold, latest), progressEvery)
    try {
      if (!(await store.record(hold, { coordinator, engagement: engagement.id, message }))) {
        void dismiss(engagement)
        return { type: 'void' }
      }
      const answer = await engagement.ask(document, { id: message, signal, onProgress: progress.note })
      return { type: 'answer', answer, engagement }
    } catch (error) {
      // Whoever takes the document next may return to this coordinator: let it see the dismissal first.
      if (signal.aborted) await dismiss(engagement, farewell)
      else void dismiss(engagement)
      signal.throwIfAborted()
      if (!(error instanceof VmError)) throw error
      if (error.code === 'ERR_NO_ANSWER') return failure(`The coordinator took your document and had no response.`)
      if (error.code !== 'ERR_WORKER_LOST') throw error
      lost++
      observe({ type: 'coordinator-lost', ref: hold.ref, coordinator, error })
    }
  }
  return failure(`${coordinators} coordinators were lost over your document (role ${role}); it was given up.`)

  async function resume({ coordinator, engagement: id }: Routing): Promise<Engagement | undefined> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(resumeWithin)])
    try {
      return await vm.hire(coordinator, role, { ...where, id, signal: patience })
    } catch {
      signal.throwIfAborted()
      return undefined // Gone, or it does not remember: another will do it.
    }
  }

  async function recruit(): Promise<Engagement | undefined> {
    const giveUp = new AbortController()
    const timer = globalThis.setTimeout(() => giveUp.abort(), recruitWithin)
    // Early enough that a place that becomes free after this look is found within what is left of the time.
    const look = globalThis.setTimeout(() => {
      busy = isBusy()
    }, recruitWithin / 4)
    try {
      const scope = AbortSignal.any([signal, giveUp.signal])
      for await (const engagement of vm.recruit(role, { ...where, limit: 1, signal: scope })) return engagement
    } catch (error) {
      if (!giveUp.signal.aborted) throw error
    } finally {
      clearTimeout(timer)
      clearTimeout(look)
    }
    signal.throwIfAborted()
    if (!giveUp.signal.aborted) throw new GatewayError('ERR_GATEWAY_CLOSED', 'The VM no longer recruits.')
    return undefined
  }

  function isBusy(): Promise<boolean> {
    return store.busy(role).catch(() => false)
  }
}

/** Ends an engagement, and waits so many milliseconds for the resignation. */
export async function dismiss(engagement: Engagement, farewell = 0): Promise<void> {
  const resigned = engagement.dismiss().catch(() => {})
  if (farewell > 0) await Promise.race([resigned, setTimeout(farewell)])
}

function failure(message: string): Verdict {
  return { type: 'failure', message }
}
