import type { PeerIri } from '@xeerkat/agent-vm'
import type { Availability } from '../availability/availability.ts'

/** What happens in a host beside its layers. */
export type HostEvent =
  /** From now on it is to be hired, or no longer. */
  | ({ readonly type: 'availability' } & Availability)
  /** An operator had a role module read anew; with a problem, nothing has changed. */
  | { readonly type: 'upgrade'; readonly operator: PeerIri; readonly module: string; readonly problem?: string }

/** Told of every event, synchronously; must not throw and should be quick. */
export type HostObserver = (event: HostEvent) => void
