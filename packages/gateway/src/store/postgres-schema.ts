import type { Pool, PoolClient } from 'pg'
import { GatewayError } from '../errors.ts'

const FORMAT = 2

/** Held while tables are made, so that gateways that start together do not make them twice. Any number that is ours. */
const LOCK = 0x58656572

/** Milliseconds since the epoch by the database's clock, the same throughout a statement: many machines need one clock. */
export const NOW = `floor(extract(epoch FROM statement_timestamp()) * 1000)::float8`

/**
 * Times are milliseconds since the epoch. `due` is when a document can be handed out: at once when queued, at the end of its
 * lease when held. `bytes` is what the receipt takes up: its document, later its answer.
 */
const tables = (schema: string): string => `
  CREATE SCHEMA IF NOT EXISTS ${schema};
  CREATE TABLE IF NOT EXISTS ${schema}.format (version integer NOT NULL);
  CREATE TABLE IF NOT EXISTS ${schema}.receipts (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL UNIQUE,
    state text NOT NULL,
    role text NOT NULL,
    queue text,
    submitted float8 NOT NULL,
    keep float8,
    taken float8, finished float8, expires float8,
    due float8, owner text, attempt integer NOT NULL DEFAULT 0,
    coordinator text, engagement text, message text,
    done float8, total float8,
    failed boolean, parts text,
    idempotency text UNIQUE, digest text,
    bytes float8 NOT NULL,
    document bytea
  );
  CREATE INDEX IF NOT EXISTS receipts_due ON ${schema}.receipts (due, seq) WHERE due IS NOT NULL;
  CREATE INDEX IF NOT EXISTS receipts_expires ON ${schema}.receipts (expires) WHERE expires IS NOT NULL;
  CREATE INDEX IF NOT EXISTS receipts_state ON ${schema}.receipts (state);
  CREATE TABLE IF NOT EXISTS ${schema}.chunks (
    seq bigint NOT NULL, attempt integer NOT NULL, part integer NOT NULL, idx integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (seq, attempt, part, idx)
  );
  INSERT INTO ${schema}.format SELECT ${FORMAT} WHERE NOT EXISTS (SELECT FROM ${schema}.format);
  DO $$ BEGIN
    IF EXISTS (SELECT FROM ${schema}.format WHERE version = 1) THEN
      ALTER TABLE ${schema}.receipts ADD COLUMN queue text;
      UPDATE ${schema}.format SET version = 2;
    END IF;
  END $$;
`

/**
 * Makes the tables where there are none, and sees that what is committed stays: a receipt must never be given for a
 * document that a power cut can take back.
 * @throws GatewayError `ERR_QUEUE_UNSAFE`, `ERR_QUEUE_FORMAT`
 */
export async function prepare(pool: Pool, schema: string): Promise<void> {
  const client = await pool.connect()
  try {
    for (const [setting, wanted] of [
      ['fsync', 'on'],
      ['synchronous_commit', 'on'],
    ] as const) {
      const { rows } = await client.query<{ is: string }>(`SELECT current_setting($1) AS is`, [setting])
      const is = rows[0]?.is
      if (is === wanted || (setting === 'synchronous_commit' && is?.startsWith('remote'))) continue
      throw new GatewayError('ERR_QUEUE_UNSAFE', `PostgreSQL has ${setting} = ${is}; a queue needs ${wanted}.`)
    }
    await locked(client, () => client.query(tables(schema)))
    const { rows } = await client.query<{ version: number }>(`SELECT version FROM ${schema}.format`)
    const version = rows[0]?.version
    if (version !== FORMAT)
      throw new GatewayError(
        'ERR_QUEUE_FORMAT',
        `The queue has format ${version}; this gateway reads format ${FORMAT}.`,
      )
  } finally {
    client.release()
  }
}

async function locked(client: PoolClient, act: () => Promise<unknown>): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK])
  try {
    await act()
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK])
  }
}
