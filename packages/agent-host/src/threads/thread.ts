import { createInterface } from 'node:readline'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { HostError } from '../errors.ts'
import type { ThreadCalls } from './protocol.ts'
import type { PipelinePermits } from '../pipelines/permits.ts'
import { createWire, type Calls, type Wire } from './wire.ts'

export interface ThreadOptions {
  /** Mebibytes of heap before the thread is ended; of a pipeline's programs, before they are. Default 2048. */
  readonly memory?: number
  /** Gets each line that code in the thread prints. Default: dropped. */
  readonly log?: (line: string) => void
  /** What a pipeline may reach. Default: its own folder only. */
  readonly pipelines?: PipelinePermits
}

/** What a thread is told when it starts. */
export interface ThreadData {
  readonly module: string
  readonly memory: number
  readonly permits: PipelinePermits
}

/** A thread that has, or is about to load, one role module. */
export interface Thread {
  readonly wire: Wire<ThreadCalls>
  /** Resolves once the thread is gone, with why if it was not stopped from here. */
  readonly gone: Promise<HostError | undefined>
  readonly stop: () => Promise<void>
}

/** The sources run as they are in the workspace and compiled when published: the thread's entry has this file's ending. */
const ENTRY = new URL(`./worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url)

/** Starts a thread for a role module, named by its URL. */
export function startThread(
  module: string,
  ours: Calls,
  { memory = 2048, log = () => {}, pipelines: permits = {} }: ThreadOptions = {},
): Thread {
  const worker = new Worker(ENTRY, {
    workerData: { module, memory, permits } satisfies ThreadData,
    resourceLimits: { maxOldGenerationSizeMb: memory },
    stdout: true,
    stderr: true,
  })
  // stdout is for documents: what a role prints is an event.
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', log)
  const wire = createWire<ThreadCalls>(worker, ours)
  let stopped = false

  const gone = new Promise<HostError | undefined>((resolve) => {
    let crash: unknown
    worker.on('error', (error) => (crash = error))
    worker.on('exit', (code) => {
      const reason = crash instanceof Error ? crash.message : `it exited with code ${code}`
      const error = new HostError('ERR_ROLE_CRASHED', `The thread of ${module} ended: ${reason}.`, { cause: crash })
      wire.cut(error)
      resolve(stopped ? undefined : error)
    })
  })

  return {
    wire,
    gone,
    async stop() {
      stopped = true
      await worker.terminate()
    },
  }
}
