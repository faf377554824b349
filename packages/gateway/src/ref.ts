import { randomFillSync } from 'node:crypto'

/** 128 bits: whoever has a receipt may collect the response, so nobody must be able to guess one. */
const BYTES = 16
const pool = Buffer.alloc(BYTES * 256)
let next = pool.length

/** A fresh receipt, 22 characters that need no escaping in a URL. Random bytes are fetched for 256 at a time. */
export function freshRef(): string {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  const ref = pool.toString('base64url', next, next + BYTES)
  pool.fill(0, next, next + BYTES)
  next += BYTES
  return ref
}
