import assert from 'node:assert/strict'
import type { EngagementId, MessageId, PeerIri } from '@xeerkat/agent-vm'
import { type Claimed, CHUNK, type Entry, INBOX, type Result, type Store, type StoreOptions } from '../store/store.ts'

/** A place where stores can be opened: a file, a database, a piece of memory. */
export interface Place extends AsyncDisposable {
  /** Opens the place again and again; several at once share what is in it. */
  readonly open: (options?: StoreOptions) => Promise<Store>
  /** Does what is in it outlive the store that put it there? */
  readonly durable: boolean
}

export interface Case {
  readonly name: string
  /** Nothing but a durable store can do this. */
  readonly durable: boolean
  readonly run: (place: Place) => Promise<void>
}

const LEASE = 60_000
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const entry = (ref: string, more: Partial<Entry> = {}): Entry => ({
  ref,
  role: 'urn:role',
  document: bytes(`<${ref}/>`),
  ...more,
})
const answer = (text: string): Result => ({
  failed: false,
  parts: [{ mediaType: 'application/xml', size: bytes(text).length }],
  chunks: [{ part: 0, index: 0, bytes: bytes(text) }],
})
const routing = {
  coordinator: 'urn:libp2p:c' as PeerIri,
  engagement: 'e'.repeat(32) as EngagementId,
  message: 'f'.repeat(32) as MessageId,
}

/** What every store must do, whatever it is made of. Run each case in a fresh place. */
export const queueContract: readonly Case[] = [
  {
    name: 'hands out what was put, oldest first, each to one taker',
    durable: false,
    async run({ open }) {
      await using store = await open()
      for (const ref of ['a', 'b', 'c']) assert.deepEqual(await store.put(entry(ref)), { outcome: 'queued', ref })
      const first = await store.claim('one', 2, LEASE)
      const second = await store.claim('two', 2, LEASE)
      assert.deepEqual(refs(first.claimed), ['a', 'b'])
      assert.deepEqual(refs(second.claimed), ['c'])
      assert.equal(text(first.claimed[0]?.document), '<a/>')
      assert.deepEqual((await store.claim('three', 2, LEASE)).claimed, [])
    },
  },
  {
    name: 'remembers what a front called the queue',
    durable: false,
    async run({ open }) {
      await using store = await open()
      await store.put(entry('a', { queue: 'mathgrid-net-in' }))
      await store.put(entry('b'))
      assert.equal((await store.find('a'))?.queue, 'mathgrid-net-in')
      assert.equal((await store.find('b'))?.queue, undefined)
    },
  },
  {
    name: 'a document whose lease ran out is handed out again, with what was recorded of its routing',
    durable: false,
    async run({ open }) {
      await using store = await open()
      await store.put(entry('a'))
      const late = await take(store, 'late', 20)
      assert.equal(await store.record(late, routing), true)
      const again = await take(store, 'next')
      assert.equal(again.attempt, 2)
      assert.deepEqual(again.routing, routing)
    },
  },
  {
    name: 'whoever lost a lease can change nothing any more',
    durable: false,
    async run({ open }) {
      await using store = await open()
      await store.put(entry('a'))
      const late = await take(store, 'same-owner', 0)
      const present = await take(store, 'same-owner')
      assert.equal(await store.renew(late, LEASE), false)
      assert.equal(await store.record(late, routing), false)
      assert.equal(await store.progress(late, { done: 1 }), false)
      assert.equal(await store.stage(late, { part: 0, index: 0, bytes: bytes('late') }), false)
      assert.equal(await store.release(late), false)
      assert.equal(await store.finish(late, answer('late')), false)
      assert.equal(await store.finish(present, answer('present')), true)
      assert.equal(await store.finish(present, answer('twice')), false)
      assert.equal(text(await store.read('a', 0, 0)), 'present')
    },
  },
  {
    name: 'a renewed lease is kept',
    durable: false,
    async run({ open }) {
      await using store = await open()
      await store.put(entry('a'))
      await store.put(entry('b'))
      const kept = await take(store, 'one', 30)
      assert.equal(await store.renew(kept, LEASE), true)
      await take(store, 'two', 30)
      assert.equal((await take(store, 'three')).ref, 'b')
      assert.equal(await store.finish(kept, answer('done')), true)
    },
  },
  {
    name: 'what is released is handed out at once, and so is all of an owner who comes back',
    durable: false,
    async run({ open }) {
      await using store = await open()
      for (const ref of ['a', 'b', 'c']) await store.put(entry(ref))
      const [a] = (await store.claim('one', 2, LEASE)).claimed
      await take(store, 'other')
      assert.ok(a)
      assert.equal(await store.release(a), true)
      assert.equal((await store.find('a'))?.state, 'queued')
      assert.equal((await take(store, 'two')).ref, 'a')
      assert.equal(await store.reclaim('one'), 1)
      assert.deepEqual(refs((await store.claim('one', 9, LEASE)).claimed), ['b'])
    },
  },
  {
    name: 'a receipt tells how far its document has come',
    durable: false,
    async run({ open }) {
      await using store = await open()
      assert.equal(await store.find('a'), undefined)
      await store.put(entry('a'))
      assert.equal((await store.find('a'))?.state, 'queued')
      const hold = await take(store, 'one')
      assert.equal((await store.find('a'))?.state, 'recruiting')
      assert.equal(await store.busy('urn:role'), false)
      await store.record(hold, routing)
      assert.equal((await store.find('a'))?.state, 'working')
      assert.equal(await store.busy('urn:role'), true)
      assert.equal(await store.busy('urn:other'), false)
      await store.progress(hold, { done: 3, total: 10 })
      assert.deepEqual((await store.find('a'))?.progress, { done: 3, total: 10 })
      await store.finish(hold, answer('<done/>'))
      const receipt = await store.find('a')
      assert.equal(await store.busy('urn:role'), false)
      assert.equal(receipt?.state, 'done')
      assert.equal(receipt.progress, undefined)
      assert.deepEqual(receipt.routing, routing)
      assert.deepEqual(receipt.result, { failed: false, parts: [{ mediaType: 'application/xml', size: 7 }] })
      assert.equal(text(await store.read('a', 0, 0)), '<done/>')
      assert.equal(await store.read('a', 0, 1), undefined)
    },
  },
  {
    name: 'the same key and document give the first receipt; the same key with another document is a conflict',
    durable: false,
    async run({ open }) {
      await using store = await open({ maxQueued: 1 })
      const keyed = { idempotency: 'k', digest: 'd' }
      assert.deepEqual(await store.put(entry('a', keyed)), { outcome: 'queued', ref: 'a' })
      assert.deepEqual(await store.put(entry('b', keyed)), { outcome: 'repeated', ref: 'a' })
      assert.deepEqual(await store.put(entry('c', { ...keyed, digest: 'e' })), { outcome: 'conflict' })
      await store.finish(await take(store, 'one'), answer('<a/>'))
      assert.deepEqual(await store.put(entry('d', keyed)), { outcome: 'repeated', ref: 'a' })
      assert.equal(await store.find('b'), undefined)
    },
  },
  {
    name: 'a full inbox takes nothing more until something is taken out',
    durable: false,
    async run({ open }) {
      await using store = await open({ maxQueued: 2 })
      assert.equal((await store.put(entry('a'))).outcome, 'queued')
      assert.equal((await store.put(entry('b'))).outcome, 'queued')
      assert.equal((await store.put(entry('c'))).outcome, 'full')
      assert.equal(await store.find('c'), undefined)
      await take(store, 'one')
      assert.equal((await store.put(entry('c'))).outcome, 'queued')
    },
  },
  {
    name: 'a store at its bound of bytes refuses documents but keeps answers',
    durable: false,
    async run({ open }) {
      await using store = await open({ maxBytes: 1024 * 1024 })
      assert.equal((await store.put(entry('a'))).outcome, 'queued')
      const large = entry('b', { document: new Uint8Array(2 * 1024 * 1024) })
      assert.equal((await store.put(large)).outcome, 'full')
      assert.equal(await store.finish(await take(store, 'one'), answer('x'.repeat(CHUNK))), true)
      assert.equal((await store.put(entry('c'))).outcome, 'full')
    },
  },
  {
    name: 'an answer waits for its time, then there is a tombstone, then nothing',
    durable: false,
    async run({ open }) {
      await using store = await open({ keepAnswers: 40, keepTombstones: 40 })
      await store.put(entry('a', { idempotency: 'k', digest: 'd' }))
      await store.finish(await take(store, 'one'), answer('<a/>'))
      assert.equal((await store.find('a'))?.state, 'done')
      await until(async () => (await store.find('a'))?.state === 'expired')
      assert.equal(await store.read('a', 0, 0), undefined)
      assert.equal((await store.find('a'))?.result, undefined)
      await until(async () => (await store.sweep(10)) === 1)
      assert.equal((await store.depth()).expired, 1)
      await until(async () => (await store.sweep(10)) === 1)
      assert.equal(await store.find('a'), undefined)
      assert.equal((await store.put(entry('b', { idempotency: 'k', digest: 'other' }))).outcome, 'queued')
    },
  },
  {
    name: 'a consumer may want an answer kept for less time, never for more',
    durable: false,
    async run({ open }) {
      await using store = await open({ keepAnswers: 1000 })
      await store.put(entry('less', { keep: 10 }))
      await store.put(entry('more', { keep: 1_000_000 }))
      for (let i = 0; i < 2; i++) await store.finish(await take(store, 'one'), answer('<a/>'))
      const [less, more] = await Promise.all([store.find('less'), store.find('more')])
      assert.equal((less?.expires ?? 0) - (less?.finished ?? 0), 10)
      assert.equal((more?.expires ?? 0) - (more?.finished ?? 0), 1000)
    },
  },
  {
    name: 'what is withdrawn is gone, whoever works on it, and is remembered',
    durable: false,
    async run({ open }) {
      await using store = await open()
      await store.put(entry('a'))
      await store.put(entry('b'))
      const hold = await take(store, 'one')
      assert.equal(await store.withdraw('a'), true)
      assert.equal(await store.withdraw('a'), false)
      assert.equal(await store.withdraw('unknown'), false)
      assert.equal(await store.withdraw('b'), true)
      assert.equal(await store.renew(hold, LEASE), false)
      assert.equal(await store.finish(hold, answer('<a/>')), false)
      assert.equal((await store.find('a'))?.state, 'withdrawn')
      assert.deepEqual((await store.claim('two', 9, LEASE)).claimed, [])
    },
  },
  {
    name: 'a large answer is kept in pieces, and only those of the attempt that finished',
    durable: false,
    async run({ open }) {
      await using store = await open()
      await store.put(entry('a'))
      const late = await take(store, 'one', 0)
      await store.stage(late, { part: 0, index: 0, bytes: bytes('stale') })
      await store.stage(late, { part: 0, index: 7, bytes: bytes('stale') })
      const hold = await take(store, 'two')
      await store.stage(hold, { part: 0, index: 1, bytes: bytes('again') })
      const pieces = [new Uint8Array(CHUNK).fill(1), new Uint8Array(CHUNK).fill(2), bytes('end')]
      for (const [index, piece] of pieces.entries()) await store.stage(hold, { part: 0, index, bytes: piece })
      assert.equal(await store.read('a', 0, 0), undefined)
      const parts = [
        { mediaType: 'application/xml', size: 2 * CHUNK + 3 },
        { mediaType: 'text/plain', contentId: 'note', size: 2 },
      ]
      await store.finish(hold, { failed: false, parts, chunks: [{ part: 1, index: 0, bytes: bytes('hi') }] })
      for (const [index, piece] of pieces.entries())
        assert.equal(Buffer.compare((await store.read('a', 0, index)) ?? bytes(''), piece), 0)
      assert.equal(await store.read('a', 0, 7), undefined)
      assert.equal(text(await store.read('a', 1, 0)), 'hi')
      assert.deepEqual((await store.find('a'))?.result?.parts, parts)
    },
  },
  {
    name: 'whoever waits is woken by a document, and by the end of the receipt they wait for',
    durable: false,
    async run({ open }) {
      await using store = await open()
      const { signal } = new AbortController()
      const waiting = store.changed(INBOX, signal)
      await store.put(entry('a'))
      await waiting
      const hold = await take(store, 'one')
      const done = store.changed('a', signal)
      await store.finish(hold, answer('<a/>'))
      await done
      const gaveUp = new AbortController()
      const nothing = store.changed('b', gaveUp.signal)
      gaveUp.abort()
      await nothing
    },
  },
  {
    name: 'counts what it holds by state',
    durable: false,
    async run({ open }) {
      await using store = await open()
      for (const ref of ['a', 'b', 'c', 'd']) await store.put(entry(ref))
      const working = await take(store, 'one')
      await store.record(working, routing)
      await store.finish(await take(store, 'one'), answer('<b/>'))
      await store.withdraw('c')
      const expected = { queued: 1, recruiting: 0, working: 1, done: 1, expired: 0, withdrawn: 1 }
      assert.deepEqual(await store.depth(), expected)
    },
  },
  {
    name: 'many operations at once are each done once',
    durable: false,
    async run({ open }) {
      await using store = await open()
      const names = Array.from({ length: 200 }, (_, i) => `r${i}`)
      await Promise.all(names.map((ref) => store.put(entry(ref))))
      const claims = await Promise.all(Array.from({ length: 20 }, (_, i) => store.claim(`o${i}`, 10, LEASE)))
      const claimed = claims.flatMap((claim) => claim.claimed)
      assert.deepEqual(new Set(refs(claimed)), new Set(names))
      assert.equal(claimed.length, names.length)
      assert.ok((await Promise.all(claimed.map((hold) => store.finish(hold, answer(hold.ref))))).every(Boolean))
      for (const ref of names) assert.equal(text(await store.read(ref, 0, 0)), ref)
    },
  },
  {
    name: 'what was acknowledged is there after a restart, in every state',
    durable: true,
    async run({ open }) {
      {
        await using store = await open()
        for (const ref of ['done', 'working', 'queued']) await store.put(entry(ref, { idempotency: ref, digest: 'd' }))
        await store.finish(await take(store, 'one'), answer('<answer/>'))
        await store.record(await take(store, 'one'), routing)
      }
      await using store = await open()
      assert.equal(text(await store.read('done', 0, 0)), '<answer/>')
      assert.deepEqual(await store.put(entry('other', { idempotency: 'done', digest: 'd' })), {
        outcome: 'repeated',
        ref: 'done',
      })
      assert.deepEqual((await store.find('working'))?.routing, routing)
      assert.equal(await store.reclaim('one'), 1)
      const again = (await store.claim('one', 9, LEASE)).claimed
      assert.deepEqual(new Set(refs(again)), new Set(['working', 'queued']))
      assert.deepEqual(again.find(({ ref }) => ref === 'working')?.routing, routing)
    },
  },
  {
    name: 'two on one place share the work and wake each other',
    durable: true,
    async run({ open }) {
      await using one = await open()
      await using two = await open()
      const { signal } = new AbortController()
      const notified = two.changed(INBOX, signal)
      await one.put(entry('a'))
      await notified
      const hold = await take(two, 'two')
      assert.deepEqual((await one.claim('one', 9, LEASE)).claimed, [])
      const done = one.changed('a', signal)
      await two.finish(hold, answer('<a/>'))
      while ((await one.find('a'))?.state !== 'done') await done
      assert.equal(text(await one.read('a', 0, 0)), '<a/>')
      const names = Array.from({ length: 100 }, (_, i) => `r${i}`)
      await Promise.all(names.map((ref, i) => (i % 2 === 0 ? one : two).put(entry(ref))))
      const takers = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? one : two).claim(`o${i}`, 10, LEASE))
      const claimed = refs((await Promise.all(takers)).flatMap((claim) => claim.claimed))
      for (let more = await one.claim('last', 100, LEASE); more.claimed.length > 0;)
        claimed.push(...refs(more.claimed), ...refs((more = await one.claim('last', 100, LEASE)).claimed))
      assert.deepEqual([...claimed].sort(), [...names].sort())
    },
  },
]

function refs(claimed: readonly Claimed[]): string[] {
  return claimed.map(({ ref }) => ref)
}

function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes)
}

/** Waits as a gateway does: until there is something, or a lease ends. */
async function take(store: Store, owner: string, lease = LEASE): Promise<Claimed> {
  for (;;) {
    const { claimed, next = 1000 } = await store.claim(owner, 1, lease)
    const [first] = claimed
    if (first !== undefined) return first
    await store.changed(INBOX, AbortSignal.timeout(Math.ceil(next) + 1))
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 2))
}
