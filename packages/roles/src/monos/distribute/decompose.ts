import type { RoleContext } from '@xeerkat/agent-vm'
import { MONOS_WORKER } from '../iris.ts'
import { minimalGenerators } from '../monomial/minimal.ts'
import { compact, type Monomials } from '../monomial/monomials.ts'
import { wholeSlice } from '../monomial/split.ts'
import { audit } from '../verify/audit.ts'
import type { Completeness } from '../verify/completeness.ts'
import { type Plan, planAsItIs, planDeformed } from '../verify/plan.ts'
import type { Verification } from '../vocabulary/result.ts'
import { type Board, createBoard, HOME, type Task } from './board.ts'
import { workWithGrid } from './grid.ts'
import { type Work, workAtHome } from './home.ts'
import { createMeter } from './meter.ts'
import { createPause, sleep } from './pause.ts'
import { splitGently } from './solve.ts'

export interface DecompositionOptions {
  /** Workers to hire at once, at most; with 0 all is done at home. Default 8. */
  readonly limit?: number
  /** Milliseconds at home before anybody is hired: small problems are solved by then. Default 1,000. */
  readonly alone?: number
  /** Milliseconds before the coordinator takes its own share, as long as workers have something to do. Default 0. */
  readonly lead?: number
  /** Milliseconds after which a worker is to give back what is left of a slice. Default 4,000. */
  readonly patience?: number
  /** Claims that must agree where completeness cannot be checked otherwise; with 1 workers are believed. Default 2. */
  readonly quorum?: number
}

/** An irreducible decomposition in lists, and how it came about. */
export interface Decomposition {
  /** Each in canonical order, over the same scales; no component is in two of them. */
  readonly lists: readonly Monomials[]
  readonly count: number
  /** Workers whose answers are in it. */
  readonly peers: number
  readonly slices: number
  readonly verified: Verification
  /** The chance that something is missing is at most 2^-bits. */
  readonly bits?: number
}

/** How far a decomposition has come. */
export interface Standing {
  /** Sub-problems that are solved, and those that are known and are not. */
  readonly solved: number
  readonly open: number
  /** Components in those that are solved. */
  readonly found: number
}

/** What this needs of a role's context. */
export interface Crew extends Pick<RoleContext, 'recruit' | 'signal' | 'progress'> {
  /** Told often how far it has come, which is counted only when it is asked for. */
  readonly tell?: (standing: () => Standing) => void
}

/** Ideals with less work are not worth a split. */
const SMALL = 20_000
/** Parts to begin with, and as soon as there may be somebody to share them with. */
const FIRST_PARTS = 8
const PARTS = 64
const UNITS = 1_000_000
/** What it takes to read, prove and sort out a component that is also checked for completeness; without the latter, 1. */
const CHECKED = 2
/** Milliseconds from one slice of a worker to the next, at most. */
const BETWEEN = 10

/**
 * The irreducible decomposition of an ideal, by this thread and by all who can be hired. No answer of a worker is
 * believed: each component is proven by itself, and that none is missing by a check where there is one for such an
 * ideal, or else by two workers who do not know of each other and an audit of some of their slices, or by the
 * coordinator's own computation.
 */
export async function decompose(
  ideal: Monomials,
  crew: Crew,
  { limit = 8, alone = 1000, lead = 0, patience = 4000, quorum = 2 }: DecompositionOptions = {},
): Promise<Decomposition> {
  const settings = { limit, alone, lead, patience, quorum }
  const generators = compact(minimalGenerators(ideal))
  const plan = planAsItIs(generators)
  const shared = limit > 0 ? planDeformed(generators) : undefined
  if (shared === undefined) return carryOut(plan, crew, settings)
  // What is best shared is not what takes least alone.
  const own = alone > 0 ? await carryOutUntilHelped(plan, crew, settings) : undefined
  return own ?? carryOut(shared, crew, { ...settings, alone: 0 })
}

/** At home, and that is given up when somebody is found before half of it is done. */
async function carryOutUntilHelped(
  plan: Plan,
  { recruit, signal, progress, ...rest }: Crew,
  settings: Required<DecompositionOptions>,
): Promise<Decomposition | undefined> {
  const [helped, over] = [new AbortController(), new AbortController()]
  let done = 0
  const looking = findHelp(recruit, settings.alone, AbortSignal.any([signal, over.signal])).then(
    () => done < 0.5 && helped.abort(),
    () => {},
  )
  const watched = (some: number, all = UNITS): void => {
    done = some / all
    progress(some, all)
  }
  try {
    const crew: Crew = { ...rest, recruit, signal: AbortSignal.any([signal, helped.signal]), progress: watched }
    return await carryOut(plan, crew, { ...settings, limit: 0, lead: 0 })
  } catch (error) {
    if (signal.aborted || !helped.signal.aborted) throw error
    return undefined
  } finally {
    over.abort()
    await looking
  }
}

/** Resolves when somebody could be hired, and rejects when that is no more of interest. */
async function findHelp(recruit: Crew['recruit'], alone: number, signal: AbortSignal): Promise<void> {
  await sleep(alone, signal)
  for await (const engagement of recruit(MONOS_WORKER, { limit: 1, signal })) return void engagement.dismiss()
  signal.throwIfAborted()
}

async function carryOut(
  { ideal, completeness, restore }: Plan,
  crew: Crew,
  { limit, alone, lead, patience, quorum }: Required<DecompositionOptions>,
): Promise<Decomposition> {
  const { signal, progress } = crew
  const board = createBoard(completeness === undefined ? quorum : 1)
  const report = (more = 0): void => {
    progress(Math.floor(Math.min(1, board.done() + more) * UNITS), UNITS)
    crew.tell?.(() => standingOf(board))
  }
  const work: Work = {
    board,
    scales: ideal.scales,
    pause: createPause(),
    signal,
    patience,
    report,
    meter: createMeter(completeness ? CHECKED : 1),
  }
  const whole = wholeSlice(ideal)
  board.add(whole.work < SMALL ? [whole] : await splitGently(whole, FIRST_PARTS, work), 1)

  const over = new AbortController()
  const grid = limit > 0 ? workWithGrid({ ...work, limit, alone, parts: PARTS, over: over.signal }, crew) : undefined
  // It is looked at in the end.
  grid?.catch(() => {})
  try {
    if (lead > 0) await Promise.race([sleep(lead, signal), whenNobodyWorks(board, signal)])
    await workAtHome(work)
    if (completeness) await insist(completeness, work)
    else if (quorum > 1) while (!(await audit(work))) await workAtHome(work)
  } finally {
    over.abort()
    await grid
  }

  const settled = board.settled()
  const isOwn = settled.every(isOurs)
  const lists = await restore(listsOf(board), work.pause)
  return {
    lists,
    count: lists.reduce((sum, { length }) => sum + length, 0),
    peers: new Set(settled.flatMap(({ claims }) => claims.flatMap(({ by }) => (by === HOME ? [] : [by])))).size,
    slices: settled.length,
    verified: isOwn ? 'proof' : completeness ? 'probabilistic' : quorum > 1 ? 'quorum' : 'certificate',
    ...(!isOwn && completeness && { bits: completeness.bits }),
  }
}

/** Should something be missing, two workers have to agree on each slice, and if they agreed on a lie, home solves all. */
async function insist(completeness: Completeness, work: Work): Promise<void> {
  const { board, pause } = work
  for (const claims of [2, Infinity]) {
    if (board.settled().every(isOurs) || (await completeness.holds(listsOf(board), pause))) return
    board.require(claims)
    await workAtHome(work)
  }
}

function standingOf(board: Board): Standing {
  const found = listsOf(board).reduce((sum, { length }) => sum + length, 0)
  return { solved: board.settled().length, open: board.open(), found }
}

function listsOf(board: Board): Monomials[] {
  return board.settled().flatMap(({ claims: [first] }) => (first ? [first.list] : []))
}

function isOurs({ claims }: Task): boolean {
  return claims.some(({ by }) => by === HOME)
}

async function whenNobodyWorks(board: Board, signal: AbortSignal): Promise<void> {
  while (board.open() > 0) {
    await board.changed(signal)
    if (!board.isStuck()) continue
    // Between two slices a worker has none.
    await sleep(BETWEEN, signal)
    if (signal.aborted || board.isStuck()) return
  }
}
