import type { AdEvent } from '@xeerkat/ads'
import type { Advertisement, Discovery, PeerIri } from '@xeerkat/agent-vm'
import { clark } from '@xeerkat/xml'
import { HOST, saysAway } from './host-ad.ts'

type Find = Discovery['find']

/** Who is not to be hired at present, as their own ads say. */
export interface Absences {
  /** To be told of every ad. */
  readonly notice: (event: AdEvent) => void
  /** Finds as the discovery does, but holds back who is away until they are back: they would be asked in vain. */
  readonly finding: (find: Find) => Find
}

const HOST_NAME = clark(HOST)

export function createAbsences(): Absences {
  const away = new Set<PeerIri>()
  const listeners = new Set<(peer: PeerIri) => void>()

  async function* findPresent(find: Find, ...[query, { signal } = {}]: Parameters<Find>) {
    const stop = new AbortController()
    const scope = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
    const heldBack = new Map<PeerIri, Advertisement>()
    const back: Advertisement[] = []
    let news = Promise.withResolvers<undefined>()
    const onBack = (peer: PeerIri): void => {
      const ad = heldBack.get(peer)
      if (ad === undefined) return
      heldBack.delete(peer)
      back.push(ad)
      news.resolve(undefined)
    }
    listeners.add(onBack)
    try {
      const found = find(query, { signal: scope })[Symbol.asyncIterator]()
      for (let next: Promise<IteratorResult<Advertisement>> | undefined; ;) {
        for (let ad = back.shift(); ad !== undefined; ad = back.shift()) yield ad
        news = Promise.withResolvers()
        next ??= found.next()
        const step = await Promise.race([next, news.promise])
        if (step === undefined) continue
        if (step.done === true) return
        next = undefined
        if (away.has(step.value.peer)) heldBack.set(step.value.peer, step.value)
        else yield step.value
      }
    } finally {
      listeners.delete(onBack)
      stop.abort()
    }
  }

  return {
    notice(event) {
      if (!('ad' in event) || event.ad.name !== HOST_NAME) return
      const { peer, document } = event.ad
      if (event.type !== 'removed' && saysAway(document)) away.add(peer)
      else if (away.delete(peer)) for (const onBack of listeners) onBack(peer)
    },
    finding: (find) => (query, options) => findPresent(find, query, options),
  }
}
