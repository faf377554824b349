import { describe, expect, it } from 'vitest'
import {
  advanceEmployer,
  advanceWorker,
  type EmployerEvent,
  type EmployerState,
  type WorkerEvent,
  type WorkerState,
} from './tables.ts'

const employer: readonly [EmployerState, EmployerEvent, EmployerState][] = [
  ['hiring', 'accept', 'engaged'],
  ['hiring', 'refuse', 'refused'],
  ['hiring', 'resign', 'lost'],
  ['hiring', 'silence', 'lost'],
  ['hiring', 'dismiss', 'hiring'],
  ['engaged', 'accept', 'engaged'],
  ['engaged', 'refuse', 'engaged'],
  ['engaged', 'dismiss', 'dismissing'],
  ['engaged', 'resign', 'resigned'],
  ['engaged', 'silence', 'lost'],
  ['dismissing', 'accept', 'dismissing'],
  ['dismissing', 'resign', 'dismissed'],
  ['dismissing', 'silence', 'dismissed'],
  ['resigned', 'accept', 'resigned'],
  ['lost', 'accept', 'lost'],
  ['refused', 'accept', 'refused'],
]

const worker: readonly [WorkerState, WorkerEvent, WorkerState][] = [
  ['deciding', 'accept', 'engaged'],
  ['deciding', 'refuse', 'refused'],
  ['deciding', 'dismiss', 'dismissed'],
  ['deciding', 'silence', 'lost'],
  ['engaged', 'accept', 'engaged'],
  ['engaged', 'refuse', 'engaged'],
  ['engaged', 'dismiss', 'dismissed'],
  ['engaged', 'resign', 'resigned'],
  ['engaged', 'silence', 'lost'],
  ['refused', 'accept', 'refused'],
  ['dismissed', 'resign', 'dismissed'],
  ['lost', 'accept', 'lost'],
]

describe("the employer's side of a contract", () => {
  it.each(employer)('%s on %s becomes %s', (state, event, next) => expect(advanceEmployer(state, event)).toBe(next))
})

describe("the worker's side of a contract", () => {
  it.each(worker)('%s on %s becomes %s', (state, event, next) => expect(advanceWorker(state, event)).toBe(next))
})
