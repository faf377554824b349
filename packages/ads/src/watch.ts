import type { AdKey, Topic } from './names.ts'
import type { Change, Entry } from './store.ts'

/** Someone who wants to know of every ad under a topic. */
export interface Watch extends Disposable {
  /** In the order they came; of an ad that changed before it was read, the latest version. Ends when disposed. */
  readonly entries: AsyncIterable<Entry>
  readonly offer: (entry: Entry) => void
}

/** All who wait for ads, by topic. */
export interface Watches extends Disposable {
  readonly open: (topic: Topic) => Watch
  readonly changed: (change: Change) => void
}

export function createWatches(): Watches {
  const watches = new Map<Topic, Set<WatchControl>>()

  function open(topic: Topic): Watch {
    const watch = createWatch(() => {
      const set = watches.get(topic)
      set?.delete(watch)
      if (set?.size === 0) watches.delete(topic)
    })
    const set = watches.get(topic)
    if (set === undefined) watches.set(topic, new Set([watch]))
    else set.add(watch)
    return watch
  }

  return {
    open,
    changed(change) {
      const { entry } = change
      for (const topic of entry.ad.topics)
        for (const watch of watches.get(topic) ?? [])
          if (change.type === 'removed') watch.retract(entry.ad.key)
          else watch.offer(entry)
    },
    [Symbol.dispose]() {
      for (const set of watches.values()) for (const watch of set) watch[Symbol.dispose]()
    },
  }
}

interface WatchControl extends Watch {
  readonly retract: (key: AdKey) => void
}

/** Holds at most one version of each ad the store holds, so it is bounded by the store's bound. */
function createWatch(closed: () => void): WatchControl {
  const unread = new Map<AdKey, Entry>()
  const closing = new AbortController()
  let news = Promise.withResolvers<void>()

  function tell(): void {
    news.resolve()
    news = Promise.withResolvers()
  }

  async function* entries(): AsyncGenerator<Entry> {
    while (!closing.signal.aborted) {
      const [next] = unread.values()
      if (next === undefined) await news.promise
      else {
        unread.delete(next.ad.key)
        yield next
      }
    }
  }

  return {
    entries: { [Symbol.asyncIterator]: entries },
    offer(entry) {
      unread.set(entry.ad.key, entry)
      tell()
    },
    retract: (key) => void unread.delete(key),
    [Symbol.dispose]() {
      closing.abort()
      closed()
      tell()
    },
  }
}
