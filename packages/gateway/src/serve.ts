import { setTimeout } from 'node:timers/promises'
import { type Engagement, isFault, type RoleIri } from '@xeerkat/agent-vm'
import { type Document, fromBytes, type Limits } from '@xeerkat/xml'
import { coordinate, type CoordinateOptions, dismiss, type Verdict } from './coordinate.ts'
import type { Employer } from './employer.ts'
import type { GatewayObserver } from './events.ts'
import { notWellFormed } from './filters/examiner.ts'
import { shownName } from './filters/known-root.ts'
import { createOutbox } from './outbox.ts'
import type { Lease } from './queue.ts'
import type { RouteTable } from './route.ts'
import { errorDocument } from './services.ts'
import type { Claimed, Store } from './store/store.ts'

export interface ServeDependencies {
  readonly store: Store
  readonly vm: Employer
  readonly table: () => RouteTable
  readonly observe: GatewayObserver
  /** Aborts when this broker ends: the document is handed back. */
  readonly closing: AbortSignal
}

export interface ServeOptions {
  /** How long the coordinators may work on a document in one go, milliseconds. Default: a day. */
  readonly workWithin?: number
  /** How long a document waits for a role that is played, but busy, milliseconds. Default: an hour. */
  readonly busyWithin?: number
  /** Bytes of an answer. Default 1 GiB. */
  readonly maxAnswer?: number
  /** Bounds on what a document asks of its reader; the front end's own checks are not relied on. */
  readonly limits?: Partial<Limits>
}

/** Why work was broken off, as the reason of an abort. */
export const LEASE_LOST = Symbol('lease lost')
const TOO_LONG = Symbol('too long')

const HOUR = 60 * 60 * 1000

/** After trouble of our own a document rests for a moment: trouble tends to stay for a while. */
const REST = 1000

const PUT_TRIES = 5

/** One document from the inbox to the outbox. Never rejects: whatever happens, the document has an answer, or goes back. */
export async function serve(
  { store, vm, table, observe, closing }: ServeDependencies,
  lease: Lease<Claimed>,
  stop: AbortController,
  options: ServeOptions & CoordinateOptions = {},
): Promise<void> {
  const { workWithin = 24 * HOUR, busyWithin = HOUR, maxAnswer = 1024 ** 3, limits = {} } = options
  const { item, attempt } = lease
  const { ref, submitted } = item
  const outbox = createOutbox(store)
  const signal = AbortSignal.any([stop.signal, closing])
  const started = performance.now()
  const deadline = globalThis.setTimeout(() => stop.abort(TOO_LONG), workWithin)
  observe({ type: 'taken', ref, attempt, waited: Math.max(0, Date.now() - submitted) })
  try {
    await conclude(await consider())
  } catch (error) {
    await brokenOff(error).catch((error: unknown) =>
      observe({ type: 'trouble', during: 'handing a document back', error }),
    )
  } finally {
    clearTimeout(deadline)
  }

  async function consider(): Promise<Verdict> {
    const document = fromBytes(item.document, { limits })
    const rejection = await notWellFormed(document)
    if (rejection !== undefined) return { type: 'failure', message: rejection.message }
    const route = table().findAny(document.root)
    const { routing } = item
    const role = route?.role ?? (item.role as RoleIri)
    // Only a front of the provider's own lets in what nobody was known to take; nobody is to be asked for it.
    if (role === '') return { type: 'failure', message: `No service takes ${shownName(document.root)} documents.` }
    return coordinate(
      { vm, store, observe },
      { hold: lease.hold, document, role, ...(route?.group && { group: route.group }), ...(routing && { routing }) },
      signal,
      options,
    )
  }

  async function conclude(verdict: Verdict): Promise<void> {
    switch (verdict.type) {
      case 'answer':
        return keep(verdict.answer, verdict.engagement)
      case 'failure':
        return keep(errorDocument(verdict.message))
      case 'nobody':
        return nobody(verdict)
      case 'void':
        return observe({ type: 'lease-lost', ref })
      default:
        return verdict satisfies never
    }
  }

  /** First the outbox, then the dismissal: until the answer is durable, the coordinator is the only one who has it. */
  async function keep(given: Document, engagement?: Engagement): Promise<void> {
    const size = given.bytes.length + given.attachments.reduce((sum, { bytes }) => sum + bytes.length, 0)
    const answer =
      size <= maxAnswer ? given : errorDocument(`The response has ${size} bytes; this gateway keeps ${maxAnswer}.`)
    const failed = engagement === undefined || answer !== given || isFault(answer)
    try {
      const kept = await insisting(() => outbox.put(lease, answer, { failed }))
      const worked = performance.now() - started
      observe(kept ? { type: 'answered', ref, failed, worked, bytes: size } : { type: 'lease-lost', ref })
    } finally {
      if (engagement !== undefined) void dismiss(engagement)
    }
  }

  /** An answer may have cost hours: a passing trouble with the store must not cost them again. */
  async function insisting<T>(put: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await put()
      } catch (error) {
        if (tries === PUT_TRIES || stop.signal.reason === LEASE_LOST) throw error
        observe({ type: 'trouble', during: 'keeping an answer', error })
        await rest(closing)
      }
    }
  }

  /** A role that somebody plays is worth waiting for, at the end of the queue; one that nobody plays is not. */
  async function nobody({ role, within, busy }: Extract<Verdict, { type: 'nobody' }>): Promise<void> {
    if (busy && Date.now() - submitted < busyWithin) return handBack()
    const seconds = Math.round(within / 100) / 10
    const message = `No coordinator was found within ${seconds} seconds: nobody on the grid took the role ${role}. Submit your document again later.`
    return keep(errorDocument(message))
  }

  async function handBack(): Promise<void> {
    await lease.release()
    observe({ type: 'handed-back', ref })
  }

  async function brokenOff(error: unknown): Promise<void> {
    if (stop.signal.reason === LEASE_LOST) return observe({ type: 'lease-lost', ref })
    if (stop.signal.reason === TOO_LONG)
      return keep(errorDocument(`Your document was worked on for ${workWithin / 1000} seconds, and given up.`))
    if (!closing.aborted) {
      observe({ type: 'trouble', during: 'having a document worked on', error })
      await rest(closing)
    }
    await handBack()
  }
}

async function rest(signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(REST, undefined, { signal })
  } catch {
    // Broken off: no need to rest any longer.
  }
}
