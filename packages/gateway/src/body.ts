import type { IncomingMessage } from 'node:http'
import type { Rejection } from './rejection.ts'

/** One submission's share of the memory that submissions may take up together; disposing it gives the share back. */
export interface Share extends Disposable {
  /** Asks for more; `false` when there is no more to be had. */
  readonly take: (bytes: number) => boolean
}

export function createBudget(limit: number): () => Share {
  let used = 0
  return () => {
    let mine = 0
    return {
      take(bytes) {
        used += bytes
        mine += bytes
        return used <= limit
      },
      [Symbol.dispose]() {
        used -= mine
        mine = 0
      },
    }
  }
}

/**
 * Reads a body to its end, counting for itself: neither `Content-Length` nor the framework is asked how much there is.
 * What is refused here is not read further; the server discards the rest within its request timeout, so that the
 * consumer hears the answer.
 */
export async function readBody(
  stream: IncomingMessage,
  maxBytes: number,
  share: Share,
): Promise<Uint8Array | Rejection> {
  const tooLarge: Rejection = { code: 'too-large', message: `A document may have ${maxBytes} bytes at most here.` }
  if (Number(stream.headers['content-length'] ?? 0) > maxBytes) return tooLarge
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false })) {
      const bytes = piece as Buffer
      size += bytes.length
      if (size > maxBytes) return tooLarge
      if (!share.take(bytes.length))
        return { code: 'unavailable', message: 'Too many documents are coming in at once.', retryAfter: 1 }
      pieces.push(bytes)
    }
  } catch (error) {
    // Hung up, or was too slow: nobody hears this, and nothing is wrong with us.
    if (!stream.complete) return { code: 'bad-request', message: 'The request broke off before its end.' }
    throw error
  }
  return Buffer.concat(pieces)
}
