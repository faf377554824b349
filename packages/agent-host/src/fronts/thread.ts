import { extname } from 'node:path'
import type { FrontContext, Rejection } from '@xeerkat/gateway'
import type { Document } from '@xeerkat/xml'
import { HostError } from '../errors.ts'
import { pack, unpack } from '../threads/packed.ts'
import { createPrograms } from '../threads/programs.ts'
import { spawn } from '../threads/spawn.ts'
import type { FrontCalls, FrontData, GateCalls, RunId } from './protocol.ts'

export interface FrontThread {
  /** Once its pipeline is loaded. Rejects for what is no pipeline, and when that takes too long. */
  readonly ready: ReturnType<FrontCalls['describe']>
  /** Rejects when the thread is lost, and only then. */
  readonly run: (document: Document, context: FrontContext) => Promise<Document | Rejection>
  /** Resolves once the thread is gone, with why if it was not stopped from here. */
  readonly gone: Promise<HostError | undefined>
  readonly stop: () => Promise<void>
}

/** Milliseconds in which a pipeline must have loaded, also on a machine that is busy. */
const LOAD_WITHIN = 20_000

const ENTRY = new URL(`./worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url)

/** Starts a thread that has, or is about to load, a front's pipeline. `log` gets each line that is printed in it. */
export function startFrontThread(data: FrontData, log: (line: string) => void): FrontThread {
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
  const { wire, gone, stop } = spawn<FrontCalls>(ENTRY, ours, {
    data,
    memory: data.memory,
    log,
    crash: (reason, cause) =>
      new HostError('ERR_FRONT_CRASHED', `A thread of ${data.file} ended: ${reason}.`, { cause }),
  })
  void gone.then(programs.end)
  const late = setTimeout(() => void stop(), LOAD_WITHIN)
  const ready = wire.call('describe', undefined).finally(() => clearTimeout(late))
  ready.catch(() => {}) // told to whoever asks
  let runs = 0

  return {
    ready,
    gone,
    stop,
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
  }
}
