import { DatabaseSync } from 'node:sqlite'
import type { EngagementId, MessageId, PeerIri } from '@xeerkat/agent-vm'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { memoryOperations } from './memory-operations.ts'
import { sqliteOperations } from './sqlite-operations.ts'
import { createTables } from './sqlite-schema.ts'
import type { Hold, Operations } from './store.ts'

// Many histories, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const ref = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const owner = fc.constantFrom('one', 'two')
const hold: fc.Arbitrary<Hold> = fc.record({ ref, owner, attempt: fc.integer({ min: 1, max: 3 }) })
const lease = fc.constantFrom(0, 5, 50)
const document = fc.uint8Array({ maxLength: 3 }).map((bytes) => new Uint8Array(bytes))
const chunk = fc.record({ part: fc.constant(0), index: fc.constantFrom(0, 1), bytes: document })
const routing = {
  coordinator: 'urn:libp2p:c' as PeerIri,
  engagement: 'e'.repeat(32) as EngagementId,
  message: 'f'.repeat(32) as MessageId,
}

type Step = (operations: Operations) => unknown
const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record(
      {
        ref,
        document,
        role: fc.constant('r'),
        digest: fc.constantFrom('d', 'e'),
        idempotency: fc.constantFrom('k', 'l'),
        keep: fc.constantFrom(1, 100),
      },
      { requiredKeys: ['ref', 'document', 'role', 'digest'] },
    )
    // A ref is drawn at random, and never twice.
    .map(
      (entry): Step =>
        (operations) =>
          operations.find(entry.ref) ?? operations.put(entry),
    ),
  fc.tuple(owner, fc.integer({ min: 1, max: 3 }), lease).map(
    (args): Step =>
      (operations) =>
        operations.claim(...args),
  ),
  owner.map(
    (owner): Step =>
      (operations) =>
        operations.reclaim(owner),
  ),
  fc.tuple(hold, lease).map(
    (args): Step =>
      (operations) =>
        operations.renew(...args),
  ),
  hold.map(
    (hold): Step =>
      (operations) =>
        operations.record(hold, routing),
  ),
  hold.map(
    (hold): Step =>
      (operations) =>
        operations.progress(hold, { done: 1, total: 2 }),
  ),
  hold.map(
    (hold): Step =>
      (operations) =>
        operations.release(hold),
  ),
  fc.tuple(hold, fc.boolean(), document).map(
    ([hold, failed, bytes]): Step =>
      (operations) =>
        operations.finish(hold, {
          failed,
          parts: [{ mediaType: 'application/xml', size: bytes.length }],
          chunks: [{ part: 0, index: 2, bytes }],
        }),
  ),
  fc.tuple(hold, chunk).map(
    (args): Step =>
      (operations) =>
        operations.stage(...args),
  ),
  fc.tuple(hold, chunk).map(
    ([hold, chunk]): Step =>
      (operations) =>
        operations.read(hold.ref, 0, chunk.index),
  ),
  ref.map(
    (ref): Step =>
      (operations) =>
        operations.withdraw(ref),
  ),
  ref.map(
    (ref): Step =>
      (operations) =>
        operations.find(ref),
  ),
  fc.integer({ min: 1, max: 3 }).map(
    (limit): Step =>
      (operations) =>
        operations.sweep(limit),
  ),
  fc.constant<Step>((operations) => operations.depth()),
  fc.constant<Step>((operations) => operations.busy('r')),
)

it('a file answers every history of operations as plain memory does', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.integer({ min: 1, max: 20 })), { maxLength: 60 }), (steps) => {
      let time = 1_000_000
      const options = { maxQueued: 3, keepAnswers: 30, keepTombstones: 30 }
      using database = new DatabaseSync(':memory:')
      createTables(database)
      const memory = memoryOperations(options, () => time)
      const sqlite = sqliteOperations(database, options, () => time)
      for (const [step, pause] of steps) {
        time += pause
        expect(plain(step(sqlite))).toEqual(plain(step(memory)))
      }
    }),
    { numRuns: 300 },
  )
})

it('a document is held by one owner at a time, and finished at most once, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.integer({ min: 1, max: 20 })), { maxLength: 80 }), (steps) => {
      let time = 0
      const operations = memoryOperations({ maxQueued: 3, keepAnswers: 1000 }, () => time)
      const finished = new Set<string>()
      const latest = new Map<string, number>()
      const watched: Operations = {
        ...operations,
        claim(...args) {
          const claim = operations.claim(...args)
          for (const { ref, attempt } of claim.claimed) {
            expect(attempt).toBe((latest.get(ref) ?? 0) + 1)
            latest.set(ref, attempt)
          }
          return claim
        },
        finish(hold, result) {
          const done = operations.finish(hold, result)
          if (done) {
            expect(hold.attempt).toBe(latest.get(hold.ref))
            expect(finished.has(hold.ref)).toBe(false)
            finished.add(hold.ref)
          }
          return done
        },
        sweep: () => 0,
      }
      for (const [step, pause] of steps) {
        time += pause
        step(watched)
      }
    }),
    { numRuns: 1000 },
  )
})

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (_, inner) => (inner instanceof Uint8Array ? [...inner] : inner)))
}
