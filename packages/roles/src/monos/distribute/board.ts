import type { PeerIri } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'
import type { Monomials } from '../monomial/monomials.ts'
import type { Slice } from '../monomial/split.ts'
import { lacks } from './lacks.ts'

/** The coordinator itself, which it believes at once. */
export const HOME = 'home'

export type Solver = PeerIri | typeof HOME

/** A slice and what has been found about it. */
export interface Task {
  readonly id: number
  readonly slice: Slice
  /** What was claimed together, if that is only some parts of the slice. */
  readonly parts?: readonly Slice[]
  /** Its share of all work, as far as that can be foreseen. */
  readonly weight: number
  /** Who says that these are all components. */
  readonly claims: readonly Claim[]
  /** Answers that are not looked at before there are enough of them. */
  readonly heard: ReadonlyMap<Solver, Document>
  /** How often somebody was lost over it, or refused it. */
  readonly failures: number
  /** Nobody else is to be asked. */
  readonly atHome: boolean
  readonly state: 'waiting' | 'settled' | 'split'
  /** Who is at it, since when. */
  readonly holders: ReadonlyMap<Solver, number>
}

export interface Claim {
  readonly by: Solver
  readonly list: Monomials
}

/** What is to be done, and what has been done. Nothing here waits, computes or talks. */
export interface Board {
  readonly add: (slices: readonly Slice[], weight: number) => void
  /** Something for this solver, or nothing at present. Home may be given what others have already. */
  readonly take: (solver: Solver) => Task | undefined
  /** The solver does not solve it after all. */
  readonly giveBack: (task: Task, solver: Solver, how: 'unhurt' | 'failed') => void
  /** Somebody has answered; returns all answers as soon as they are enough to be looked at, and forgets them. */
  readonly hear: (task: Task, solver: Solver, answer: Document) => readonly (readonly [Solver, Document])[]
  /** Somebody says that these are the components. Whose claim is shown to lack some is disowned. */
  readonly claim: (task: Task, claim: Claim) => void
  /** Parts take the place of a task. Of the first of them somebody may have claimed the components already. */
  readonly split: (
    task: Task,
    parts: readonly Slice[],
    known?: { readonly parts: number; readonly claim: Claim },
  ) => void
  /** Forgets what somebody claimed who is no longer believed, and gives them nothing more. */
  readonly disown: (liar: Solver) => void
  readonly isDisowned: (solver: Solver) => boolean
  /** From now on so many claims that agree are needed; what has fewer is open again. Infinity: only one's own. */
  readonly require: (claims: number) => void
  /** Tasks that are not settled. */
  readonly open: () => number
  /** Tasks that nobody is at. */
  readonly waiting: () => readonly Task[]
  readonly settled: () => readonly Task[]
  /** Of the weight that was added, the share that is settled. */
  readonly done: () => number
  /** Resolves when anything has changed, or at an abort. */
  readonly changed: (signal?: AbortSignal) => Promise<void>
  /** The same for one who has nothing to do until then. */
  readonly idle: (signal: AbortSignal) => Promise<void>
  readonly idlers: () => number
  /** Whether workers have come, but none of them is at anything that they can do. */
  readonly isStuck: () => boolean
}

interface OpenTask extends Task {
  claims: Claim[]
  failures: number
  atHome: boolean
  state: Task['state']
  readonly holders: Map<Solver, number>
  readonly heard: Map<Solver, Document>
}

/** After so many it is not the workers who are to blame. */
const MAX_FAILURES = 3

export function createBoard(required: number): Board {
  const tasks = new Set<OpenTask>()
  const done = new Set<OpenTask>()
  const liars = new Set<Solver>()
  let nextId = 0
  let needed = required
  let added = 0
  let settledWeight = 0
  let idlers = 0
  let hasHelp = false
  let wake = () => {}
  let change: Promise<void> | undefined

  return {
    add(slices, weight) {
      added += weight
      insert(slices, weight)
    },
    take,
    giveBack(task, solver, how) {
      const own = task as OpenTask
      own.holders.delete(solver)
      if (how === 'failed') own.failures++
      if (own.failures >= MAX_FAILURES) own.atHome = true
      touch()
    },
    hear(task, solver, answer) {
      const own = task as OpenTask
      own.holders.delete(solver)
      own.heard.set(solver, answer)
      touch()
      if (own.claims.length + own.heard.size < needed) return []
      const answers = [...own.heard]
      own.heard.clear()
      return answers
    },
    claim,
    split(task, parts, known) {
      const own = task as OpenTask
      if (own.state !== 'waiting') return
      own.state = 'split'
      tasks.delete(own)
      const whole = workOf(parts)
      const isHeard = needed === 1 && known !== undefined && !liars.has(known.claim.by)
      const first = isHeard ? parts.slice(0, known.parts) : []
      const weight = own.weight * (workOf(first) / whole)
      insert(parts.slice(first.length), own.weight - weight)
      if (known !== undefined && first.length > 0) keep({ ...create(own.slice, weight), parts: first }, [known.claim])
      touch()
    },
    disown,
    isDisowned: (solver) => liars.has(solver),
    require(claims) {
      needed = claims
      for (const task of done) if (!isBelieved(task)) reopen(task)
      for (const task of tasks) task.atHome ||= claims === Infinity
      touch()
    },
    open: () => tasks.size,
    waiting: () => [...tasks].filter(({ holders }) => holders.size === 0),
    settled: () => [...done],
    done: () => (added === 0 ? 1 : settledWeight / added),
    changed,
    async idle(signal) {
      idlers++
      await changed(signal)
      idlers--
    },
    idlers: () => idlers,
    isStuck: () => hasHelp && [...tasks].every(({ atHome, holders }) => atHome || holders.size === 0),
  }

  function insert(slices: readonly Slice[], weight: number): void {
    const whole = workOf(slices)
    for (const slice of slices) tasks.add(create(slice, (weight * slice.work) / whole))
    touch()
  }

  function create(slice: Slice, weight: number): OpenTask {
    const atHome = needed === Infinity
    return {
      id: nextId++,
      slice,
      weight,
      claims: [],
      failures: 0,
      atHome,
      state: 'waiting',
      holders: new Map(),
      heard: new Map(),
    }
  }

  function take(solver: Solver): Task | undefined {
    if (liars.has(solver)) return undefined
    hasHelp ||= solver !== HOME
    let best: OpenTask | undefined
    let most = -Infinity
    for (const task of tasks) {
      const rank = solver === HOME ? rankAtHome(task) : rankFor(task, solver)
      if (rank > most) [best, most] = [task, rank]
    }
    best?.holders.set(solver, performance.now())
    return best
  }

  /** The largest first; nobody is asked for the same twice. */
  function rankFor({ atHome, claims, holders, heard, weight }: OpenTask, solver: Solver): number {
    const others = [...holders.keys()].filter((holder) => holder !== HOME).length
    const isWanted = !atHome && !holders.has(HOME) && claims.length + heard.size + others < needed
    return isWanted && !holders.has(solver) && !heard.has(solver) && claims.every(({ by }) => by !== solver)
      ? weight
      : -Infinity
  }

  /** What only home can do, then what nobody has done, then what somebody else may be long about. */
  function rankAtHome({ atHome, claims, holders, heard, weight }: OpenTask): number {
    if (holders.size > 0) return -1e9 - Math.min(...holders.values())
    return atHome ? 1e9 + weight : claims.length + heard.size === 0 ? weight : weight - 1e6
  }

  function claim(task: Task, { by, list }: Claim): void {
    const own = task as OpenTask
    own.holders.delete(by)
    touch()
    // A liar may have been found out while the claim was looked at.
    if (own.state !== 'waiting' || liars.has(by)) return
    const shown = new Set<Solver>()
    for (const other of own.claims) {
      if (lacks(other.list, list)) shown.add(other.by)
      if (lacks(list, other.list)) shown.add(by)
    }
    if (by === HOME) {
      tasks.delete(own)
      keep(own, [{ by, list }])
    } else if (shown.size > 0) {
      // Each of them was wrong once, the other may be: here only one's own answer will do.
      own.claims = []
      own.atHome = true
    } else {
      own.claims.push({ by, list: own.claims[0]?.list ?? list })
      if (isBelieved(own)) {
        tasks.delete(own)
        keep(own, own.claims)
      }
    }
    for (const liar of shown) disown(liar)
  }

  function disown(liar: Solver): void {
    liars.add(liar)
    for (const task of tasks) {
      task.claims = task.claims.filter(({ by }) => by !== liar)
      task.heard.delete(liar)
    }
    for (const task of done) if (task.claims.some(({ by }) => by === liar)) reopen(task, liar)
    touch()
  }

  function isBelieved({ claims }: Task): boolean {
    return claims.length >= needed || claims.some(({ by }) => by === HOME)
  }

  function keep(task: OpenTask, claims: readonly Claim[]): void {
    task.claims = [...claims]
    task.state = 'settled'
    done.add(task)
    settledWeight += task.weight
  }

  function reopen(task: OpenTask, liar?: Solver): void {
    done.delete(task)
    settledWeight -= task.weight
    if (task.parts !== undefined) return insert(task.parts, task.weight)
    task.claims = task.claims.filter(({ by }) => by !== liar)
    task.state = 'waiting'
    task.atHome = needed === Infinity
    tasks.add(task)
  }

  function touch(): void {
    change = undefined
    wake()
  }

  function changed(signal?: AbortSignal): Promise<void> {
    change ??= new Promise((resolve) => {
      wake = resolve
    })
    return signal === undefined ? change : Promise.race([change, aborted(signal)])
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function workOf(slices: readonly Slice[]): number {
  return Math.max(
    1,
    slices.reduce((sum, { work }) => sum + work, 0),
  )
}
