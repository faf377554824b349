import type { EngagementId, MessageId, PeerIri, RoleIri } from './iris.ts'
import type { Message, Reason } from './message.ts'

/** Everything that happens in a VM. The log, the page, the metrics and a journal are observers of these same events. */
export type VmEvent =
  | { readonly type: 'hired'; readonly engagement: EngagementId; readonly employer: PeerIri; readonly role: RoleIri }
  | { readonly type: 'refused'; readonly employer: PeerIri; readonly role: RoleIri; readonly reason: Reason }
  | {
      readonly type: 'released'
      readonly engagement: EngagementId
      readonly employer: PeerIri
      readonly role: RoleIri
      readonly how: 'dismissed' | 'resigned' | 'lost'
      readonly reason?: Reason
    }
  | { readonly type: 'engaged'; readonly engagement: EngagementId; readonly worker: PeerIri; readonly role: RoleIri }
  | {
      readonly type: 'turned-down'
      readonly worker: PeerIri
      readonly role: RoleIri
      readonly reason: Reason | 'silent'
    }
  | {
      readonly type: 'ended'
      readonly engagement: EngagementId
      readonly worker: PeerIri
      readonly role: RoleIri
      readonly how: 'dismissed' | 'resigned' | 'lost'
      readonly reason?: Reason
      readonly silent?: boolean
    }
  | {
      readonly type: 'role-crashed'
      readonly engagement: EngagementId
      readonly role: RoleIri
      readonly error: unknown
    }
  /** Something of ours or of a caller's failed where it must not: worth a bug report. */
  | { readonly type: 'fault'; readonly error: unknown }
  | { readonly type: 'dropped'; readonly from: PeerIri; readonly id?: MessageId; readonly why: Dropped }
  | {
      readonly type: 'message'
      readonly direction: 'sent' | 'received'
      readonly peer: PeerIri
      readonly message: Message
    }

/** Why a message from the network changed nothing. */
export type Dropped =
  | 'bad-xml'
  | 'bad-instruction'
  | 'wrong-sender'
  | 'late'
  | 'duplicate'
  | 'unknown-instruction'
  | 'overflow'

/** Told of every event, synchronously; must not throw and should be quick. */
export type Observer = (event: VmEvent) => void
