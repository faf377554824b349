import type { WallClock } from './clock.ts'
import type { Exchange } from './exchange.ts'
import { type Gossip, gossipTopics, groupTopic } from './gossip.ts'
import { type AdKey, groupHash } from './names.ts'
import type { Neighbours } from './neighbours.ts'
import { between, sample } from './random.ts'
import type { SignedAd } from './signed-ad.ts'

export interface SpreadDependencies {
  readonly clock: WallClock
  readonly gossip: Gossip | undefined
  readonly exchange: Pick<Exchange, 'push'>
  readonly neighbours: Pick<Neighbours, 'inGroup'>
  readonly trouble: (error: unknown) => void
}

export interface SpreadOptions {
  /** Shall every peer of a group know every ad? Else those who look for one listen for it. Default true. */
  readonly wholeGroup: boolean
  /** Neighbours an ad is handed to directly. Default 16. */
  readonly maxPushed: number
  /** Milliseconds for handing an ad to a neighbour. Default 2,000. */
  readonly pushDeadline: number
  /** Ads waiting to be passed on. Default 64; whoever misses one gets it by the next exchange. */
  readonly maxRumours: number
  /** Milliseconds to wait before passing on what a neighbour told, at least and at most: perhaps gossip is quicker. Default [50, 250]. */
  readonly rumourDelay: readonly [number, number]
}

export const defaultSpreadOptions: SpreadOptions = {
  wholeGroup: true,
  maxPushed: 16,
  pushDeadline: 2000,
  maxRumours: 64,
  rumourDelay: [50, 250],
}

/** Makes ads known all around: gossip to those who listen, and by hand to neighbours who do not listen yet. */
export interface Spread extends Disposable {
  /**
   * Resolves when the neighbours in the group have it, or could not be reached; never rejects. With `everyone` it is
   * handed to listeners too: for a peer's last words, which gossip may not get out any more.
   */
  readonly tell: (
    ad: SignedAd,
    options?: { readonly everyone?: boolean; readonly signal?: AbortSignal },
  ) => Promise<void>
  /** Passes on, after a moment, what came from one neighbour, unless it is heard elsewhere meanwhile. */
  readonly rumour: (ad: SignedAd) => void
}

export function createSpread(
  { clock, gossip, exchange, neighbours, trouble }: SpreadDependencies,
  { wholeGroup, maxPushed, pushDeadline, maxRumours, rumourDelay }: SpreadOptions = defaultSpreadOptions,
): Spread {
  /** The newest version of each ad to be passed on. */
  const rumours = new Map<AdKey, SignedAd>()
  const timers = new Set<Disposable>()

  const tell: Spread['tell'] = async (ad, { everyone = false, signal } = {}) => {
    const group = groupHash(ad.group)
    const listening = gossip?.listeners(groupTopic(group)) ?? new Set()
    const peers = neighbours
      .inGroup(group)
      .filter((peer) => !peer.equals(ad.peerId) && (everyone || (wholeGroup && !listening.has(peer.toString()))))
    const deadline = AbortSignal.any([AbortSignal.timeout(pushDeadline), ...(signal ? [signal] : [])])
    await Promise.all([
      ...gossipTopics(ad).map((topic) => gossip?.tell(topic, ad)),
      ...sample(peers, maxPushed).map((peer) => exchange.push(peer, [ad], deadline).catch(trouble)),
    ])
  }

  function rumour(ad: SignedAd): void {
    const waits = rumours.has(ad.key)
    if (!wholeGroup || (!waits && rumours.size >= maxRumours)) return
    rumours.set(ad.key, ad)
    if (waits) return
    const timer = clock.after(between(...rumourDelay), () => {
      timers.delete(timer)
      passOn(ad.key)
    })
    timers.add(timer)
  }

  function passOn(key: AdKey): void {
    const ad = rumours.get(key)
    rumours.delete(key)
    if (ad !== undefined && gossip?.heard(groupTopic(groupHash(ad.group)), ad) !== true) void tell(ad)
  }

  return {
    tell,
    rumour,
    [Symbol.dispose]() {
      for (const timer of timers) timer[Symbol.dispose]()
    },
  }
}
