import type { PeerId, PeerInfo } from '@libp2p/interface'
import type { GroupIri } from '@xeerkat/agent-vm'
import type { WallClock } from './clock.ts'
import type { DhtProviders } from './dht-providers.ts'
import type { DhtRecords } from './dht-records.ts'
import { createLimiter } from './limiter.ts'
import { type AdKey, type Topic, topicOf } from './names.ts'
import { between } from './random.ts'
import type { SignedAd } from './signed-ad.ts'

type Provider = Pick<PeerInfo, 'id' | 'multiaddrs'>

export interface DhtDependencies {
  readonly clock: WallClock
  readonly records: DhtRecords
  readonly providers: DhtProviders
  /** Asks a peer itself, which may not be connected yet. */
  readonly ask: (peer: PeerId, topic: Topic, signal: AbortSignal) => Promise<void>
  /** Makes the addresses known under which a provider can be asked. */
  readonly meet: (provider: Provider) => Promise<void>
  /** A DHT is slow and often fails; that is told, and changes nothing. */
  readonly trouble: (error: unknown) => void
  readonly signal: AbortSignal
}

export interface DhtOptions {
  /**
   * Milliseconds until an ad is written, at least and at most. A write is a walk that speaks to some forty peers: half
   * a second of processor time for an agent of two roles, when others start at the same time. Near peers need none. Default [5000, 30000].
   */
  readonly writeDelay: readonly [number, number]
  /** Records written at once. Default 2. */
  readonly maxWrites: number
  /** Milliseconds for writing one record. Default 60,000. */
  readonly writeDeadline: number
  /** Kinds of one ad that get a provider record. Default 32. */
  readonly maxKinds: number
  /** Providers asked at once in one lookup. Default 4. */
  readonly maxAsked: number
  /** Milliseconds for one provider's answer. Default 3,000. */
  readonly askDeadline: number
  /** Milliseconds for one lookup. Default 20,000. */
  readonly lookupDeadline: number
}

export const defaultDhtOptions: DhtOptions = {
  writeDelay: [5000, 30_000],
  maxWrites: 2,
  writeDeadline: 60_000,
  maxKinds: 32,
  maxAsked: 4,
  askDeadline: 3000,
  lookupDeadline: 20_000,
}

/** Both kinds of DHT records together: written in the background, read when nothing else helps. Never rejects. */
export interface DhtWay extends Disposable {
  readonly announce: (ad: SignedAd) => void
  /** Everything found has been taken in once it resolves; the first is taken in long before. */
  readonly lookup: (group: GroupIri, kind: string, signal: AbortSignal) => Promise<void>
}

export function createDht(
  { clock, records, providers, ask, meet, trouble, signal }: DhtDependencies,
  options: DhtOptions = defaultDhtOptions,
): DhtWay {
  const writes = createLimiter({ signal }, { concurrency: options.maxWrites, queue: 4096 })
  /** The newest version of each ad that waits to be written. */
  const unwritten = new Map<AdKey, SignedAd>()
  const delays = new Set<Disposable>()
  const provided = new Map<AdKey, readonly Topic[]>()

  function announce(ad: SignedAd): void {
    const waits = unwritten.has(ad.key)
    unwritten.set(ad.key, ad)
    if (waits) return
    const delay = clock.after(between(...options.writeDelay), () => {
      delays.delete(delay)
      writeNewest(ad.key)
    })
    delays.add(delay)
  }

  function writeNewest(key: AdKey): void {
    const ad = unwritten.get(key)
    unwritten.delete(key)
    if (ad === undefined) return
    write((signal) => records.put(ad, signal))
    const before = provided.get(key) ?? []
    const topics = ad.withdrawn ? [] : ad.kinds.slice(0, options.maxKinds).map((kind) => topicOf(ad.group, kind))
    if (ad.withdrawn) provided.delete(key)
    else provided.set(key, topics)
    const still = new Set(Array.from(provided.values()).flat())
    for (const topic of topics) if (!before.includes(topic)) write((signal) => providers.provide(topic, signal))
    for (const topic of before) if (!still.has(topic)) write((signal) => providers.unprovide(topic, signal))
  }

  function write(task: (signal: AbortSignal) => Promise<void>): void {
    void writes.run(() => attempt(() => task(within(options.writeDeadline))))
  }

  async function lookup(group: GroupIri, kind: string, given: AbortSignal): Promise<void> {
    const topic = topicOf(group, kind)
    const limit = AbortSignal.any([given, within(options.lookupDeadline)])
    const asking = createLimiter({ signal: limit }, { concurrency: options.maxAsked, queue: 256 })
    const answers: Array<Promise<unknown>> = []
    await attempt(async () => {
      for await (const provider of providers.find(topic, limit)) {
        answers.push(asking.run(() => askProvider(provider)))
      }
    })
    await Promise.all(answers)

    async function askProvider(provider: Provider): Promise<void> {
      const deadline = AbortSignal.any([limit, AbortSignal.timeout(options.askDeadline)])
      await attempt(() => meet(provider))
      // Who cannot be reached may still have its ad in the DHT: both are tried, and the first to come serves.
      const itself = attempt(() => ask(provider.id, topic, deadline))
      const record = attempt(() => records.fetch(provider.id, group, kind, deadline))
      await Promise.all([itself, record])
    }
  }

  async function attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task()
    } catch (error) {
      // Called off is not failed.
      if (!(error instanceof Error && error.name === 'AbortError') && !signal.aborted) trouble(error)
    }
  }

  function within(milliseconds: number): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(milliseconds)])
  }

  return {
    announce,
    lookup,
    [Symbol.dispose]() {
      for (const delay of delays) delay[Symbol.dispose]()
    },
  }
}
