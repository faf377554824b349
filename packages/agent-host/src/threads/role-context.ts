import type { Delegate, Outcome, Recruit, RoleContext } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'
import { pack, type PackedDocument, unpack, unpackError } from './packed.ts'
import type { HostCalls, Next, PackedOutcome, EngagementFacts, StreamId, ThreadCalls } from './protocol.ts'
import { createRemoteEngagements } from './remote-engagements.ts'
import { createStreams, readStream } from './streams.ts'
import type { Wire } from './wire.ts'

type Calls = 'ended' | 'next' | 'leave' | 'asked' | 'engagementEnded'

/** The `RoleContext` of a role in a thread, and what the host may call of it. */
export interface RemoteContext {
  readonly calls: Pick<ThreadCalls, Calls>
  readonly create: (who: Pick<RoleContext, 'role' | 'employer' | 'engagement'>) => RoleContext
}

export function createRemoteContext(wire: () => Wire<HostCalls>): RemoteContext {
  const ending = new AbortController()
  const streams = createStreams()
  const engagements = createRemoteEngagements(wire)

  const recruit: Recruit = async function* (role, { signal, ...options } = {}) {
    const stream = wire().call('recruit', { role, options })
    abortWith(stream, signal)
    for await (const facts of read<EngagementFacts>(stream)) yield engagements.add(facts)
  }

  const delegate: Delegate = async function* (role, documents, { signal, ...options } = {}) {
    const requests = new Map<number, Document>()
    const source = streams.add(given(documents, requests))
    const stream = wire().call('delegate', { role, documents: source, options })
    abortWith(stream, signal)
    for await (const { index, document, worker } of read<PackedOutcome>(stream)) {
      const request = requests.get(index)
      requests.delete(index)
      if (request === undefined) continue // an outcome comes once for each document
      const outcome: Outcome = {
        index,
        request,
        ...(document && { document: unpack(document) }),
        ...(worker && { worker }),
      }
      yield outcome
    }
  }

  function read<T>(stream: Promise<StreamId>): AsyncIterable<T> {
    // The stream's items are those of the call that began it.
    const next = (id: StreamId) => wire().call('next', id) as Promise<Next<T>>
    return readStream<T>(stream, next, (id) => wire().call('leave', id))
  }

  function abortWith(stream: Promise<StreamId>, signal: AbortSignal | undefined): void {
    const abort = (): void => void stream.then((id) => wire().notify('abort', id)).catch(() => {})
    if (signal?.aborted === true) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  }

  return {
    calls: {
      ended: (why) => ending.abort(unpackError(why)),
      // Only what this side delegates is read through these.
      next: (stream) => streams.next(stream) as Promise<Next<PackedDocument>>,
      leave: streams.leave,
      ...engagements.calls,
    },
    create: (who) => ({
      ...who,
      signal: ending.signal,
      send: (document) => wire().call('send', pack(document)),
      progress: seldom((done, total) => wire().notify('progress', { done, ...(total !== undefined && { total }) })),
      resign: (reason) => wire().notify('resign', reason),
      recruit,
      delegate,
    }),
  }
}

/** Milliseconds between two words of progress to the host, at least: it passes on fewer still. */
const PROGRESS_EVERY = 50

/** A role may say it at every step of an inner loop. */
function seldom(tell: RoleContext['progress']): RoleContext['progress'] {
  let last = -Infinity
  return (done, total) => {
    const now = performance.now()
    if (now - last < PROGRESS_EVERY) return
    last = now
    tell(done, total)
  }
}

/** Packs what a role delegates as the host asks for it, and remembers it for the outcome. */
async function* given(
  documents: Parameters<Delegate>[1],
  requests: Map<number, Document>,
): AsyncGenerator<PackedDocument> {
  let index = 0
  for await (const document of documents) {
    requests.set(index++, document)
    yield pack(document)
  }
}
