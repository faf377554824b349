/**
 * The two sides of a contract as tables. What is not in a table is late mail and changes nothing.
 * docs/protocol.md prints them; a test compares.
 */

export type EmployerState = 'hiring' | 'engaged' | 'dismissing' | 'refused' | 'dismissed' | 'resigned' | 'lost'
export type EmployerEvent = 'accept' | 'refuse' | 'dismiss' | 'resign' | 'silence'

/** `dismiss` is the employer's own decision; everything else is what reaches it from the worker, or does not. */
export const employerTable: Partial<Record<EmployerState, Partial<Record<EmployerEvent, EmployerState>>>> = {
  hiring: { accept: 'engaged', refuse: 'refused', resign: 'lost', silence: 'lost' },
  engaged: { dismiss: 'dismissing', resign: 'resigned', silence: 'lost' },
  dismissing: { resign: 'dismissed', silence: 'dismissed' },
}

export type WorkerState = 'deciding' | 'engaged' | 'refused' | 'dismissed' | 'resigned' | 'lost'
export type WorkerEvent = 'accept' | 'refuse' | 'dismiss' | 'resign' | 'silence'

/** `accept`, `refuse` and `resign` are the worker's own decisions. */
export const workerTable: Partial<Record<WorkerState, Partial<Record<WorkerEvent, WorkerState>>>> = {
  deciding: { accept: 'engaged', refuse: 'refused', dismiss: 'dismissed', silence: 'lost' },
  engaged: { dismiss: 'dismissed', resign: 'resigned', silence: 'lost' },
}

export function advanceEmployer(state: EmployerState, event: EmployerEvent): EmployerState {
  return employerTable[state]?.[event] ?? state
}

export function advanceWorker(state: WorkerState, event: WorkerEvent): WorkerState {
  return workerTable[state]?.[event] ?? state
}
