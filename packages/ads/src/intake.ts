import type { PeerStore } from '@libp2p/interface'
import type { GroupIri, PeerIri } from '@xeerkat/agent-vm'
import type { Accepted } from './accepted.ts'
import type { AdEvent } from './events.ts'
import type { AdLimits } from './limits.ts'
import { rejections } from './rejection.ts'
import { type SignedAd, verify } from './signed-ad.ts'
import type { AdStore, Source } from './store.ts'

export interface IntakeDependencies {
  readonly self: PeerIri
  readonly now: () => number
  readonly store: Pick<AdStore, 'get' | 'offer'>
  readonly peerStore: Pick<PeerStore, 'merge'>
  /** Are ads of this group kept here? */
  readonly wanted: (group: GroupIri) => boolean
  readonly observe: (event: AdEvent) => void
  /** Told of what is new here. */
  readonly arrived: (ad: SignedAd, source: Source) => void
  /** Told of an ad that this peer once signed, and that is newer than what it has. */
  readonly echoed: (ad: SignedAd) => void
}

/**
 * The one door through which every ad comes in, whatever its way: checked, and kept if it is news and its group is
 * wanted. By the time it is kept, its peer's addresses are known to the node, so that whoever finds it can dial.
 */
export function createIntake(
  { self, now, store, peerStore, wanted, observe, arrived, echoed }: IntakeDependencies,
  limits: AdLimits,
): (bytes: Uint8Array, source: Source) => Promise<Accepted> {
  return async (bytes, source) => {
    const verdict = await verify(bytes, { ...limits, now: now() })
    if (!verdict.ok) {
      const { reason, peer } = verdict
      observe({ type: 'rejected', reason, source, ...(peer && { peer }) })
      return { outcome: rejections[reason].blame ? 'forged' : 'rejected', reason }
    }
    const { ad } = verdict
    if (ad.peer === self) {
      if (isNews(ad)) echoed(ad)
      return { outcome: 'ours', ad }
    }
    if (!wanted(ad.group)) return { outcome: 'foreign-group', ad }
    if (isNews(ad)) await learnAddresses(ad)
    const outcome = store.offer(ad, source)
    if (outcome === 'new') arrived(ad, source)
    if (outcome === 'too-many') observe({ type: 'rejected', reason: 'too-many', source, peer: ad.peer })
    return { outcome, ad }
  }

  function isNews(ad: SignedAd): boolean {
    return ad.sequence > (store.get(ad.key)?.ad.sequence ?? 0)
  }

  async function learnAddresses({ peerId, addresses, withdrawn }: SignedAd): Promise<void> {
    if (withdrawn || addresses.length === 0) return
    try {
      await peerStore.merge(peerId, { multiaddrs: [...addresses] })
    } catch {
      // The node is closing: the ad will not be needed either.
    }
  }
}
