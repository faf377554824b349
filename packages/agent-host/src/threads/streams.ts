import type { Next, StreamId } from './protocol.ts'

/** One side's streams that the other side reads by their ids. */
export interface Streams {
  readonly add: (items: AsyncIterable<unknown>) => StreamId
  readonly next: (stream: StreamId) => Promise<Next<unknown>>
  readonly leave: (stream: StreamId) => Promise<void>
}

export function createStreams(): Streams {
  const open = new Map<StreamId, AsyncIterator<unknown>>()
  let count = 0
  return {
    add(items) {
      open.set(++count, items[Symbol.asyncIterator]())
      return count
    },
    async next(stream) {
      const { done = false, value } = (await open.get(stream)?.next()) ?? { done: true, value: undefined }
      if (!done) return { done, value }
      open.delete(stream)
      return { done: true }
    },
    async leave(stream) {
      const items = open.get(stream)
      open.delete(stream)
      await items?.return?.()
    },
  }
}

/** Reads a stream of the other side; leaving the loop leaves the stream. */
export async function* readStream<T>(
  stream: StreamId | Promise<StreamId>,
  next: (stream: StreamId) => Promise<Next<T>>,
  leave: (stream: StreamId) => Promise<void>,
): AsyncGenerator<T, void, undefined> {
  const id = await stream
  let finished = false
  try {
    for (;;) {
      const item = await next(id)
      if (item.done) {
        finished = true
        return
      }
      yield item.value
    }
  } finally {
    if (!finished) await leave(id)
  }
}
