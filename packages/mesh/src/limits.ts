const KIB = 1024
const MIB = 1024 * KIB
const SECOND = 1000

/** The bounds of everything a stranger, a slow reader or a broken network could make grow. Times are milliseconds. */
export const defaultLimits = {
  /** A document with its attachments beyond this goes on a stream of its own, so that nothing waits behind it. */
  inlineBytes: 256 * KIB,
  /** The longest frame taken from a pipe: an inline document and what surrounds it. */
  frameBytes: 320 * KIB,
  /** The largest document, with its attachments, that is sent or taken. */
  documentBytes: 64 * MIB,
  /** Large documents under way at once, for each peer and direction. */
  documentStreams: 4,
  /** Bytes of large documents being received at once, from all peers together. */
  documentsBytes: 512 * MIB,
  /** Attachments of one document. */
  attachments: 1024,
  /** `send` makes its caller wait while this much is queued for a peer. */
  queueBytes: MIB,
  queueMessages: 4096,
  /** `send` rejects when callers that did not wait have queued this many messages for a peer. */
  queueHard: 65_536,
  /** A sender is slowed down while this much from it is unread. */
  inboxBytes: MIB,
  inboxMessages: 1024,
  /** Pipes kept at once; the one unused longest gives way if nothing is connected to it. */
  pipes: 1024,
  /** How long a message waits for a connection. */
  expiry: 30 * SECOND,
  /** A pipe without traffic for this long is dropped. */
  idle: 600 * SECOND,
  /** How long one attempt to connect may take. */
  dial: 10 * SECOND,
  /** Pauses between attempts to connect: the first, doubled each time, up to the last. */
  redialFirst: 100,
  redialLast: 5 * SECOND,
  /** A connection that took data and gave no sign for this long is asked whether it lives, and given as long again. */
  silence: 5 * SECOND,
  /** A large document that makes no progress for this long is given up. */
  documentStall: 30 * SECOND,
  /** Connections held at once. */
  connections: 300,
  /** Inbound connections taken from one address in a second. In a lab many peers share one address. */
  connectionsPerSecond: 256,
  /** Inbound connections in the middle of their handshake. */
  handshakes: 128,
  /** Peers this one connects to of its own accord. */
  neighbours: 64,
  /** Streams on one connection, each way, whatever their protocol. */
  streams: 256,
  /** Bytes in flight on one stream: the most that piles up while its reader pauses. */
  streamWindow: MIB,
  /** The largest gossip message. */
  gossipBytes: 64 * KIB,
} as const

export type Limits = { readonly [Name in keyof typeof defaultLimits]: number }
