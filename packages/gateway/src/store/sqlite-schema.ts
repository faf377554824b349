import type { DatabaseSync } from 'node:sqlite'
import { GatewayError } from '../errors.ts'

/** Marks the file as ours ("Xeer"), so that no other application's database is written to by mistake. */
const APPLICATION_ID = 0x58656572
const FORMAT = 2

/** `due` is when a document can be handed out: at once when queued, at the end of its lease when held. */
const SCHEMA = `
  CREATE TABLE receipts (
    seq INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    role TEXT NOT NULL,
    queue TEXT,
    submitted INTEGER NOT NULL,
    keep INTEGER,
    taken INTEGER, finished INTEGER, expires INTEGER,
    due INTEGER, owner TEXT, attempt INTEGER NOT NULL DEFAULT 0,
    coordinator TEXT, engagement TEXT, message TEXT,
    done REAL, total REAL,
    failed INTEGER, parts TEXT,
    idempotency TEXT UNIQUE, digest TEXT,
    document BLOB
  ) STRICT;
  CREATE INDEX receipts_due ON receipts (due, seq) WHERE due IS NOT NULL;
  CREATE INDEX receipts_expires ON receipts (expires) WHERE expires IS NOT NULL;
  CREATE INDEX receipts_state ON receipts (state);
  CREATE TABLE chunks (
    seq INTEGER NOT NULL, attempt INTEGER NOT NULL, part INTEGER NOT NULL, idx INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX chunks_place ON chunks (seq, attempt, part, idx);
`

/**
 * Makes the file a durable queue, and sees for itself that it is one: a receipt must never be given for a document
 * that a power cut can take back (https://sqlite.org/pragma.html#pragma_synchronous).
 * @throws GatewayError `ERR_QUEUE_UNSAFE`, `ERR_QUEUE_FORMAT`
 */
export function prepare(database: DatabaseSync, busyTimeout: number): void {
  const settings = { busy_timeout: busyTimeout, journal_mode: 'wal', synchronous: 2 }
  for (const [name, wanted] of Object.entries(settings)) {
    database.exec(`PRAGMA ${name} = ${wanted}`)
    const is = pragma(database, name)
    if (is !== wanted)
      throw new GatewayError('ERR_QUEUE_UNSAFE', `SQLite keeps ${name} at ${String(is)} instead of ${wanted}.`)
  }
  database.exec('PRAGMA journal_size_limit = 67108864')
  createTables(database)
}

/** Makes the tables in an empty database, and checks them in another. */
export function createTables(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    format(database)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

/** What makes a file of an earlier format one of the next. */
const UPGRADES: Readonly<Record<number, string>> = {
  1: 'ALTER TABLE receipts ADD COLUMN queue TEXT',
}

function format(database: DatabaseSync): void {
  const id = pragma(database, 'application_id')
  let version = Number(pragma(database, 'user_version'))
  const empty = database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0
  if (empty) {
    database.exec(SCHEMA)
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    database.exec(`PRAGMA user_version = ${FORMAT}`)
  } else if (id !== APPLICATION_ID)
    throw new GatewayError('ERR_QUEUE_FORMAT', 'The file is a database of another application; name another file.')
  else {
    for (let upgrade = UPGRADES[version]; upgrade !== undefined; upgrade = UPGRADES[++version]) database.exec(upgrade)
    if (version !== FORMAT)
      throw new GatewayError('ERR_QUEUE_FORMAT', `The file has format ${version}; this gateway reads format ${FORMAT}.`)
    database.exec(`PRAGMA user_version = ${FORMAT}`)
  }
}

export function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
}
