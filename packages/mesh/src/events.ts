import type { PeerIri } from '@xeerkat/agent-vm'

/** Everything a mesh notices that its caller may want to count or log. Nothing here needs an answer. */
export type MeshEvent =
  /** The first connection to a peer stands, or the last one is gone. */
  | { readonly type: 'connected' | 'disconnected'; readonly peer: PeerIri }
  /** A peer told of by mDNS, a bootstrap address or the DHT could not be reached; it is tried again. */
  | { readonly type: 'unreachable'; readonly address: string; readonly error: unknown }
  /** A pipe has messages to send and no stream; it tries again after `delay` milliseconds. */
  | {
      readonly type: 'redial'
      readonly peer: PeerIri
      readonly attempt: number
      readonly delay: number
      readonly error: unknown
    }
  /** A connection stayed silent when asked whether it lives, and was cut. */
  | { readonly type: 'dead-connection'; readonly peer: PeerIri }
  /** Messages waited too long for a connection and were dropped. */
  | { readonly type: 'expired'; readonly peer: PeerIri; readonly messages: number }
  /** A stream broke off under a large document; whoever waits for it asks again. */
  | { readonly type: 'document-lost'; readonly peer: PeerIri; readonly error: unknown }
  /** What came was no frame. Its stream was reset, what had been read before it stands. */
  | { readonly type: 'frame-rejected'; readonly peer: PeerIri; readonly why: FrameFault }
  /** A stream was turned away because a limit was reached. */
  | { readonly type: 'stream-refused'; readonly peer: PeerIri; readonly why: 'pipes' | 'documents' }

/** How a frame can be wrong: its bytes, its length, its end missing; or too many large ones come at once. */
export type FrameFault = 'malformed' | 'too-large' | 'truncated' | 'no-memory'

/** Told of every event, synchronously. */
export type MeshObserver = (event: MeshEvent) => void

/** An observer that may throw without harm: a broken log must not break the network. */
export function guarded(observe: MeshObserver | undefined): MeshObserver {
  return (event) => {
    try {
      observe?.(event)
    } catch {
      // Nobody is left to be told.
    }
  }
}
