import type { Io } from '../cli/command.ts'

/** How far a computation has come; numbers are whatever somebody far away says. */
export interface Told {
  readonly done: number
  readonly total?: number | undefined
}

/** What a coordinator says besides, if it does: sub-problems, and what was found. */
export interface Standing {
  readonly solved: number
  readonly open: number
  readonly found: number
}

/** What a person sees while they wait. Disposing it leaves the terminal clean. */
export interface Meter extends Disposable {
  readonly progress: (told: Told) => void
  readonly stand: (standing: Standing) => void
  /** An event. */
  readonly say: (text: string, facts?: Readonly<Record<string, unknown>>) => void
}

/** Milliseconds between two lines where lines cannot be rewritten. */
const SELDOM = 10_000
/** The same for events. */
const OFTEN = 1000
/** Milliseconds before there is anything to say of the time that is left. */
const SOON = 1000

/** One line that is rewritten on a terminal, a line now and then elsewhere, an event each as JSON. */
export function createMeter({ log, status }: Pick<Io, 'log' | 'status'>, { json }: { readonly json: boolean }): Meter {
  const begun = performance.now()
  let last = begun
  let standing: Standing | undefined

  return {
    progress({ done, total }) {
      const now = performance.now()
      const share = total !== undefined && total > 0 ? Math.min(Math.max(done / total, 0), 1) : undefined
      const seconds = (now - begun) / 1000
      const left = share !== undefined && share > 0 && now - begun > SOON ? (seconds * (1 - share)) / share : undefined
      const line = (): string => lineOf(done, share, seconds, left, standing)
      if (status !== undefined && !json) return status(line())
      if (now - last < (json ? OFTEN : SELDOM)) return
      last = now
      const facts = { event: 'progress', done, total, ...standing, seconds: round(seconds), left: round(left) }
      log(json ? JSON.stringify(facts) : line())
    },
    stand: (now) => void (standing = now),
    say(text, facts = {}) {
      status?.('')
      log(json ? JSON.stringify({ event: 'note', text, ...facts }) : text)
    },
    [Symbol.dispose]: () => status?.(''),
  }
}

function lineOf(
  done: number,
  share: number | undefined,
  seconds: number,
  left: number | undefined,
  standing: Standing | undefined,
): string {
  const far = share === undefined ? `${done} done` : `${Math.floor(share * 100)} % done`
  const time = `${duration(seconds)} gone${left === undefined ? '' : `, about ${duration(left)} left`}`
  if (standing === undefined) return `${far}, ${time}`
  const { solved, open, found } = standing
  return `${far}, ${solved} of ${solved + open} parts, ${found} found, ${time}`
}

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`
}

function round(number: number | undefined): number | undefined {
  return number === undefined ? undefined : Math.round(number * 10) / 10
}
