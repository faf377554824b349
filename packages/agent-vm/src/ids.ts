import type { MessageId } from './iris.ts'

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const BATCH = 256
const bytes = new Uint8Array(16 * BATCH)
let digits = ''
let next = 0

/** A fresh id: 16 random bytes as hexadecimal digits. Made 256 at a time, since asking for random bytes is what costs. */
export function messageId(): MessageId {
  if (next === digits.length) {
    crypto.getRandomValues(bytes)
    digits = Array.from(bytes, (byte) => HEX[byte]).join('')
    next = 0
  }
  return digits.slice(next, (next += 32)) as MessageId
}
