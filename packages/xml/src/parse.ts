import type { Item } from './items.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createParser, tooLarge } from './parser.ts'

/** A large document is parsed piece by piece: at no time is there a second copy of it. */
const PIECE = 2 ** 16

/** The items of a whole document. Each iteration parses anew. */
export function parse(source: Uint8Array | string, limits?: Partial<Limits>): Iterable<Item> {
  return { [Symbol.iterator]: () => iterate(source, limits) }
}

/** Written out, since a generator costs as much for an item as parsing it. */
function iterate(source: Uint8Array | string, limits: Partial<Limits> | undefined): Iterator<Item, undefined> {
  const most = limits?.bytes ?? defaultLimits.bytes
  if (source.length > most) throw tooLarge(most)
  const parser = createParser(limits)
  let at = 0
  let closed = false
  return {
    next() {
      for (;;) {
        const item = parser.next()
        if (item !== undefined) return { done: false, value: item }
        if (closed) return { done: true, value: undefined }
        if (at < source.length) {
          parser.write(typeof source === 'string' ? source.slice(at, at + PIECE) : source.subarray(at, at + PIECE))
          at += PIECE
        } else {
          parser.close()
          closed = true
        }
      }
    },
  }
}
