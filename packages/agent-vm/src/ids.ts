import type { MessageId } from './iris.ts'

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const BYTES = 16
const pool = new Uint8Array(BYTES * 256)
let next = pool.length

/** A fresh id: 16 random bytes as hexadecimal digits. Random bytes are fetched 256 ids at a time. */
export function messageId(): MessageId {
  if (next === pool.length) {
    crypto.getRandomValues(pool)
    next = 0
  }
  let id = ''
  for (const end = next + BYTES; next < end; next++) id += HEX[pool[next] ?? 0]
  return id as MessageId
}
