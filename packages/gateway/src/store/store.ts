import type { EngagementId, MessageId, PeerIri, Progress } from '@xeerkat/agent-vm'

/**
 * What a receipt goes through. The last two are tombstones: the answer is gone, but it is still known that there was one.
 */
export const states = ['queued', 'recruiting', 'working', 'done', 'expired', 'withdrawn'] as const
export type State = (typeof states)[number]

/** A document on its way into the inbox. */
export interface Entry {
  readonly ref: string
  /** The role the front end's routes named. */
  readonly role: string
  /** What a front called the queue it put the document into. */
  readonly queue?: string
  readonly document: Uint8Array
  /** A digest of the consumer's own key, so that a repeated submission gets the receipt of the first. */
  readonly idempotency?: string
  /** Of the document: the same key with another document is a mistake. */
  readonly digest?: string
  /** Milliseconds the consumer wants the answer kept; the store's own bound still holds. */
  readonly keep?: number
}

export type Put =
  | { readonly outcome: 'queued' | 'repeated'; readonly ref: string }
  | { readonly outcome: 'conflict' | 'full' }

/**
 * The right to work on one document: owner and attempt together are the fence. Once the document was handed out again,
 * whatever is done with an older hold is refused.
 */
export interface Hold {
  readonly ref: string
  readonly owner: string
  readonly attempt: number
}

/** Whom a document was given to (paper, 4.5: "The routing of the message is recorded"). */
export interface Routing {
  readonly coordinator: PeerIri
  readonly engagement: EngagementId
  readonly message: MessageId
}

export interface Claimed extends Hold {
  readonly role: string
  readonly document: Uint8Array
  /** Milliseconds since the epoch. */
  readonly submitted: number
  /** Left by an earlier attempt. */
  readonly routing?: Routing
}

export interface Claim {
  readonly claimed: readonly Claimed[]
  /** Milliseconds until the next lease ends by itself; absent when none is out. */
  readonly next?: number
}

/** One body of a response: the document itself is part 0, its attachments follow. */
export interface Part {
  readonly contentId?: string
  readonly mediaType: string
  readonly size: number
}

/** A piece of a part, `CHUNK` bytes but for the last. */
export interface Chunk {
  readonly part: number
  readonly index: number
  readonly bytes: Uint8Array
}

/** Belongs to the stored format. Small enough not to hold up others, large enough to be few. */
export const CHUNK = 1024 * 1024

export interface Result {
  /** The gateway answered in the coordinator's place. */
  readonly failed: boolean
  readonly parts: readonly Part[]
  /** What was not staged before; together with what was, the whole of every part. */
  readonly chunks: readonly Chunk[]
}

export interface Receipt {
  readonly ref: string
  readonly state: State
  readonly role: string
  readonly queue?: string
  readonly attempt: number
  /** This and the other times: milliseconds since the epoch. */
  readonly submitted: number
  readonly taken?: number
  readonly finished?: number
  readonly expires?: number
  readonly routing?: Routing
  readonly progress?: Progress
  readonly result?: Omit<Result, 'chunks'>
}

export type Depth = Readonly<Record<State, number>>

/** Each is one transaction, whole or not at all, and durable when it returns (progress may lag). */
export interface Operations {
  /** Queues a document, unless its key was seen before or there is no room. */
  readonly put: (entry: Entry) => Put
  /** Hands out what waits longest, each for `lease` milliseconds; after that it may be handed out again. */
  readonly claim: (owner: string, limit: number, lease: number) => Claim
  /** Gives back all that an owner holds: it was restarted. Says how many. */
  readonly reclaim: (owner: string) => number
  /** These that take a hold say `false`, and change nothing, when it is no longer the current one. */
  readonly renew: (hold: Hold, lease: number) => boolean
  readonly record: (hold: Hold, routing: Routing) => boolean
  readonly progress: (hold: Hold, progress: Progress) => boolean
  /** Keeps a piece of a response that is not finished, invisible until it is. Again: in the place of the former. */
  readonly stage: (hold: Hold, chunk: Chunk) => boolean
  readonly finish: (hold: Hold, result: Result) => boolean
  readonly release: (hold: Hold) => boolean
  /** Forgets the document or its response; what is being worked on loses its hold. `false`: nothing to withdraw. */
  readonly withdraw: (ref: string) => boolean
  readonly find: (ref: string) => Receipt | undefined
  readonly read: (ref: string, part: number, index: number) => Uint8Array | undefined
  /** Turns responses whose time is over into tombstones and forgets old tombstones, `limit` at most; says how many. */
  readonly sweep: (limit: number) => number
  readonly depth: () => Depth
  /** Is somebody at work on a document of this role: played, if perhaps by busy peers? */
  readonly busy: (role: string) => boolean
}

type Promised<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Args) => infer Returned
    ? (...args: Args) => Promise<Returned>
    : never
}

/** Receipts, from inbox to outbox, in memory, in a file or in a database. Its owner disposes of it, last. */
export interface Store extends Promised<Operations>, AsyncDisposable {
  /**
   * Resolves when the inbox may have something, or the receipt of that ref may have come to its end, here or through
   * another process, or when the signal aborts. It may resolve for nothing: look again.
   */
  readonly changed: (topic: string, signal: AbortSignal) => Promise<void>
}

/** The topic of whoever waits for documents. */
export const INBOX = 'inbox'

export interface StoreOptions {
  /** Documents that wait for a coordinator at once; then a further one is refused. Default 10 000. */
  readonly maxQueued?: number
  /** Bytes in use; then a further document is refused, while answers still get in. Default 16 GiB (memory: 1 GiB). */
  readonly maxBytes?: number
  /** How long an answer waits in the outbox, milliseconds. Default: a day. */
  readonly keepAnswers?: number
  /** How long it is remembered that there was one, milliseconds. Default: a day. */
  readonly keepTombstones?: number
}

const DAY = 24 * 60 * 60 * 1000

export const storeDefaults = {
  maxQueued: 10_000,
  maxBytes: 16 * 1024 ** 3,
  keepAnswers: DAY,
  keepTombstones: DAY,
} satisfies Required<StoreOptions>

/** Documents handed out in one claim hold at most this many bytes together, or are one. */
export const MAX_CLAIM_BYTES = 16 * 1024 * 1024
