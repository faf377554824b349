import type { Engagement, RoleContext } from '@xeerkat/agent-vm'
import { type PackedDocument, pack, unpack } from './packed.ts'
import type { EngagementFacts, HostCalls, Next, PackedOutcome, StreamId, ThreadCalls } from './protocol.ts'
import { createStreams, readStream } from './streams.ts'

type Notify = <Name extends 'asked' | 'engagementEnded'>(name: Name, value: Parameters<ThreadCalls[Name]>[0]) => void

/** The thread's streams: the documents that its role delegates. */
interface TheirStreams {
  readonly next: (stream: StreamId) => Promise<Next<PackedDocument>>
  readonly leave: (stream: StreamId) => Promise<void>
}

type EngagementCalls = Omit<HostCalls, 'programStarted' | 'programEnded'>

/** A role's context as its thread calls it. One per engagement. */
export function hostCalls(context: RoleContext, notify: Notify, theirs: TheirStreams): EngagementCalls {
  const streams = createStreams()
  const engagements = new Map<number, Engagement>()
  const recruiting = new Map<StreamId, AbortController>()
  const asking = new Map<number, AbortController>()
  let handles = 0

  /** Begins something the role may abort; all of it ends with the engagement anyway. */
  function begin(start: (signal: AbortSignal) => AsyncIterable<unknown>): StreamId {
    const controller = new AbortController()
    const stream = streams.add(start(AbortSignal.any([controller.signal, context.signal])))
    recruiting.set(stream, controller)
    return stream
  }

  async function* hired(found: AsyncIterable<Engagement>): AsyncGenerator<EngagementFacts> {
    for await (const engagement of found) {
      const handle = ++handles
      engagements.set(handle, engagement)
      void engagement.ended.then((ended) => {
        engagements.delete(handle)
        notify('engagementEnded', { handle, ended })
      })
      yield { handle, id: engagement.id, worker: engagement.worker, role: engagement.role }
    }
  }

  function held(handle: number): Engagement {
    const engagement = engagements.get(handle)
    // As the VM says it of an engagement that is over.
    if (engagement === undefined)
      throw Object.assign(new Error('The engagement has ended.'), { code: 'ERR_WORKER_LOST' })
    return engagement
  }

  return {
    send: (document) => context.send(unpack(document)),
    progress: ({ done, total }) => context.progress(done, total),
    resign: (reason) => context.resign(reason),
    recruit: ({ role, options }) => begin((signal) => hired(context.recruit(role, { ...options, signal }))),
    delegate: ({ role, documents, options }) =>
      begin((signal) => {
        const given = unpacked(readStream(documents, theirs.next, theirs.leave))
        return outcomes(context.delegate(role, given, { ...options, signal }))
      }),
    abort: (stream) => recruiting.get(stream)?.abort(),
    // What a stream yields is what was put into it under its id.
    next: (stream) => streams.next(stream) as ReturnType<HostCalls['next']>,
    leave: streams.leave,
    async ask({ ask, handle, document, id, wantsProgress }) {
      const controller = new AbortController()
      asking.set(ask, controller)
      try {
        const answer = await held(handle).ask(unpack(document), {
          signal: controller.signal,
          ...(id !== undefined && { id }),
          ...(wantsProgress && { onProgress: (progress) => notify('asked', { ask, progress }) }),
        })
        return pack(answer)
      } finally {
        asking.delete(ask)
      }
    },
    abortAsk: (ask) => asking.get(ask)?.abort(),
    tell: ({ handle, document }) => held(handle).tell(unpack(document)),
    documents: (handle) => streams.add(packed(held(handle).documents)),
    dismiss: (handle) => held(handle).dismiss(),
  }
}

async function* unpacked(documents: AsyncIterable<PackedDocument>) {
  for await (const document of documents) yield unpack(document)
}

async function* packed(documents: Engagement['documents']): AsyncGenerator<PackedDocument> {
  for await (const document of documents) yield pack(document)
}

async function* outcomes(from: ReturnType<RoleContext['delegate']>): AsyncGenerator<PackedOutcome> {
  for await (const { index, document, worker } of from)
    yield { index, ...(document && { document: pack(document) }), ...(worker && { worker }) }
}
