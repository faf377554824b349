import type { Advertisement, Discovery } from '../discovery.ts'
import { type PeerIri, WORLD } from '../iris.ts'

/** Ads in memory, and those who look for some. */
export interface Board extends Discovery {
  /** Puts an ad up, in place of an older one with its id. */
  readonly put: (ad: Advertisement) => void
  readonly withdraw: (id: string) => void
  /** Withdraws every ad for this peer. */
  readonly withdrawAll: (peer: PeerIri) => void
}

export interface BoardOptions {
  /** Ads held; past it the oldest go. Default 10 000. */
  readonly limit?: number
}

interface Finder {
  readonly offer: (ad: Advertisement) => void
  readonly forget: (id: string) => void
}

export function createBoard({ limit = 10_000 }: BoardOptions = {}): Board {
  /** Oldest first. */
  const ads = new Map<string, Advertisement>()
  const finders = new Set<Finder>()

  function put(ad: Advertisement): void {
    ads.delete(ad.id)
    ads.set(ad.id, ad)
    for (const finder of finders) finder.offer(ad)
    const [oldest] = ads.keys()
    if (ads.size > limit && oldest !== undefined) withdraw(oldest)
  }

  function withdraw(id: string): void {
    ads.delete(id)
    for (const finder of finders) finder.forget(id)
  }

  function withdrawAll(peer: PeerIri): void {
    for (const ad of Array.from(ads.values())) if (ad.peer === peer) withdraw(ad.id)
  }

  const find: Discovery['find'] = async function* ({ role, group = WORLD }, { signal } = {}) {
    /** By id: whoever reads slowly gets only the newest of each. */
    const unread = new Map<string, Advertisement>()
    let news = Promise.withResolvers<void>()
    const tell = () => {
      news.resolve()
      news = Promise.withResolvers()
    }
    const finder: Finder = {
      offer(ad) {
        unread.delete(ad.id)
        if (ad.group !== group || !ad.types.includes(role)) return
        unread.set(ad.id, ad)
        tell()
      },
      forget: (id) => void unread.delete(id),
    }
    for (const ad of ads.values()) finder.offer(ad)
    finders.add(finder)
    signal?.addEventListener('abort', tell)
    try {
      for (;;) {
        const [next] = unread.values()
        if (signal?.aborted === true) return
        if (next !== undefined) {
          unread.delete(next.id)
          yield next
        } else await news.promise
      }
    } finally {
      finders.delete(finder)
      signal?.removeEventListener('abort', tell)
    }
  }

  return {
    put,
    withdraw,
    withdrawAll,
    find,
    publish(ad, { signal } = {}) {
      if (signal?.aborted === true) return Promise.reject(signal.reason)
      put(ad)
      return Promise.resolve()
    },
  }
}
