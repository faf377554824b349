import type { Document } from '@xeerkat/xml'
import { createChannel } from './channel.ts'
import type { Clock } from './clock.ts'
import type { Employment } from './employ.ts'
import type { Ended } from './engagement.ts'
import type { VmError } from './errors.ts'
import type { RoleIri } from './iris.ts'
import type { RecruitOptions } from './recruit.ts'
import type { Delegate, Outcome } from './delegate.ts'

const MAX_WINDOW = 64
/** While further workers are being hired nobody gets a large pile, so that something is left for them. */
const FIRST_WINDOW = 16
const HIRING = 500
const MAX_UNREAD = 1_024
/** Answers quicker than this open the window wider, slower than that narrow it (milliseconds). */
const QUICK = 50
const LONG = 500
/** The longest a platform's timer can wait. */
const MAX_TIMER = 2 ** 31 - 1

interface Task {
  readonly index: number
  readonly request: Document
  losses: number
}

/** A worker's desk: what lies on it, and how much may. */
interface Desk {
  readonly engagement: Employment
  window: number
  load: number
  /** Answers since the window last changed. */
  answers: number
  /** Its worker has gone. */
  deserted: boolean
}

export function createDelegate(
  clock: Clock,
  recruit: (role: RoleIri, options?: RecruitOptions) => AsyncIterable<Employment>,
  /** Aborts when the one who delegates is no more: the engagement a role works in has ended, or the peer is closed. */
  inherited: AbortSignal,
): Delegate {
  return async function* delegate(
    role,
    documents,
    { window, idle = Infinity, patience = 30_000, attempts = 3, limit = 8, signal, ...options } = {},
  ) {
    const outer = signal ? AbortSignal.any([signal, inherited]) : inherited
    outer.throwIfAborted()
    const stop = new AbortController()
    const scope = AbortSignal.any([outer, stop.signal])
    const source = iterate(documents)
    const outcomes = createChannel<Outcome>()
    const desks = new Set<Desk>()
    const returned: Task[] = []
    const leaving: Promise<unknown>[] = []
    let taken = 0
    let settled = 0
    let unread = 0
    let exhausted = false
    let feeding = false
    let over = false
    const begun = clock.now()
    let lastAnswer = begun
    let lastWorker = begun
    let failure: unknown

    scope.addEventListener('abort', leave, { once: true })
    let alarm = clock.after(Math.min(idle, patience, MAX_TIMER), watch)
    void hire()
    feed()
    try {
      while (await outcomes.ready()) {
        for (const outcome of outcomes.drain()) {
          yield outcome
          if (unread-- === MAX_UNREAD) feed()
        }
      }
      if (failure !== undefined) throw failure
      outer.throwIfAborted()
    } finally {
      stop.abort()
      alarm[Symbol.dispose]()
      if (!exhausted) void source.return?.()
      await Promise.all(leaving)
    }

    function leave() {
      over = true
      outcomes.close()
    }

    async function hire() {
      try {
        for await (const engagement of recruit(role, { ...options, limit, signal: scope })) seat(engagement)
      } catch (error) {
        if (!scope.aborted) fail(error)
      }
    }

    function seat(engagement: Employment) {
      const desk: Desk = { engagement, window: window ?? 2, load: 0, answers: 0, deserted: false }
      desks.add(desk)
      leaving.push(engagement.ended)
      engagement.signal.addEventListener(
        'abort',
        () => {
          desks.delete(desk)
          lastWorker = clock.now()
        },
        { once: true },
      )
      feed()
    }

    /** Puts documents on desks until there is no room or no document; comes back by itself from what it must wait for. */
    function feed() {
      if (feeding) return
      feeding = true
      try {
        const pause = fill()
        if (pause) return void pause.then(resume, fail)
      } catch (error) {
        fail(error)
      }
      feeding = false
      if (exhausted && settled === taken) outcomes.close()
    }

    function resume() {
      feeding = false
      feed()
    }

    /** Returns what must be waited for, if anything. No promise is made where none is needed: most sources are at hand. */
    function fill(): Promise<unknown> | undefined {
      while (!over && unread < MAX_UNREAD) {
        if (returned.length === 0 && !exhausted) {
          const step = source.next()
          if (step instanceof Promise) return step.then(take)
          take(step)
        }
        const task = returned.shift()
        if (!task) return undefined
        const desk = roomiest(desks)
        if (!desk) {
          returned.unshift(task)
          return undefined
        }
        const queued = place(task, desk)
        if (desk.engagement.congested()) return queued
      }
      return undefined
    }

    function take({ done, value }: IteratorResult<Document>) {
      if (done) exhausted = true
      else returned.push({ index: taken++, request: value, losses: 0 })
    }

    function place(task: Task, desk: Desk): Promise<void> {
      const { engagement } = desk
      const given = clock.now()
      desk.load++
      return engagement.give(task.request, (error, document) => {
        desk.load--
        if (error) putBack(task, desk, error)
        else {
          lastAnswer = clock.now()
          if (window === undefined) adapt(desk, lastAnswer - given, largestWindow())
          settle({ index: task.index, request: task.request, ...(document && { document }), worker: engagement.worker })
        }
        feed()
      })
    }

    /** Of what lay on the desk only the topmost, which was worked on, is suspected of having brought the worker down. */
    function putBack(task: Task, desk: Desk, { cause }: VmError) {
      const { how, reason } = cause as Ended
      if (!desk.deserted && how !== 'dismissed' && reason !== 'shutting-down') task.losses++
      desk.deserted = true
      if (over || task.losses >= attempts)
        settle({ index: task.index, request: task.request, worker: desk.engagement.worker })
      else returned.push(task)
    }

    function largestWindow(): number {
      return desks.size < limit && clock.now() - begun < HIRING ? FIRST_WINDOW : MAX_WINDOW
    }

    function settle(outcome: Outcome) {
      settled++
      unread++
      outcomes.push(outcome)
    }

    function fail(error: unknown) {
      failure ??= error
      outcomes.close()
    }

    function watch() {
      const now = clock.now()
      const alone = desks.size === 0 ? now - lastWorker : 0
      const left = Math.min(idle - (now - lastAnswer), patience - alone)
      if (left <= 0) giveUp()
      else alarm = clock.after(Math.min(left, MAX_TIMER), watch)
    }

    function giveUp() {
      over = true
      for (const { index, request } of returned.splice(0)) settle({ index, request })
      for (const { engagement } of desks) void engagement.dismiss()
      outcomes.close()
    }
  }
}

/** The desk with the largest part of its window free. */
function roomiest(desks: ReadonlySet<Desk>): Desk | undefined {
  let best: Desk | undefined
  let most = 0
  for (const desk of desks) {
    const room = (desk.window - desk.load) / desk.window
    if (room > most) [best, most] = [desk, room]
  }
  return best
}

/** Doubles the window while a whole window of answers came quickly; halves it when they take long. */
function adapt(desk: Desk, latency: number, largest: number) {
  desk.answers++
  if (latency > LONG && desk.window > 1) resize(desk, Math.ceil(desk.window / 2))
  else if (latency < QUICK && desk.answers >= desk.window) resize(desk, Math.min(largest, 2 * desk.window))
}

function resize(desk: Desk, window: number) {
  desk.window = window
  desk.answers = 0
}

function iterate<T>(values: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]()
}
