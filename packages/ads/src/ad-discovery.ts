import type { Cancel, Discovery, GroupIri, PeerIri, RoleIri } from '@xeerkat/agent-vm'
import type { Document, QName } from '@xeerkat/xml'
import type { KnownAd } from './events.ts'

export interface PublishAdOptions extends Cancel {
  /** An IRI, stable for the ad's life: a later document under the same id replaces this one. */
  readonly id: string
  /** Milliseconds. Default: the discovery's. */
  readonly ttl?: number
  /** Default: the world. */
  readonly group?: GroupIri
}

export interface GroupOptions extends Cancel {
  /** Default: the world. */
  readonly group?: GroupIri
}

/** What of the ads known is wanted; all parts given must hold. */
export interface KnownQuery {
  readonly role?: RoleIri
  /** Of the document element. */
  readonly name?: QName
  readonly group?: GroupIri
  readonly peer?: PeerIri
}

/** Discovery over libp2p. Disposing it says goodbye to all its ads and ends all that still iterate. */
export interface AdDiscovery extends Discovery, AsyncDisposable {
  /** Says any document as an ad until it is withdrawn. Peers that do not know its kind keep it and pass it on. */
  readonly publishAd: (document: Document, options: PublishAdOptions) => Promise<void>
  /** Ads by the name of their document element: known ones first, then new and updated ones until the signal aborts. */
  readonly onAd: (name: QName, options?: GroupOptions) => AsyncIterable<KnownAd>
  /** Says goodbye to an own ad; others drop it as soon as they hear. */
  readonly withdraw: (id: string, options?: GroupOptions) => Promise<void>
  /** @throws AdError `ERR_AD_INVALID` when the group is no IRI. */
  readonly join: (group: GroupIri) => void
  /** Withdraws the own ads in a group and forgets the others'. */
  readonly leave: (group: GroupIri) => Promise<void>
  readonly groups: () => readonly GroupIri[]
  /** What is known now, nearest first: connected peers, then others, then this peer; of each the freshest first. */
  readonly known: (query?: KnownQuery) => readonly KnownAd[]
  /** An ad known here as one line of text, to be handed over by any means. */
  readonly exportAd: (ad: Pick<KnownAd, 'bytes'>) => string
  /**
   * Takes in an ad that was handed over, and passes it on.
   * @throws AdError `ERR_AD_INVALID` when the text is no exported ad, `ERR_AD_REJECTED` when it is not to be believed.
   */
  readonly importAd: (text: string) => Promise<KnownAd>
}
