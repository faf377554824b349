import { type Engagement, isFault, type RoleContext } from '@xeerkat/agent-vm'
import { attribute, type Document } from '@xeerkat/xml'
import { MONOS_WORKER } from '../iris.ts'
import { isSameSlice, judge, type Verdict } from '../verify/judge.ts'
import { readSliceResult, type SliceTask, writeSliceTask } from '../vocabulary/index.ts'
import type { Solver, Task } from './board.ts'
import type { Work } from './home.ts'
import { sleep } from './pause.ts'
import { REST, splitGently } from './solve.ts'

export interface GridWork extends Work {
  readonly limit: number
  readonly alone: number
  /** Slices to have before there is anybody to share them with. */
  readonly parts: number
  /** Aborts when all is done. */
  readonly over: AbortSignal
}

/** Documents at one worker at a time: while it computes the answer to one, the other is on its way. */
const LANES = 2
/** Who refuses so often, or has nothing to say, is not asked any more. */
const MAX_FAILURES = 2
/** Slices that are held, about. */
const MAX_OPEN = 4096

/** Hires workers, gives each what suits it, and takes from their answers what can be proven. */
export async function workWithGrid(work: GridWork, { recruit }: Pick<RoleContext, 'recruit'>): Promise<void> {
  const scope = AbortSignal.any([work.signal, work.over])
  const serving: Promise<unknown>[] = []
  const failures: unknown[] = []
  let parted: Promise<void> | undefined
  await sleep(work.alone, scope)
  try {
    for await (const engagement of recruit(MONOS_WORKER, { limit: work.limit, signal: scope })) {
      await (parted ??= partMore(work, scope))
      serving.push(serve(engagement, work, scope).catch((error: unknown) => failures.push(error)))
    }
  } catch (error) {
    failures.push(error)
  }
  await Promise.all(serving)
  // What an abort does to what is under way is no failure.
  if (failures.length > 0 && !scope.aborted) throw failures[0]
}

/** Makes more slices of the largest that nobody is at. */
async function partMore({ board, parts, pause }: GridWork, signal: AbortSignal): Promise<void> {
  for (let made = 0; made < parts && !signal.aborted; made++) {
    const waiting = board.waiting()
    const largest = waiting.reduce<Task | undefined>((a, b) => (a && a.slice.work >= b.slice.work ? a : b), undefined)
    if (largest === undefined || waiting.length >= parts) return
    const halves = await splitGently(largest.slice, 2, { pause, signal })
    if (halves.length < 2) return
    if (largest.holders.size === 0) board.split(largest, halves)
  }
}

/** Asks one worker until all is done, it is gone, or it has shown that asking it is of no use. */
async function serve(engagement: Engagement, work: GridWork, scope: AbortSignal): Promise<void> {
  const { board, scales, report, meter } = work
  const { worker } = engagement
  const gone = AbortSignal.any([scope, engagement.signal])
  let failures = 0
  await Promise.all(Array.from({ length: LANES }, lane))
  // Whom one dismisses oneself one does not hire again.
  void engagement.dismiss()

  async function lane(): Promise<void> {
    while (!gone.aborted && !board.isDisowned(worker) && failures < MAX_FAILURES) {
      const task = meter.pays() ? board.take(worker) : undefined
      if (task === undefined) await board.idle(gone)
      else await give(task)
    }
  }

  async function give(task: Task): Promise<void> {
    let answer: Document
    try {
      answer = await engagement.ask(writeSliceTask(taskOf(task)), { signal: scope })
    } catch {
      return failed(task)
    }
    if (board.isDisowned(worker) || task.state !== 'waiting') return board.giveBack(task, worker, 'unhurt')
    // It may be right: what is too large for it is for somebody else.
    const kind = kindOf(answer)
    if (kind === 'refusal') return failed(task)
    // Part of a slice is looked at by itself, the whole when there is enough to compare.
    const answers = kind === 'whole' ? board.hear(task, worker, answer) : [[worker, answer] as const]
    let last: { readonly answer: Document; readonly verdict: Verdict } | undefined
    for (const [by, text] of answers) {
      const verdict = last && isSameText(last.answer, text) ? last.verdict : verdictOn(task, text)
      last = { answer: text, verdict }
      if (verdict.isTrue) await accept(task, by, verdict)
      else {
        board.giveBack(task, by, 'unhurt')
        board.disown(by)
      }
    }
    report()
  }

  function failed(task: Task): void {
    failures++
    board.giveBack(task, worker, scope.aborted ? 'unhurt' : 'failed')
  }

  /** Nobody is to give back anything where there are slices enough. */
  function taskOf({ id, slice }: Task): SliceTask {
    return board.open() > MAX_OPEN ? { id, slice } : { id, slice, patience: work.patience }
  }

  function verdictOn(task: Task, answer: Document): Verdict {
    const begun = performance.now()
    try {
      const verdict = judge(task, readSliceResult(answer), scales)
      if (verdict.isTrue) meter.checked(verdict.list.length, performance.now() - begun)
      return verdict
    } catch (error) {
      return { isTrue: false, why: String(error) }
    }
  }

  async function accept(task: Task, by: Solver, { list, rest }: Verdict & { readonly isTrue: true }): Promise<void> {
    const claim = { by, list }
    if (rest.length === 0) return board.claim(task, claim)
    const parts = board.open() > MAX_OPEN ? [] : await splitGently(task.slice, REST, work)
    if (parts.length < 2) return board.giveBack(task, by, 'failed')
    board.giveBack(task, by, 'unhurt')
    const solved = parts.length - rest.length
    // A rest is not taken from a stranger: its parts have to be those that the same slice has here.
    if (rest.some((part, at) => !isSameSlice(part, parts[solved + at]))) return board.split(task, parts)
    board.split(task, parts, { parts: solved, claim })
  }
}

/** As its document element has it; whether that is the truth is seen later. */
function kindOf(answer: Document): 'refusal' | 'whole' | 'part' {
  try {
    if (isFault(answer)) return 'refusal'
    return attribute(answer, 'done') === 'true' ? 'whole' : 'part'
  } catch {
    return 'part'
  }
}

function isSameText(a: Document, b: Document): boolean {
  return a.bytes.length === b.bytes.length && a.bytes.every((byte, at) => byte === b.bytes[at])
}
