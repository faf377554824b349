import type { PeerIri } from './iris.ts'
import type { Message } from './message.ts'

/** Lets a wait be given up: the platform's `AbortSignal`. */
export interface Cancel {
  readonly signal?: AbortSignal
}

/**
 * Both directions between this peer and another. It outlives its connections: a transport redials on its own,
 * and what was in flight when a connection broke may be lost. Lost, never altered; repeated, never reordered per sender.
 */
export interface Pipe extends AsyncDisposable {
  /** Whoever the transport authenticated; what a document says of its sender is compared with this. */
  readonly peer: PeerIri
  /**
   * Resolves when the message is queued within the pipe's bound: waiting for it is the back-pressure.
   * Rejects when the pipe is closed or the signal aborts.
   */
  readonly send: (message: Message, options?: Cancel) => Promise<void>
  /** In order per sender and bounded: reading slowly slows the sender. Ends when the pipe is disposed. Read once. */
  readonly messages: AsyncIterable<Message>
}

/** The pipes of one peer: the transport as the VM sees it. */
export interface Pipes {
  readonly self: PeerIri
  /** The pipe to a peer, the same one until it is disposed. To itself: a loop. Does not wait for a connection. */
  readonly open: (peer: PeerIri) => Pipe
  /** Pipes that other peers began. A pipe is yielded here or returned by `open`, whichever comes first, once. */
  readonly incoming: AsyncIterable<Pipe>
}
