import { extname } from 'node:path'
import { HostError } from '../errors.ts'
import type { ThreadCalls } from './protocol.ts'
import type { PipelinePermits } from '../pipelines/permits.ts'
import { spawn, type Spawned } from './spawn.ts'
import type { Calls } from './wire.ts'

export interface ThreadOptions {
  /** Mebibytes that the thread may hold before it is ended; of a pipeline's programs, before they are. Default 2048. */
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
export type Thread = Spawned<ThreadCalls>

/** The sources run as they are in the workspace and compiled when published: the thread's entry has this file's ending. */
const ENTRY = new URL(`./worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url)

/** Starts a thread for a role module, named by its URL. */
export function startThread(
  module: string,
  ours: Calls,
  { memory = 2048, log = () => {}, pipelines: permits = {} }: ThreadOptions = {},
): Thread {
  return spawn<ThreadCalls>(ENTRY, ours, {
    data: { module, memory, permits } satisfies ThreadData,
    memory,
    log,
    crash: (reason, cause) => new HostError('ERR_ROLE_CRASHED', `The thread of ${module} ended: ${reason}.`, { cause }),
  })
}
