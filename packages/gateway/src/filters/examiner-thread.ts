import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Document, Limits } from '@xeerkat/xml'
import type { Rejection } from '../rejection.ts'
import type { Examiner } from './examiner.ts'

/** What the thread is asked; without a schema: is it well-formed? */
export interface Question {
  readonly bytes: Uint8Array
  readonly schema?: string
}

/** What it says. */
export interface Verdict {
  readonly rejection: Rejection | undefined
}

export interface ThreadOptions {
  /** What documents may ask of their reader. */
  readonly limits: Partial<Limits>
  /** Milliseconds for one document; one that takes longer is refused. Default 20 000. */
  readonly patience?: number
  /** Milliseconds without work after which the thread ends, and its memory is free again. Default 10 000. */
  readonly idle?: number
}

/** Node runs the source as it is, and the built file beside the built one. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './examiner-worker.ts' : './examiner-worker.js',
  import.meta.url,
)

/** Milliseconds in which a thread is up even on a machine that is busy. */
const START_WITHIN = 20_000

const TOO_COSTLY: Rejection = { code: 'too-large', message: 'Your document takes more to read than is allowed here.' }

/** Examines one document after the other in a thread of its own, which is there while there is work. */
export function createThreadedExaminer({ limits, patience = 20_000, idle = 10_000 }: ThreadOptions): Examiner {
  let worker: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()
  let resting: NodeJS.Timeout | undefined

  function ask({ bytes }: Document, schema?: string): Promise<Rejection | undefined> {
    const question: Question = { bytes, ...(schema !== undefined && { schema }) }
    const answer = last.then(() => askNow(question))
    last = answer
    return answer
  }

  async function askNow(question: Question): Promise<Rejection | undefined> {
    clearTimeout(resting)
    try {
      worker ??= await start(limits)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread is no window.
      worker.postMessage(question)
      const [verdict] = (await once(worker, 'message', { signal: AbortSignal.timeout(patience) })) as [Verdict]
      resting = setTimeout(() => void stop(), idle).unref()
      return verdict.rejection
    } catch {
      // It took too long, or all memory there is: the thread is lost, and the next document gets another.
      await stop()
      return TOO_COSTLY
    }
  }

  async function stop(): Promise<void> {
    clearTimeout(resting)
    const stopped = worker
    worker = undefined
    await stopped?.terminate()
  }

  return {
    wellFormed: (document) => ask(document),
    valid: ask,
    async [Symbol.asyncDispose]() {
      await last
      await stop()
    },
  }
}

/** Its first message says that it is up. */
async function start(limits: Partial<Limits>): Promise<Worker> {
  const worker = new Worker(WORKER, { workerData: limits })
  await once(worker, 'message', { signal: AbortSignal.timeout(START_WITHIN) })
  return worker
}
