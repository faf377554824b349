import type { AdKey, GroupHash, Topic } from './names.ts'
import { asBytes, asNumber, decodeMessage, encodeMessage, type Field } from './protobuf.ts'

/** What a peer has of a group, as one short value: equal values mean there is nothing to tell. */
export interface GroupState {
  readonly group: GroupHash
  readonly state: string
}

export interface Version {
  readonly key: AdKey
  readonly sequence: number
}

/** One message between neighbours. What it asks or answers follows from its place in the exchange (docs/protocol.md). */
export interface Frame {
  readonly groups: readonly GroupState[]
  readonly have: readonly Version[]
  readonly want: readonly AdKey[]
  /** Signed ads, not yet checked. */
  readonly ads: readonly Uint8Array[]
  readonly query?: { readonly topic: Topic; readonly limit: number }
  /** How many ads new to the sender it still takes. */
  readonly room: number
  /** Another frame belongs to this one. */
  readonly more: boolean
}

const MAX_GROUPS = 256
const MAX_ITEMS = 4096
const KEY_BYTES = 16
const STATE_BYTES = 16
const HASH_BYTES = 32

/*
 * message Frame {
 *   repeated GroupState groups = 1;   // { bytes group = 1 (32 bytes); bytes state = 2 (16 bytes); }
 *   repeated Version have = 2;        // { bytes key = 1 (16 bytes); uint64 sequence = 2; }
 *   repeated bytes want = 3;          // 16 bytes each
 *   repeated bytes ads = 4;
 *   Query query = 5;                  // { bytes topic = 1 (32 bytes); uint64 limit = 2; }
 *   uint64 room = 6;
 *   bool more = 7;
 * }
 */
export function encodeFrame(frame: Partial<Frame>): Uint8Array {
  const fields: Field[] = []
  for (const { group, state } of frame.groups ?? []) fields.push([1, pair(hex(group), hex(state))])
  for (const { key, sequence } of frame.have ?? []) fields.push([2, pair(hex(key), sequence)])
  for (const key of frame.want ?? []) fields.push([3, hex(key)])
  for (const ad of frame.ads ?? []) fields.push([4, ad])
  if (frame.query) fields.push([5, pair(hex(frame.query.topic), frame.query.limit)])
  if (frame.room) fields.push([6, frame.room])
  if (frame.more) fields.push([7, true])
  return encodeMessage(fields)
}

/** @throws RangeError or TypeError where the bytes are no frame, or one that holds too much. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const groups: GroupState[] = []
  const have: Version[] = []
  const want: AdKey[] = []
  const ads: Uint8Array[] = []
  const rest: { query?: { topic: Topic; limit: number }; room: number; more: boolean } = { room: 0, more: false }
  for (const [field, value] of decodeMessage(bytes)) {
    if (field === 1) {
      const [group, state] = split(value)
      groups.push({ group: digits(group, HASH_BYTES), state: digits(state, STATE_BYTES) })
    } else if (field === 2) {
      const [key, sequence] = split(value)
      have.push({ key: digits(key, KEY_BYTES), sequence: asNumber(sequence) })
    } else if (field === 3) want.push(digits(value, KEY_BYTES))
    else if (field === 4) ads.push(asBytes(value))
    else if (field === 5) {
      const [topic, limit] = split(value)
      rest.query = { topic: digits(topic, HASH_BYTES), limit: asNumber(limit) }
    } else if (field === 6) rest.room = asNumber(value)
    else if (field === 7) rest.more = asNumber(value) !== 0
    if (groups.length > MAX_GROUPS || have.length + want.length + ads.length > MAX_ITEMS)
      throw new RangeError('A frame with more in it than a frame may hold.')
  }
  return { groups, have, want, ads, ...rest }
}

type Value = number | Uint8Array

function pair(first: Uint8Array, second: Uint8Array | number): Uint8Array {
  return encodeMessage([
    [1, first],
    [2, second],
  ])
}

function split(value: Value): readonly [Value, Value] {
  let first: Value = 0
  let second: Value = 0
  for (const [field, part] of decodeMessage(asBytes(value))) {
    if (field === 1) first = part
    else if (field === 2) second = part
  }
  return [first, second]
}

function hex(digits: string): Uint8Array {
  return Buffer.from(digits, 'hex')
}

function digits(value: Value, length: number): string {
  const bytes = asBytes(value)
  if (bytes.byteLength !== length) throw new RangeError(`${bytes.byteLength} bytes where ${length} belong.`)
  return Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('hex')
}
