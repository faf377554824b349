import type { Monomials } from '../monomial/monomials.ts'
import { type Board, HOME, type Task } from './board.ts'
import type { Meter } from './meter.ts'
import type { Pause } from './pause.ts'
import { REST, solve, splitGently } from './solve.ts'

export interface Work {
  readonly board: Board
  readonly scales: Monomials['scales']
  readonly pause: Pause
  readonly signal: AbortSignal
  /** Milliseconds at one slice while others have nothing to do. */
  readonly patience: number
  /** The share of a task that is done besides what the board knows. */
  readonly report: (share?: number) => void
  readonly meter: Meter
}

/** Solves what is on the board until nothing is left, and in the end also what others are long about. */
export async function workAtHome(work: Work): Promise<void> {
  const { board, signal } = work
  while (board.open() > 0) {
    signal.throwIfAborted()
    const task = board.take(HOME)
    if (task === undefined) await board.changed()
    else await attend(task, work)
  }
}

async function attend(task: Task, { board, scales, pause, signal, patience, report, meter }: Work): Promise<void> {
  const begun = performance.now()
  const { slice } = task
  const isBig = () => performance.now() - begun > patience && board.idlers() > 0 && board.waiting().length === 0
  const giveUp = () => task.state !== 'waiting' || isBig()
  const onProgress = (done: number) => report(done * task.weight)
  const list = await solve(slice, scales, { pause, signal, giveUp, onProgress, meter })
  if (list !== undefined) return board.claim(task, { by: HOME, list })
  board.giveBack(task, HOME, 'unhurt')
  if (task.state !== 'waiting') return
  const parts = await splitGently(slice, REST, { pause, signal })
  if (parts.length > 1) return board.split(task, parts)
  const whole = await solve(slice, scales, { pause, signal, meter })
  if (whole !== undefined) board.claim(task, { by: HOME, list: whole })
}
