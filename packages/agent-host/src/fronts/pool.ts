import type { FrontContext, FrontPipeline, Rejection } from '@xeerkat/gateway'
import type { Document } from '@xeerkat/xml'
import { sentence } from '../errors.ts'
import type { FrontThread } from './thread.ts'

export interface PoolOptions {
  /** Threads of one front, started as they are needed. Default 2. */
  readonly threads?: number
  /** Documents in one thread at once: while one waits for the disk another is worked on. Default 32. */
  readonly runs?: number
  /** Documents that wait for a thread; a further one is refused. Default 256. */
  readonly waiting?: number
  /** Milliseconds that a document may be in a thread, before the thread is ended. Default 30 000. */
  readonly within?: number
}

export interface PoolDependencies {
  readonly start: () => FrontThread
  /** One that was started already. */
  readonly first: FrontThread
  /** Gets a line of what whoever runs the front should know. */
  readonly log: (line: string) => void
}

export interface FrontPool extends AsyncDisposable {
  readonly run: FrontPipeline['run']
}

interface Job {
  readonly document: Document
  readonly signal: AbortSignal
  readonly attempt: () => FrontContext
  readonly answer: (answer: Document | Rejection) => void
  /** It was in a thread that was lost with others in it: whose fault that was shows when each has one for itself. */
  suspect: boolean
}

interface Place {
  readonly thread: FrontThread
  readonly jobs: Set<Job>
  /** Whether its only job is to blame; set when the thread is lost. */
  guilty?: boolean
}

const TOO_MANY: Rejection = {
  code: 'unavailable',
  message: 'Too many documents are waiting for this front end.',
  retryAfter: 1,
}
const TOO_COSTLY: Rejection = {
  code: 'unavailable',
  message: 'Your document takes more time or memory than this front end has for it.',
}
const CLOSING: Rejection = { code: 'unavailable', message: 'The gateway is closing.', retryAfter: 2 }

/**
 * Documents shared out among the threads of one front. A thread that hangs, or holds too much, is ended and replaced; the
 * documents that were in it are tried again, each alone, so that one costs nobody else more than time.
 */
export function createFrontPool(
  { start, first, log }: PoolDependencies,
  { threads = 2, runs = 32, waiting = 256, within = 30_000 }: PoolOptions = {},
): FrontPool {
  const places = new Set<Place>()
  const queue: Job[] = []
  let closed = false
  enter(first)

  function run(document: Document, context: FrontContext): Promise<Document | Rejection> {
    if (closed) return Promise.resolve(CLOSING)
    if (queue.length >= waiting) return Promise.resolve(TOO_MANY)
    return new Promise((answer) => {
      queue.push({ document, signal: context.signal, attempt: attemptsIn(context), answer, suspect: false })
      shareOut()
    })
  }

  function shareOut(): void {
    for (let job = queue[0]; job !== undefined; job = queue[0]) {
      const gone = job.signal.aborted
      const place = gone ? undefined : placeFor(job)
      if (place === undefined && !gone) return
      queue.shift()
      if (place === undefined) job.answer(CLOSING) // Nobody hears it.
      else void work(place, job)
    }
  }

  /** The thread that is least busy, or another one as long as there may be one. */
  function placeFor({ suspect }: Job): Place | undefined {
    const [best] = [...places].sort((a, b) => a.jobs.size - b.jobs.size)
    if (best?.jobs.size === 0) return best
    if (places.size < threads) return enter(start())
    const alone = suspect || [...(best?.jobs ?? [])].some((job) => job.suspect)
    return best !== undefined && !alone && best.jobs.size < runs ? best : undefined
  }

  function enter(thread: FrontThread): Place {
    const place: Place = { thread, jobs: new Set() }
    places.add(place)
    void thread.gone.then(() => places.delete(place))
    return place
  }

  async function work(place: Place, job: Job): Promise<void> {
    const { thread, jobs } = place
    jobs.add(job)
    let timer: NodeJS.Timeout | undefined
    try {
      await thread.ready
      timer = setTimeout(() => {
        places.delete(place)
        void thread.stop()
      }, within)
      job.answer(await thread.run(job.document, job.attempt()))
    } catch (error) {
      // Lost, with everything in it: how much that was is to be seen only now, before the others are told.
      if (place.guilty === undefined)
        log(`${sentence(error)} ${jobs.size === 1 ? 'A document was' : `${jobs.size} documents were`} in it.`)
      place.guilty ??= jobs.size === 1
      if (closed) job.answer(CLOSING)
      else if (place.guilty || job.suspect) job.answer(TOO_COSTLY)
      else {
        job.suspect = true
        queue.push(job)
      }
    } finally {
      clearTimeout(timer)
      jobs.delete(job)
      shareOut()
    }
  }

  return {
    run,
    async [Symbol.asyncDispose]() {
      closed = true
      for (const { answer } of queue.splice(0)) answer(CLOSING)
      await Promise.all([...places].map(({ thread }) => thread.stop()))
    },
  }
}

/** The context of each attempt at a document: what an earlier one has queued is not queued again. */
function attemptsIn({ send, signal }: FrontContext): () => FrontContext {
  const sent: Promise<string>[] = []
  return () => {
    let sends = 0
    return { signal, send: (queue, document) => (sent[sends++] ??= send(queue, document)) }
  }
}
