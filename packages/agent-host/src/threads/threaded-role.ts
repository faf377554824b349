import type { Role, RoleContext } from '@xeerkat/agent-vm'
import { HostError } from '../errors.ts'
import { hostCalls } from './host-calls.ts'
import { pack, packError, unpack } from './packed.ts'
import { createPrograms } from './programs.ts'
import type { RoleFacts } from './protocol.ts'
import { startThread, type Thread, type ThreadOptions } from './thread.ts'

export interface ThreadedOptions extends ThreadOptions {
  /** Milliseconds in which a role may end tidily after its engagement has ended. Default 100. */
  readonly grace?: number
  /** Milliseconds in which a module must have loaded. Default 20 000. */
  readonly load?: number
  /** Counts the threads that run. */
  readonly pool?: ThreadPool
}

/** How many role threads there are, and may be. */
export interface ThreadPool {
  readonly limit: number
  readonly running: () => number
  readonly enter: (thread: Thread) => void
}

export function createThreadPool({ limit }: { readonly limit: number }): ThreadPool {
  const threads = new Set<Thread>()
  return {
    limit,
    running: () => threads.size,
    enter(thread) {
      threads.add(thread)
      void thread.gone.then(() => threads.delete(thread))
    },
  }
}

/**
 * The roles of a module or a pipeline, each engagement in a thread of its own: whatever a role does there, the host stays quick.
 * The module is read in a thread too, so no line of it runs in the host's.
 * @param module its URL, such as `import.meta.resolve` gives; of a pipeline (`.xml`, `.xpl`) with its role after `#`, if that is not in it.
 * @throws HostError `ERR_ROLE_INVALID` when its default export is not roles, or it does not load.
 */
export async function threadedRoles(module: string, options: ThreadedOptions = {}): Promise<readonly Role[]> {
  const facts = await describe(module, options)
  return facts.map((role) => ({ ...role, engage: (context) => engage(module, context, options) }))
}

async function describe(module: string, options: ThreadedOptions): Promise<readonly RoleFacts[]> {
  const { load = 20_000 } = options
  const thread = startThread(module, {}, options)
  const late = AbortSignal.timeout(load)
  const tooLate = new Promise<never>((_resolve, reject) => {
    late.addEventListener('abort', () => reject(new Error(`it did not load within ${load} ms`)))
  })
  try {
    return await Promise.race([thread.wire.call('describe', undefined), tooLate])
  } catch (error) {
    if (isInvalid(error)) throw new HostError('ERR_ROLE_INVALID', error.message)
    throw new HostError('ERR_ROLE_INVALID', `${module} gives no roles.`, { cause: error })
  } finally {
    await thread.stop()
  }
}

/** Says by itself what is wrong with which file. */
function isInvalid(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_ROLE_INVALID'
}

function engage(module: string, context: RoleContext, options: ThreadedOptions): ReturnType<Role['engage']> {
  const { grace = 100, pool } = options
  const { role, employer, engagement, signal } = context
  const programs = createPrograms()
  const calls = hostCalls(context, (name, value) => thread.wire.notify(name, value), {
    next: (stream) => thread.wire.call('next', stream),
    leave: (stream) => thread.wire.call('leave', stream),
  })
  const thread: Thread = startThread(module, { ...calls, ...programs.calls }, options)
  pool?.enter(thread)
  const engaged = thread.wire.call('engage', { role, employer, engagement })
  // A module that fails fails the first document too, which tells the employer; see also `gone` below.
  engaged.catch(() => {})

  signal.addEventListener('abort', () => {
    thread.wire.notify('ended', packError(signal.reason))
    setTimeout(() => void thread.stop(), grace).unref()
  })
  void thread.gone.then((crash) => {
    programs.end()
    if (crash !== undefined && !signal.aborted) context.resign('crashed')
  })

  return async (document) => {
    await engaged
    const answer = await thread.wire.call('receive', pack(document))
    return answer === undefined ? undefined : unpack(answer)
  }
}
