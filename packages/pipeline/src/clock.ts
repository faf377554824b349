import { PipelineError } from './errors.ts'

/** Measures the time that is a step's own: not what it waits for those before it, nor for those after it. */
export interface Clock {
  /** Lets time run while something is under way. Rejects when it has run out, or when nobody wants it any more. */
  readonly during: <T>(work: PromiseLike<T>) => Promise<T>
  /** Stops time while something is under way. */
  readonly except: <T>(work: Promise<T>) => Promise<T>
  /** Aborts when time has run out, and when the run is aborted. */
  readonly signal: () => AbortSignal
}

/** @param time Milliseconds. */
export function createClock(time: number, run: AbortSignal): Clock {
  let left = time
  let since = 0
  let running = 0
  let timer: unknown
  let controller: AbortController | undefined
  let signal: AbortSignal | undefined
  const waiting = new Set<(reason: unknown) => void>()

  return {
    signal: () => (signal ??= AbortSignal.any([run, (controller ??= new AbortController()).signal])),
    during(work) {
      return new Promise((resolve, reject) => {
        const end = (): void => {
          if (!waiting.delete(giveUp)) return
          run.removeEventListener('abort', onAbort)
          stop()
        }
        const giveUp = (reason: unknown): void => {
          end()
          reject(reason)
        }
        const onAbort = (): void => giveUp(run.reason)
        waiting.add(giveUp)
        run.addEventListener('abort', onAbort)
        start()
        work.then((value) => {
          end()
          // What never waits for anything keeps the timer from coming to its turn.
          if (left > 0) resolve(value)
          else reject(overTime())
        }, giveUp)
        if (run.aborted) onAbort()
      })
    },
    async except(work) {
      stop()
      try {
        return await work
      } finally {
        start()
      }
    },
  }

  function start(): void {
    if (++running !== 1) return
    since = performance.now()
    timer = setTimeout(expire, Math.min(Math.max(left, 0), LONGEST))
  }

  function stop(): void {
    if (--running !== 0) return
    left -= performance.now() - since
    clearTimeout(timer)
  }

  function expire(): void {
    if (left > LONGEST) return
    const error = overTime()
    for (const giveUp of waiting) giveUp(error)
  }

  function overTime(): PipelineError {
    const error = new PipelineError('ERR_PIPELINE_LIMIT', `this step took longer than ${time} ms (limit "time")`)
    controller ??= new AbortController()
    controller.abort(error)
    return error
  }
}

/** What a timer can wait: longer ones fire at once. */
const LONGEST = 2 ** 31 - 1
