import { expect, it } from 'vitest'
import type { GatewayEvent } from './events.ts'
import { createInbox } from './inbox.ts'
import { openMemoryStore } from './store/memory.ts'
import type { Store } from './store/store.ts'

const entry = (ref: string) => ({ ref, role: 'r', document: new Uint8Array(1) })

it('gives each of many takers their own document, those who came first first', async () => {
  await using store = openMemoryStore()
  await using inbox = createInbox(store)
  const taking = [inbox.take(), inbox.take(), inbox.take()]
  for (const ref of ['a', 'b', 'c']) await inbox.put(entry(ref))
  expect((await Promise.all(taking)).map(({ item }) => item.ref)).toEqual(['a', 'b', 'c'])
})

it('hands a document out again when its lease is over, without being told', async () => {
  await using store = openMemoryStore()
  await using inbox = createInbox(store, { lease: 30 })
  await inbox.put(entry('a'))
  const first = await inbox.take()
  const second = await inbox.take()
  expect([first.attempt, second.attempt]).toEqual([1, 2])
  expect([await first.renew(), await second.renew()]).toEqual([false, true])
})

it('gives nothing to a taker who left', async () => {
  await using store = openMemoryStore()
  await using inbox = createInbox(store)
  const leaving = new AbortController()
  const left = inbox.take({ signal: leaving.signal })
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  await inbox.put(entry('a'))
  expect((await inbox.take()).attempt).toBe(1)
})

it('gives back what it took for a taker who left meanwhile', async () => {
  await using memory = openMemoryStore()
  const leaving = new AbortController()
  let claims = 0
  const store: Store = {
    ...memory,
    async claim(...args) {
      const claim = await memory.claim(...args)
      if (++claims === 1) leaving.abort(new Error('left'))
      return claim
    },
  }
  await using inbox = createInbox(store)
  await inbox.put(entry('a'))
  await expect(inbox.take({ signal: leaving.signal })).rejects.toThrow('left')
  expect((await inbox.take()).attempt).toBe(2)
})

it('goes on when the store is in trouble for a while', async () => {
  await using memory = openMemoryStore()
  const events: GatewayEvent[] = []
  let claims = 0
  const store: Store = {
    ...memory,
    claim: (...args) => (++claims === 1 ? Promise.reject(new Error('disk')) : memory.claim(...args)),
  }
  await using inbox = createInbox(store, { observe: (event) => events.push(event) })
  const taking = inbox.take()
  await inbox.put(entry('a'))
  expect((await taking).item.ref).toBe('a')
  expect(events).toMatchObject([{ type: 'trouble' }])
})

it('tells takers when it is closed', async () => {
  await using store = openMemoryStore()
  const inbox = createInbox(store)
  const taking = inbox.take()
  await Promise.all([
    expect(taking).rejects.toMatchObject({ code: 'ERR_GATEWAY_CLOSED' }),
    inbox[Symbol.asyncDispose](),
  ])
  await expect(inbox.take()).rejects.toMatchObject({ code: 'ERR_GATEWAY_CLOSED' })
})
