import type { PeerIri } from '@xeerkat/agent-vm'
import type { Rejection } from './rejection.ts'
import type { SignedAd } from './signed-ad.ts'
import type { Change, Source } from './store.ts'

/** An ad, and how it came here. */
export interface KnownAd extends SignedAd {
  readonly source: Source
}

/** What happens to the ads a peer knows: for the log, the page, the metrics. */
export type AdEvent =
  | { readonly type: 'added' | 'updated'; readonly ad: KnownAd }
  | {
      readonly type: 'removed'
      readonly ad: KnownAd
      readonly why: Extract<Change, { type: 'removed' }>['why']
    }
  /** An ad that was not believed; `peer` is its author, where the signature is good. */
  | { readonly type: 'rejected'; readonly reason: Rejection; readonly source: Source; readonly peer?: PeerIri }
  /** One of the ways to publish or find failed for once; the others carry on. */
  | { readonly type: 'trouble'; readonly way: 'dht' | 'neighbour'; readonly error: unknown }

/** Told of every event, synchronously; must not throw and should be quick. */
export type AdObserver = (event: AdEvent) => void
