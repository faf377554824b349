import type { GatewayErrorCode } from '../errors.ts'
import type { StoreOptions } from './store.ts'
import type { Call } from './topics.ts'

export interface WorkerData {
  readonly file: string
  readonly options: StoreOptions
  readonly busyTimeout: number
  readonly maxBatch: number
  readonly poll: { readonly shortest: number; readonly longest: number }
}

export interface Request {
  readonly id: number
  readonly call: Call
}

export type Reply = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: Failure }

export interface Failure {
  readonly code: GatewayErrorCode
  readonly message: string
}

export type ToWorker =
  | { readonly type: 'requests'; readonly requests: readonly Request[] }
  | { readonly type: 'watch'; readonly on: boolean }
  | { readonly type: 'close' }

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: Failure }
  | { readonly type: 'replies'; readonly replies: readonly Reply[] }
  | { readonly type: 'changed' }
