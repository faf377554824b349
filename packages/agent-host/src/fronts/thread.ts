import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import type { FrontContext, Rejection } from '@xeerkat/gateway'
import type { Document } from '@xeerkat/xml'
import { HostError } from '../errors.ts'
import { pack, unpack } from '../threads/packed.ts'
import { createPrograms } from '../threads/programs.ts'
import { createWire } from '../threads/wire.ts'
import type { FrontCalls, FrontData, GateCalls, RunId } from './protocol.ts'

export interface FrontThread {
  /** Rejects for what is no pipeline, and as the signal says. */
  readonly describe: (signal: AbortSignal) => ReturnType<FrontCalls['describe']>
  /** Rejects when the thread is lost, and only then. */
  readonly run: (document: Document, context: FrontContext) => Promise<Document | Rejection>
  /** Resolves once the thread is gone, with why if it was not stopped from here. */
  readonly gone: Promise<HostError | undefined>
  readonly stop: () => Promise<void>
}

const ENTRY = new URL(`./worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url)

/** Starts a thread that has, or is about to load, a front's pipeline. `log` gets each line that is printed in it. */
export function startFrontThread(data: FrontData, log: (line: string) => void): FrontThread {
  const resourceLimits = { maxOldGenerationSizeMb: data.memory }
  const worker = new Worker(ENTRY, { workerData: data, resourceLimits, stdout: true, stderr: true })
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', log)
  const contexts = new Map<RunId, FrontContext>()
  const programs = createPrograms()
  const ours: GateCalls = {
    ...programs.calls,
    async send({ run, queue, document }) {
      const context = contexts.get(run)
      if (context === undefined) throw new Error('This document is nobody’s any more.')
      return context.send(queue, unpack(document))
    },
  }
  const wire = createWire<FrontCalls>(worker, ours)
  let runs = 0
  let stopped = false

  const gone = new Promise<HostError | undefined>((resolve) => {
    let crash: unknown
    worker.on('error', (error) => (crash = error))
    worker.on('exit', (code) => {
      programs.end()
      const reason = crash instanceof Error ? crash.message : `it exited with code ${code}`
      const error = new HostError('ERR_FRONT_CRASHED', `A thread of ${data.file} ended: ${reason}.`, { cause: crash })
      wire.cut(error)
      resolve(stopped ? undefined : error)
    })
  })

  return {
    gone,
    async describe(signal) {
      const late = Promise.withResolvers<never>()
      signal.addEventListener('abort', () => late.reject(signal.reason), { once: true })
      return Promise.race([wire.call('describe', undefined), late.promise])
    },
    async run(document, context) {
      const run = runs++
      const abort = (): void => wire.notify('abort', run)
      contexts.set(run, context)
      context.signal.addEventListener('abort', abort, { once: true })
      try {
        const answer = await wire.call('run', { run, document: pack(document) })
        return 'document' in answer ? unpack(answer.document) : answer.rejection
      } finally {
        context.signal.removeEventListener('abort', abort)
        contexts.delete(run)
      }
    },
    async stop() {
      stopped = true
      await worker.terminate()
    },
  }
}
