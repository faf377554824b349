import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { createRoom } from './room.ts'
import { pragma } from './sqlite-schema.ts'
import {
  type Chunk,
  type Claim,
  type Entry,
  type Hold,
  MAX_CLAIM_BYTES,
  type Operations,
  type Put,
  type StoreOptions,
  storeDefaults,
} from './store.ts'
import { type ClaimedRow, claimedFrom, depthFrom, receiptFrom, type ReceiptRow } from './rows.ts'

const HELD = `ref = :ref AND owner = :owner AND attempt = :attempt`
const RECEIPT = `ref, state, role, queue, attempt, submitted, taken, finished, expires, coordinator, engagement, message,
  done, total, failed, parts`

/** Everything in one place, so that what the file is asked can be read as a whole. */
const STATEMENTS = {
  known: `SELECT ref, digest FROM receipts WHERE idempotency = :idempotency`,
  queued: `SELECT count(*) AS n FROM receipts WHERE state = 'queued'`,
  put: `INSERT INTO receipts (ref, state, role, queue, submitted, keep, due, idempotency, digest, document)
    VALUES (:ref, 'queued', :role, :queue, :now, :keep, :now, :idempotency, :digest, :document)`,
  waiting: `SELECT seq, length(document) AS size FROM receipts WHERE due <= :now ORDER BY due, seq LIMIT :limit`,
  claim: `UPDATE receipts SET owner = :owner, attempt = attempt + 1, due = :due, taken = ifnull(taken, :now),
      state = iif(state = 'queued', 'recruiting', state)
    WHERE seq = :seq
    RETURNING ref, owner, attempt, role, submitted, coordinator, engagement, message, document`,
  next: `SELECT due FROM receipts WHERE due IS NOT NULL ORDER BY due LIMIT 1`,
  reclaim: `UPDATE receipts SET owner = NULL, state = 'queued', due = :now WHERE due IS NOT NULL AND owner = :owner`,
  renew: `UPDATE receipts SET due = :due WHERE ${HELD}`,
  record: `UPDATE receipts SET state = 'working', coordinator = :coordinator, engagement = :engagement,
      message = :message, done = NULL, total = NULL
    WHERE ${HELD}`,
  progress: `UPDATE receipts SET done = :done, total = :total WHERE ${HELD}`,
  held: `SELECT seq FROM receipts WHERE ${HELD}`,
  stage: `INSERT OR REPLACE INTO chunks (seq, attempt, part, idx, bytes) VALUES (:seq, :attempt, :part, :index, :bytes)`,
  finish: `UPDATE receipts SET state = 'done', finished = :now, expires = :now + min(ifnull(keep, :keep), :keep),
      due = NULL, owner = NULL, done = NULL, total = NULL, document = NULL, failed = :failed, parts = :parts
    WHERE ${HELD}`,
  unstage: `DELETE FROM chunks WHERE seq = :seq AND attempt <> :attempt`,
  release: `UPDATE receipts SET state = 'queued', owner = NULL, due = :now WHERE ${HELD}`,
  clear: `DELETE FROM chunks WHERE seq = :seq`,
  present: `SELECT seq FROM receipts
    WHERE ref = :ref AND state NOT IN ('expired', 'withdrawn') AND (expires IS NULL OR expires > :now)`,
  bury: `UPDATE receipts SET state = :state, expires = :expires, due = NULL, owner = NULL, done = NULL, total = NULL,
      document = NULL, failed = NULL, parts = NULL
    WHERE seq = :seq`,
  find: `SELECT ${RECEIPT} FROM receipts WHERE ref = :ref`,
  read: `SELECT bytes FROM chunks JOIN receipts USING (seq, attempt)
    WHERE ref = :ref AND state = 'done' AND expires > :now AND part = :part AND idx = :index`,
  over: `SELECT seq, state FROM receipts WHERE expires <= :now ORDER BY expires, seq LIMIT :limit`,
  forget: `DELETE FROM receipts WHERE seq = :seq`,
  depth: `SELECT state, count(*) AS n FROM receipts GROUP BY state`,
  busy: `SELECT 1 FROM receipts WHERE state = 'working' AND role = :role AND due > :now LIMIT 1`,
}

type Parameters = Readonly<Record<string, SQLInputValue>>

/** The operations over an open, prepared database; whoever calls them opens and commits the transaction. */
export function sqliteOperations(
  database: DatabaseSync,
  options: StoreOptions = {},
  now: () => number = Date.now,
): Operations {
  const { maxQueued, maxBytes, keepAnswers, keepTombstones } = { ...storeDefaults, ...options }
  const statements = Object.fromEntries(
    Object.entries(STATEMENTS).map(([name, sql]) => {
      const statement = database.prepare(sql)
      statement.setAllowUnknownNamedParameters(true)
      return [name, statement]
    }),
  ) as Record<keyof typeof STATEMENTS, ReturnType<DatabaseSync['prepare']>>

  const room = createRoom({ documents: maxQueued, bytes: maxBytes })

  const get = (name: keyof typeof STATEMENTS, values: Parameters = {}) => statements[name].get(values)
  const all = (name: keyof typeof STATEMENTS, values: Parameters = {}) => statements[name].all(values)
  const run = (name: keyof typeof STATEMENTS, values: Parameters = {}) => Number(statements[name].run(values).changes)

  function put(entry: Entry): Put {
    const { ref, role, queue = null, document } = entry
    const [idempotency, digest, keep] = [entry.idempotency ?? null, entry.digest ?? null, entry.keep ?? null]
    const known = idempotency === null ? undefined : get('known', { idempotency })
    if (known !== undefined)
      return known['digest'] === digest ? { outcome: 'repeated', ref: String(known['ref']) } : { outcome: 'conflict' }
    if (!hasRoom(document.length)) return { outcome: 'full' }
    run('put', { ref, role, queue, document, idempotency, digest, keep, now: now() })
    return { outcome: 'queued', ref }
  }

  function hasRoom(size: number): boolean {
    if (room.take(size)) return true
    room.measured({ documents: Number(get('queued')?.['n']), bytes: bytesInUse() }, size)
    return room.take(size)
  }

  function bytesInUse(): number {
    const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
      Number(pragma(database, name)),
    )
    return (Number(pages) - Number(free)) * Number(size)
  }

  function claim(owner: string, limit: number, lease: number): Claim {
    const time = now()
    const seqs: SQLInputValue[] = []
    let bytes = 0
    for (const { seq = null, size } of all('waiting', { now: time, limit })) {
      bytes += Number(size)
      if (seqs.length > 0 && bytes > MAX_CLAIM_BYTES) break
      seqs.push(seq)
    }
    const claimed = seqs.map((seq) =>
      claimedFrom(get('claim', { seq, owner, due: time + lease, now: time }) as unknown as ClaimedRow),
    )
    const next = get('next')?.['due']
    return typeof next === 'number' ? { claimed, next: Math.max(0, next - time) } : { claimed }
  }

  function fenced(name: 'renew' | 'record' | 'progress' | 'finish' | 'release', hold: Hold, values: Parameters) {
    return run(name, { ...parametersOf(hold), ...values }) === 1
  }

  function stage(hold: Hold, chunks: readonly Chunk[]): boolean {
    const seq = get('held', parametersOf(hold))?.['seq'] ?? null
    if (seq === null) return false
    for (const { part, index, bytes } of chunks) {
      run('stage', { seq, attempt: hold.attempt, part, index, bytes })
      room.spend(bytes.length)
    }
    return true
  }

  function bury(seq: SQLInputValue, state: 'expired' | 'withdrawn'): void {
    run('clear', { seq })
    run('bury', { seq, state, expires: now() + keepTombstones })
  }

  return {
    put,
    claim,
    reclaim: (owner) => run('reclaim', { owner, now: now() }),
    renew: (hold, lease) => fenced('renew', hold, { due: now() + lease }),
    record: (hold, { coordinator, engagement, message }) =>
      fenced('record', hold, { coordinator, engagement, message }),
    progress: (hold, { done, total = null }) => fenced('progress', hold, { done, total }),
    stage: (hold, chunk) => stage(hold, [chunk]),
    finish(hold, { failed, parts, chunks }) {
      const seq = get('held', parametersOf(hold))?.['seq'] ?? null
      if (seq === null) return false
      stage(hold, chunks)
      run('unstage', { seq, attempt: hold.attempt })
      return fenced('finish', hold, {
        failed: failed ? 1 : 0,
        parts: JSON.stringify(parts),
        keep: keepAnswers,
        now: now(),
      })
    },
    release: (hold) => fenced('release', hold, { now: now() }),
    withdraw(ref) {
      const seq = get('present', { ref, now: now() })?.['seq'] ?? null
      if (seq !== null) bury(seq, 'withdrawn')
      return seq !== null
    },
    find(ref) {
      const row = get('find', { ref })
      return row && receiptFrom(row as unknown as ReceiptRow, now())
    },
    read(ref, part, index) {
      return get('read', { ref, part, index, now: now() })?.['bytes'] as Uint8Array | undefined
    },
    sweep(limit) {
      const over = all('over', { limit, now: now() })
      for (const { seq = null, state } of over)
        if (state === 'done') bury(seq, 'expired')
        else run('forget', { seq })
      return over.length
    },
    depth: () => depthFrom(all('depth')),
    busy: (role) => get('busy', { role, now: now() }) !== undefined,
  }
}

function parametersOf({ ref, owner, attempt }: Hold): Parameters {
  return { ref, owner, attempt }
}
