import type { Infoset } from './infoset.ts'

/**
 * The same infoset, read in a turn of its own: steps that stream ask each other for more in one deep call, and a thousand of
 * them would be more than the stack holds.
 */
export function inTurns(infoset: Infoset): Infoset {
  return { ...infoset, items: () => each(infoset.items()), bytes: () => each(infoset.bytes()) }
}

async function* each<T>(source: AsyncIterable<T>): AsyncGenerator<T, void> {
  const iterator = source[Symbol.asyncIterator]()
  let ended = false
  try {
    for (;;) {
      await Promise.resolve()
      const next = await iterator.next()
      if (next.done === true) {
        ended = true
        return
      }
      yield next.value
    }
  } catch (error) {
    ended = true
    throw error
  } finally {
    if (!ended) {
      await Promise.resolve()
      await iterator.return?.()
    }
  }
}
