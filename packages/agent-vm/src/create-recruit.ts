import type { Core } from './core.ts'
import { createChannel } from './channel.ts'
import type { Discovery } from './discovery.ts'
import type { Employer, Employment, Hiring } from './employ.ts'
import { VmError } from './errors.ts'
import { type GroupIri, type PeerIri, type RoleIri, WORLD } from './iris.ts'
import type { Reason } from './message.ts'
import type { RecruitOptions } from './recruit.ts'

/** What a subcontractor's recruiting inherits from the engagement it works in. */
export interface Recruiting {
  readonly group?: GroupIri
  readonly signal?: AbortSignal
  readonly traceparent?: Hiring['traceparent']
}

/** Milliseconds until a peer is asked again, doubling from the first to the last. */
const again: Readonly<Record<Reason | 'silent' | 'lost' | 'resigned', readonly [first: number, last: number]>> = {
  busy: [250, 4_000],
  limit: [500, 8_000],
  'not-now': [1_000, 30_000],
  'shutting-down': [10_000, 60_000],
  crashed: [2_000, 60_000],
  'unknown-role': [30_000, 60_000],
  'unknown-group': [30_000, 60_000],
  'not-you': [60_000, 60_000],
  silent: [2_000, 60_000],
  lost: [2_000, 60_000],
  resigned: [1_000, 30_000],
}

/** A hire unanswered for so long no longer holds a place: somebody else is asked as well. */
const SLOW = 500

interface Candidate {
  readonly peer: PeerIri
  failures: number
  readyAt: number
  /** Being asked or hired at present. */
  taken: boolean
}

export function createRecruit(
  core: Core,
  { find, employer }: { readonly find: Discovery['find']; readonly employer: Pick<Employer, 'hire'> },
  inherited: Recruiting = {},
): (role: RoleIri, options?: RecruitOptions) => AsyncGenerator<Employment> {
  return async function* recruit(role, { group = inherited.group ?? WORLD, limit = 8, signal } = {}) {
    const stop = new AbortController()
    const scope = AbortSignal.any([stop.signal, ...[signal, inherited.signal].filter((s) => s !== undefined)])
    const outer = AbortSignal.any([signal, inherited.signal].filter((s) => s !== undefined))
    const accepted = createChannel<Employment>()
    const candidates = new Map<PeerIri, Candidate>()
    const held = new Set<Employment>()
    let asking = 0
    let alarm: Disposable | undefined

    outer.addEventListener('abort', dismissAll, { once: true })
    scope.addEventListener('abort', accepted.close, { once: true })
    void search()
    try {
      scope.throwIfAborted()
      yield* accepted
    } finally {
      stop.abort()
      alarm?.[Symbol.dispose]()
      for (const unread of accepted.drain()) void unread.dismiss()
    }

    async function search() {
      try {
        for await (const { peer } of find({ role, group }, { signal: scope })) {
          const known = candidates.get(peer)
          if (known && !known.taken) known.readyAt = Math.min(known.readyAt, core.clock.now() + SLOW)
          if (!known) candidates.set(peer, { peer, failures: 0, readyAt: 0, taken: false })
          fill()
        }
      } catch (error) {
        // Discovery that ends early leaves those it has found.
        if (!scope.aborted) core.observe({ type: 'fault', error })
      }
    }

    function fill() {
      alarm?.[Symbol.dispose]()
      while (!scope.aborted && held.size + asking < limit) {
        const candidate = choose()
        if (!candidate) return wait()
        void offer(candidate)
      }
    }

    /** Those who never failed first, those who fell silent last, at random among equals so that load spreads. */
    function choose(): Candidate | undefined {
      const now = core.clock.now()
      let best: Candidate | undefined
      let bestRank = Infinity
      for (const candidate of candidates.values()) {
        if (candidate.taken || candidate.readyAt > now) continue
        const rank = (core.suspects.has(candidate.peer) ? 1_000 : 0) + candidate.failures + core.random()
        if (rank < bestRank) [best, bestRank] = [candidate, rank]
      }
      return best
    }

    function wait() {
      let next = Infinity
      for (const { taken, readyAt } of candidates.values()) if (!taken) next = Math.min(next, readyAt)
      if (next !== Infinity) alarm = core.clock.after(Math.max(1, next - core.clock.now()), fill)
    }

    async function offer(candidate: Candidate) {
      candidate.taken = true
      asking++
      let counted = true
      const uncount = () => {
        if (counted) asking--
        counted = false
      }
      const slow = core.clock.after(SLOW, () => {
        uncount()
        fill()
      })
      try {
        const { traceparent } = inherited
        const engagement = await employer.hire(candidate.peer, role, {
          group,
          signal: scope,
          ...(traceparent && { traceparent }),
        })
        uncount()
        keep(candidate, engagement)
      } catch (error) {
        uncount()
        release(
          candidate,
          error instanceof VmError ? ((error.cause as Reason | 'silent' | undefined) ?? 'silent') : 'silent',
        )
      } finally {
        slow[Symbol.dispose]()
        fill()
      }
    }

    function keep(candidate: Candidate, engagement: Employment) {
      if (scope.aborted || held.size >= limit) {
        candidate.taken = false
        return void engagement.dismiss()
      }
      held.add(engagement)
      candidate.failures = 0
      accepted.push(engagement)
      void engagement.ended.then(({ how, reason }) => {
        held.delete(engagement)
        // Whom one dismissed oneself one does not hire again.
        if (how !== 'dismissed') release(candidate, reason ?? how)
        fill()
      })
    }

    function release(candidate: Candidate, why: keyof typeof again) {
      const [first, last] = again[why]
      candidate.taken = false
      candidate.readyAt = core.clock.now() + Math.min(last, first * 2 ** Math.min(candidate.failures, 10))
      candidate.failures++
    }

    function dismissAll() {
      for (const engagement of held) void engagement.dismiss()
    }
  }
}
