import type { Cancel } from '@xeerkat/agent-vm'
import type { Hold, Put, Result } from './store/store.ts'

/** The right to work on an item, for a while. All say `false` when it was lost meanwhile: then whatever was done is void. */
export interface Lease<T> {
  readonly item: T
  /** Counts how often the item was handed out, from 1. */
  readonly attempt: number
  /** With this the store accepts what is done under the lease. */
  readonly hold: Hold
  /** Extends it to its full length again. Not done in time: the item is handed out again. */
  readonly renew: () => Promise<boolean>
  /** Gives the item back, to be handed out again at once. */
  readonly release: () => Promise<boolean>
  /** The item is dealt with, and this is what came of it. */
  readonly done: (result: Result) => Promise<boolean>
}

/** Hands on items from those who put to those who take, across processes and restarts, each to one at a time. */
export interface Queue<In, Out = In> extends AsyncDisposable {
  /** Resolves once the item is durable, or refused. */
  readonly put: (item: In) => Promise<Put>
  /** Waits for an item. Rejects with the signal's reason when it aborts, and when the queue is disposed. */
  readonly take: (options?: Cancel) => Promise<Lease<Out>>
}
