import { describe, it } from 'vitest'
import { type Place, queueContract } from '../testing/queue-contract.ts'
import { openMemoryStore } from './memory.ts'

describe('a store in memory', () => {
  for (const { name, durable, run } of queueContract)
    if (!durable)
      it(name, async () => {
        const place: Place = {
          durable: false,
          open: async (options) => openMemoryStore(options),
          async [Symbol.asyncDispose]() {},
        }
        await run(place)
      })
})
