import type { Ended, Engagement, Progress } from '@xeerkat/agent-vm'
import { pack, type PackedDocument, unpack } from './packed.ts'
import type { EngagementFacts, HostCalls, Next, ThreadCalls } from './protocol.ts'
import { readStream } from './streams.ts'
import type { Wire } from './wire.ts'

/** The engagements a role in a thread holds as an employer; the host holds the real ones. */
export interface RemoteEngagements {
  readonly add: (facts: EngagementFacts) => Engagement
  readonly calls: Pick<ThreadCalls, 'asked' | 'engagementEnded'>
}

export function createRemoteEngagements(wire: () => Wire<HostCalls>): RemoteEngagements {
  const ends = new Map<number, (ended: Ended) => void>()
  const progressing = new Map<number, (progress: Progress) => void>()
  let asks = 0

  function add({ handle, id, worker, role }: EngagementFacts): Engagement {
    const controller = new AbortController()
    const { promise: ended, resolve } = Promise.withResolvers<Ended>()
    ends.set(handle, (how) => {
      resolve(how)
      controller.abort(how)
    })
    const dismiss = (): Promise<Ended> => (controller.signal.aborted ? ended : wire().call('dismiss', handle))
    return {
      id,
      worker,
      role,
      ended,
      signal: controller.signal,
      async ask(document, { signal, id: repeated, onProgress } = {}) {
        signal?.throwIfAborted()
        const ask = ++asks
        const abort = (): void => wire().notify('abortAsk', ask)
        signal?.addEventListener('abort', abort, { once: true })
        if (onProgress !== undefined) progressing.set(ask, onProgress)
        try {
          const request = { ask, handle, document: pack(document), wantsProgress: onProgress !== undefined }
          return unpack(await wire().call('ask', { ...request, ...(repeated !== undefined && { id: repeated }) }))
        } finally {
          signal?.removeEventListener('abort', abort)
          progressing.delete(ask)
        }
      },
      tell: (document) => wire().call('tell', { handle, document: pack(document) }),
      documents: documents(handle),
      dismiss,
      [Symbol.asyncDispose]: async () => void (await dismiss()),
    }
  }

  async function* documents(handle: number) {
    const next = (stream: number) => wire().call('next', stream) as Promise<Next<PackedDocument>>
    const stream = wire().call('documents', handle)
    for await (const document of readStream(stream, next, (id) => wire().call('leave', id))) yield unpack(document)
  }

  return {
    add,
    calls: {
      asked: ({ ask, progress }) => progressing.get(ask)?.(progress),
      engagementEnded({ handle, ended }) {
        ends.get(handle)?.(ended)
        ends.delete(handle)
      },
    },
  }
}
