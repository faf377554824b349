import type { Cancel } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'
import { GatewayError } from './errors.ts'
import type { Lease } from './queue.ts'
import type { ByteRange } from './negotiate.ts'
import { type Chunk, CHUNK, type Part, type Receipt, type Store } from './store/store.ts'

/** The answers, each under the receipt of its question (paper, Figure 5, steps 7 and 8). */
export interface Outbox {
  /**
   * Keeps an answer. `false`: the lease was lost, somebody else answers. A large one goes in pieces, and shows only
   * once it is whole.
   */
  readonly put: (lease: Lease<unknown>, answer: Document, options?: { readonly failed?: boolean }) => Promise<boolean>
  readonly find: (ref: string) => Promise<Receipt | undefined>
  /** The receipt once there is nothing more to wait for, or as it is when the signal aborts. */
  readonly settled: (ref: string, options: Required<Cancel>) => Promise<Receipt | undefined>
  /**
   * Bytes of a part of an answer, in pieces.
   * @throws GatewayError `ERR_RESULT_GONE` when its time ended meanwhile.
   */
  readonly read: (ref: string, part: number, range: ByteRange) => AsyncIterable<Uint8Array>
}

export function createOutbox(store: Store): Outbox {
  return {
    async put(lease, answer, { failed = false } = {}) {
      const bodies = [answer.bytes, ...answer.attachments.map(({ bytes }) => bytes)]
      const parts: Part[] = [
        { mediaType: 'application/xml', size: answer.bytes.length },
        ...answer.attachments.map(({ contentId, mediaType, bytes }) => ({ contentId, mediaType, size: bytes.length })),
      ]
      const small = bodies.reduce((sum, { length }) => sum + length, 0) <= CHUNK
      if (small) return lease.done({ failed, parts, chunks: bodies.flatMap((body, part) => [...chunksOf(body, part)]) })
      for (const [part, body] of bodies.entries())
        for (const chunk of chunksOf(body, part)) if (!(await store.stage(lease.hold, chunk))) return false
      return lease.done({ failed, parts, chunks: [] })
    },

    find: (ref) => store.find(ref),

    async settled(ref, { signal }) {
      for (;;) {
        const looked = new AbortController()
        const change = store.changed(ref, AbortSignal.any([signal, looked.signal]))
        change.catch(() => {}) // A broken store fails the look below, too.
        try {
          const receipt = await store.find(ref)
          if (signal.aborted || receipt === undefined || isSettled(receipt)) return receipt
          await change
        } finally {
          looked.abort('looked')
        }
      }
    },

    async *read(ref, part, { start, end }) {
      for (let index = Math.floor(start / CHUNK); index * CHUNK <= end; index++) {
        const bytes = await store.read(ref, part, index)
        if (bytes === undefined) throw new GatewayError('ERR_RESULT_GONE', `The answer to ${ref} is gone.`)
        yield bytes.subarray(Math.max(0, start - index * CHUNK), end + 1 - index * CHUNK)
      }
    },
  }
}

/** Is there nothing more to wait for? */
export function isSettled({ state }: Receipt): boolean {
  return state === 'done' || state === 'expired' || state === 'withdrawn'
}

function* chunksOf(bytes: Uint8Array, part: number): Generator<Chunk> {
  for (let index = 0; index * CHUNK < bytes.length; index++)
    yield { part, index, bytes: bytes.subarray(index * CHUNK, (index + 1) * CHUNK) }
}
