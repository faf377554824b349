import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import type { HostError } from '../errors.ts'
import { heapLimit, watchMemory } from './watch-memory.ts'
import { type Calls, createWire, type Wire } from './wire.ts'

/** A thread that is called through a wire. */
export interface Spawned<Theirs extends Calls> {
  readonly wire: Wire<Theirs>
  /** Resolves once the thread is gone, with why if it was not stopped from here. */
  readonly gone: Promise<HostError | undefined>
  readonly stop: () => Promise<void>
}

export interface SpawnOptions {
  /** What the thread is told when it starts. */
  readonly data: unknown
  /** Mebibytes that it may hold before it is ended. */
  readonly memory: number
  /** Gets each line that code in the thread prints: stdout is for documents, so what is printed is an event. */
  readonly log: (line: string) => void
  /** What a thread that ended by itself is told as, by the reason in words. */
  readonly crash: (reason: string, cause: unknown) => HostError
}

/** Starts a thread that runs a module of ours. */
export function spawn<Theirs extends Calls>(
  entry: URL,
  ours: Calls,
  { data, memory, log, crash }: SpawnOptions,
): Spawned<Theirs> {
  const resourceLimits = { maxOldGenerationSizeMb: heapLimit(memory) }
  const worker = new Worker(entry, { workerData: data, resourceLimits, stdout: true, stderr: true })
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', log)
  const wire = createWire<Theirs>(worker, ours)
  let stopped = false
  let cause: unknown

  const watch = watchMemory(worker, memory, () => {
    cause = new Error(`it held more than ${memory} MiB of memory`)
    void worker.terminate()
  })
  const gone = new Promise<HostError | undefined>((resolve) => {
    worker.on('error', (error) => (cause = error))
    worker.on('exit', (code) => {
      watch[Symbol.dispose]()
      const error = crash(cause instanceof Error ? cause.message : `it exited with code ${code}`, cause)
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
