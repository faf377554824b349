import type { PeerIri } from '@xeerkat/agent-vm'
import type { RejectionCode } from './rejection.ts'

/** Everything that happens in a gateway. The log and the metrics are observers of these same events. Times in milliseconds. */
export type GatewayEvent =
  | {
      readonly type: 'submitted'
      readonly ref: string
      readonly role: string
      readonly bytes: number
      /** As a front's pipeline calls it. */
      readonly queue?: string
    }
  /** A front's pipeline is through with a document, or there was none for it. */
  | { readonly type: 'passed'; readonly front: string; readonly status: number; readonly took: number }
  | { readonly type: 'repeated'; readonly ref: string }
  | { readonly type: 'refused'; readonly code: RejectionCode }
  | { readonly type: 'taken'; readonly ref: string; readonly attempt: number; readonly waited: number }
  | { readonly type: 'engaged'; readonly ref: string; readonly coordinator: PeerIri; readonly resumed: boolean }
  | { readonly type: 'coordinator-lost'; readonly ref: string; readonly coordinator: PeerIri; readonly error: unknown }
  | {
      readonly type: 'answered'
      readonly ref: string
      readonly failed: boolean
      readonly worked: number
      readonly bytes: number
    }
  /** Somebody else has it now, or it was withdrawn. */
  | { readonly type: 'lease-lost'; readonly ref: string }
  | { readonly type: 'handed-back'; readonly ref: string }
  /** Something of this gateway's own does not work, usually its queue; it goes on trying. */
  | { readonly type: 'trouble'; readonly during: string; readonly error: unknown }

/** Told of every event, synchronously; must not throw and should be quick. */
export type GatewayObserver = (event: GatewayEvent) => void
