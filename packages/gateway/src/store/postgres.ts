import { Pool } from 'pg'
import { GatewayError } from '../errors.ts'
import { createBell } from './bell.ts'
import { createNotices } from './postgres-notices.ts'
import { prepare } from './postgres-schema.ts'
import { statements } from './postgres-statements.ts'
import { createRoom } from './room.ts'
import { type ClaimedRow, claimedFrom, depthFrom, receiptFrom, type ReceiptRow } from './rows.ts'
import { type Hold, INBOX, MAX_CLAIM_BYTES, type Put, type Store, storeDefaults, type StoreOptions } from './store.ts'

export interface PostgresOptions extends StoreOptions {
  /** The schema the queue's tables are in: one for each queue. Default `xeerkat`. */
  readonly schema?: string
  /** Connections, besides one that listens. Default 10. */
  readonly connections?: number
  /** Milliseconds a statement may take. Default 30 000. */
  readonly statementTimeout?: number
}

/**
 * Opens or makes a queue in a PostgreSQL database (12 or later), for gateways on many machines. Takers skip what others
 * have locked, and are woken by `NOTIFY`.
 * @throws GatewayError `ERR_QUEUE_UNSAFE`, `ERR_QUEUE_FORMAT`, `ERR_QUEUE_FAILED`
 */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<Store> {
  const { maxQueued, maxBytes, keepAnswers, keepTombstones } = { ...storeDefaults, ...options }
  const { schema = 'xeerkat', connections = 10, statementTimeout = 30_000 } = options
  if (!/^[a-z_][a-z0-9_]{0,50}$/.test(schema))
    throw new GatewayError('ERR_GATEWAY_OPTION', `"${schema}" is no plain lower-case name for a schema.`)
  const bell = createBell()
  const pool = new Pool({
    connectionString: url,
    max: connections,
    statement_timeout: statementTimeout,
    connectionTimeoutMillis: 5000,
    application_name: 'xeerkat',
  })
  pool.on('error', () => {}) // An idle connection broke; the next query makes another.
  let closed = false

  const notices = await prepare(pool, schema)
    .then(() => createNotices(pool, `${schema}_changed`, bell.ring))
    .catch(async (error: unknown) => {
      await pool.end()
      throw error instanceof GatewayError ? error : failed(error)
    })
  const sql = statements(schema)
  const room = createRoom({ documents: maxQueued, bytes: maxBytes })

  async function query(name: keyof typeof sql, values: readonly unknown[]) {
    if (closed) throw new GatewayError('ERR_GATEWAY_CLOSED', 'The queue in PostgreSQL is closed.')
    try {
      return await pool.query<Record<string, unknown>>({
        name: `${schema}.${name}`,
        text: sql[name],
        values: [...values],
      })
    } catch (error) {
      throw failed(error)
    }
  }

  const rows = async (name: keyof typeof sql, values: readonly unknown[]) => (await query(name, values)).rows
  const changes = async (name: keyof typeof sql, values: readonly unknown[]) =>
    (await query(name, values)).rowCount ?? 0
  const fenced = async (name: keyof typeof sql, { ref, owner, attempt }: Hold, values: readonly unknown[]) =>
    (await changes(name, [ref, owner, attempt, ...values])) === 1

  async function hasRoom(size: number): Promise<boolean> {
    if (room.take(size)) return true
    const [row] = await rows('room', [])
    room.measured({ documents: Number(row?.['queued']), bytes: Number(row?.['bytes']) }, size)
    return room.take(size)
  }

  function notify(changed: boolean, topic: string): boolean {
    if (changed) {
      bell.ring(topic)
      notices.send(topic)
    }
    return changed
  }

  async function known(idempotency: string, digest: string | undefined): Promise<Put | undefined> {
    const [row] = await rows('known', [idempotency])
    if (row === undefined) return undefined
    return row['digest'] === (digest ?? null)
      ? { outcome: 'repeated', ref: String(row['ref']) }
      : { outcome: 'conflict' }
  }

  return {
    async put({ ref, role, queue, document, idempotency, digest, keep }) {
      const before = idempotency === undefined ? undefined : await known(idempotency, digest)
      if (before !== undefined) return before
      if (!(await hasRoom(document.length))) return { outcome: 'full' }
      const queued = await changes('put', [ref, role, keep, idempotency, digest, document, queue])
      if (notify(queued === 1, INBOX)) return { outcome: 'queued', ref }
      return (idempotency === undefined ? undefined : await known(idempotency, digest)) ?? { outcome: 'full' }
    },
    async claim(owner, limit, lease) {
      const found = await rows('claim', [owner, limit, lease, MAX_CLAIM_BYTES])
      const [row] = await rows('next', [])
      const claimed = found
        .toSorted((a, b) => Number(a['place']) - Number(b['place']))
        .map((row) => claimedFrom(row as unknown as ClaimedRow))
      return typeof row?.['next'] === 'number' ? { claimed, next: Math.max(0, row['next']) } : { claimed }
    },
    async reclaim(owner) {
      const count = await changes('reclaim', [owner])
      notify(count > 0, INBOX)
      return count
    },
    renew: (hold, lease) => fenced('renew', hold, [lease]),
    record: (hold, { coordinator, engagement, message }) => fenced('record', hold, [coordinator, engagement, message]),
    progress: (hold, { done, total }) => fenced('progress', hold, [done, total]),
    async stage(hold, { part, index, bytes }) {
      room.spend(bytes.length)
      return fenced('stage', hold, [part, index, bytes])
    },
    async finish(hold, { failed: bad, parts, chunks }) {
      const size = parts.reduce((sum, part) => sum + part.size, 0)
      room.spend(chunks.reduce((sum, { bytes }) => sum + bytes.length, 0))
      const pieces = [
        chunks.map(({ part }) => part),
        chunks.map(({ index }) => index),
        chunks.map(({ bytes }) => bytes),
      ]
      const done = await fenced('finish', hold, [...pieces, keepAnswers, bad, JSON.stringify(parts), size])
      return notify(done, hold.ref)
    },
    release: async (hold) => notify(await fenced('release', hold, []), INBOX),
    withdraw: async (ref) => notify((await rows('withdraw', [ref, keepTombstones])).length === 1, ref),
    async find(ref) {
      const [row] = await rows('find', [ref])
      return row && receiptFrom(row as unknown as ReceiptRow, Number(row['now']))
    },
    async read(ref, part, index) {
      const [row] = await rows('read', [ref, part, index])
      return row?.['bytes'] as Uint8Array | undefined
    },
    async sweep(limit) {
      const forgotten = await changes('forget', [limit])
      return forgotten + (await changes('expire', [limit - forgotten, keepTombstones]))
    },
    depth: async () => depthFrom(await rows('depth', [])),
    busy: async (role) => (await query('busy', [role])).rowCount === 1,
    changed: bell.wait,
    async [Symbol.asyncDispose]() {
      if (closed) return
      await notices[Symbol.asyncDispose]()
      closed = true
      bell.ring()
      await pool.end()
    },
  }
}

function failed(cause: unknown): GatewayError {
  const { message, code } = cause as { readonly message?: string; readonly code?: string }
  // Cancelled by its timeout, or waited too long for a lock (https://www.postgresql.org/docs/current/errcodes-appendix.html).
  const busy = code === '57014' || code === '55P03'
  const text = `The queue in PostgreSQL: ${message === '' || message === undefined ? String(code) : message}`
  return new GatewayError(busy ? 'ERR_QUEUE_BUSY' : 'ERR_QUEUE_FAILED', text, { cause })
}
