import { createBell } from './bell.ts'
import { memoryOperations } from './memory-operations.ts'
import type { Operations, Store, StoreOptions } from './store.ts'
import { type Call, topicsOf } from './topics.ts'

/** A store that is gone with the process: for tests, trials, and a gateway whose consumers can submit again. */
export function openMemoryStore(options: StoreOptions = {}): Store {
  const operations = memoryOperations(options)
  const bell = createBell()

  function call<Name extends keyof Operations>(name: Name) {
    const operation = operations[name] as (...args: readonly unknown[]) => never
    return async (...args: Parameters<Operations[Name]>): Promise<ReturnType<Operations[Name]>> => {
      const result = operation(...args)
      for (const topic of topicsOf([name, ...args] as unknown as Call)) bell.ring(topic)
      return result
    }
  }

  return {
    put: call('put'),
    claim: call('claim'),
    reclaim: call('reclaim'),
    renew: call('renew'),
    record: call('record'),
    progress: call('progress'),
    stage: call('stage'),
    finish: call('finish'),
    release: call('release'),
    withdraw: call('withdraw'),
    find: call('find'),
    read: call('read'),
    sweep: call('sweep'),
    depth: call('depth'),
    busy: call('busy'),
    changed: bell.wait,
    async [Symbol.asyncDispose]() {
      bell.ring()
    },
  }
}
