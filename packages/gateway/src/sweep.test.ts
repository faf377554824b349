import { expect, it } from 'vitest'
import type { GatewayEvent } from './events.ts'
import { openMemoryStore } from './store/memory.ts'
import { keepSwept } from './sweep.ts'

it('ends the time of everything, in as many turns as it takes, whatever goes wrong in between', async () => {
  await using memory = openMemoryStore({ keepAnswers: 0, keepTombstones: 0 })
  for (let i = 0; i < 25; i++) await memory.put({ ref: `r${i}`, role: 'r', document: new Uint8Array(1) })
  for (const hold of (await memory.claim('o', 25, 1000)).claimed)
    await memory.finish(hold, { failed: false, parts: [], chunks: [] })
  const empty = Promise.withResolvers<void>()
  const events: GatewayEvent[] = []
  let sweeps = 0
  const store = {
    ...memory,
    async sweep(limit: number) {
      if (++sweeps === 2) throw new Error('disk')
      const count = await memory.sweep(limit)
      if ((await memory.find('r24')) === undefined) empty.resolve()
      return count
    },
  }
  await using _ = keepSwept(store, { every: 1, limit: 10, observe: (event) => events.push(event) })
  await empty.promise
  expect(await memory.depth()).toMatchObject({ done: 0, expired: 0 })
  expect(events).toMatchObject([{ type: 'trouble' }])
})
