import { NOW } from './postgres-schema.ts'

const HELD = `ref = $1 AND owner = $2 AND attempt = $3`
const RECEIPT = `ref, state, role, queue, attempt, submitted, taken, finished, expires, coordinator, engagement, message,
  done, total, failed, parts, ${NOW} AS now`
const SETTLED = `due = NULL, owner = NULL, done = NULL, total = NULL, document = NULL`
const BURIED = `${SETTLED}, failed = NULL, parts = NULL, bytes = 0`

/** Everything the database is asked, each one statement and so one transaction. Parameters by place, a hold's three first. */
export const statements = (s: string) => ({
  known: `SELECT ref, digest FROM ${s}.receipts WHERE idempotency = $1`,
  room: `SELECT count(*) FILTER (WHERE state = 'queued')::int AS queued, coalesce(sum(bytes), 0) AS bytes FROM ${s}.receipts`,
  put: `INSERT INTO ${s}.receipts (ref, state, role, submitted, due, keep, idempotency, digest, bytes, document, queue)
    VALUES ($1, 'queued', $2, ${NOW}, ${NOW}, $3, $4, $5, length($6::bytea), $6, $7)
    ON CONFLICT (idempotency) DO NOTHING`,
  // Whoever else is claiming has these rows locked: skip them rather than wait, and take the next.
  claim: `WITH waiting AS (
      SELECT seq, due, bytes FROM ${s}.receipts WHERE due <= ${NOW} ORDER BY due, seq LIMIT $2 FOR UPDATE SKIP LOCKED
    ), sized AS (
      SELECT seq, row_number() OVER (ORDER BY due, seq) AS place, sum(bytes) OVER (ORDER BY due, seq) AS sum FROM waiting
    )
    UPDATE ${s}.receipts AS r
    SET owner = $1, attempt = attempt + 1, due = ${NOW} + $3, taken = coalesce(taken, ${NOW}),
      state = CASE state WHEN 'queued' THEN 'recruiting' ELSE state END
    FROM sized WHERE r.seq = sized.seq AND (place = 1 OR sum <= $4)
    RETURNING place::int, ref, owner, attempt, role, submitted, coordinator, engagement, message, document`,
  next: `SELECT min(due) - ${NOW} AS next FROM ${s}.receipts WHERE due IS NOT NULL`,
  reclaim: `UPDATE ${s}.receipts SET owner = NULL, state = 'queued', due = ${NOW} WHERE due IS NOT NULL AND owner = $1`,
  renew: `UPDATE ${s}.receipts SET due = ${NOW} + $4 WHERE ${HELD}`,
  record: `UPDATE ${s}.receipts SET state = 'working', coordinator = $4, engagement = $5, message = $6, done = NULL, total = NULL
    WHERE ${HELD}`,
  progress: `UPDATE ${s}.receipts SET done = $4, total = $5 WHERE ${HELD}`,
  stage: `INSERT INTO ${s}.chunks (seq, attempt, part, idx, bytes)
    SELECT seq, attempt, $4::int, $5::int, $6::bytea FROM ${s}.receipts WHERE ${HELD}
    ON CONFLICT (seq, attempt, part, idx) DO UPDATE SET bytes = excluded.bytes`,
  finish: `WITH held AS (
      SELECT seq FROM ${s}.receipts WHERE ${HELD} FOR UPDATE
    ), stale AS (
      DELETE FROM ${s}.chunks USING held WHERE chunks.seq = held.seq AND chunks.attempt <> $3
    ), fresh AS (
      INSERT INTO ${s}.chunks (seq, attempt, part, idx, bytes)
      SELECT held.seq, $3, piece.* FROM held, unnest($4::int[], $5::int[], $6::bytea[]) AS piece
    )
    UPDATE ${s}.receipts AS r SET state = 'done', finished = ${NOW}, expires = ${NOW} + least(keep, $7::float8), ${SETTLED},
      failed = $8, parts = $9, bytes = $10
    FROM held WHERE r.seq = held.seq`,
  release: `UPDATE ${s}.receipts SET state = 'queued', owner = NULL, due = ${NOW} WHERE ${HELD}`,
  withdraw: `WITH gone AS (
      UPDATE ${s}.receipts SET state = 'withdrawn', expires = ${NOW} + $2, ${BURIED}
      WHERE ref = $1 AND state NOT IN ('expired', 'withdrawn') AND (expires IS NULL OR expires > ${NOW})
      RETURNING seq
    ), cleared AS (
      DELETE FROM ${s}.chunks USING gone WHERE chunks.seq = gone.seq
    )
    SELECT seq FROM gone`,
  find: `SELECT ${RECEIPT} FROM ${s}.receipts WHERE ref = $1`,
  read: `SELECT chunks.bytes FROM ${s}.chunks JOIN ${s}.receipts USING (seq, attempt)
    WHERE ref = $1 AND state = 'done' AND expires > ${NOW} AND part = $2 AND idx = $3`,
  forget: `DELETE FROM ${s}.receipts WHERE seq IN (
      SELECT seq FROM ${s}.receipts WHERE expires <= ${NOW} AND state IN ('expired', 'withdrawn')
      ORDER BY expires, seq LIMIT $1 FOR UPDATE SKIP LOCKED)`,
  expire: `WITH over AS (
      SELECT seq FROM ${s}.receipts WHERE expires <= ${NOW} AND state = 'done'
      ORDER BY expires, seq LIMIT $1 FOR UPDATE SKIP LOCKED
    ), cleared AS (
      DELETE FROM ${s}.chunks USING over WHERE chunks.seq = over.seq
    )
    UPDATE ${s}.receipts AS r SET state = 'expired', expires = ${NOW} + $2, ${BURIED} FROM over WHERE r.seq = over.seq`,
  depth: `SELECT state, count(*)::int AS n FROM ${s}.receipts GROUP BY state`,
  busy: `SELECT FROM ${s}.receipts WHERE state = 'working' AND role = $1 AND due > ${NOW} LIMIT 1`,
})
