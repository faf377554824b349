/**
 * The little of Protocol Buffers that ads need: varints and length-delimited fields, both ways.
 * What is read from strangers is only views into their bytes, so nothing is allocated by what they claim.
 *
 * https://protobuf.dev/programming-guides/encoding/
 */
export type FieldValue = number | string | boolean | Uint8Array
export type Field = readonly [number: number, value: FieldValue]

const VARINT = 0
const FIXED64 = 1
const LENGTH_DELIMITED = 2
const FIXED32 = 5

/** Fields in the order given, as one message. Numbers must be safe integers from 0. */
export function encodeMessage(fields: Iterable<Field>): Uint8Array {
  const chunks: Uint8Array[] = []
  for (const [number, value] of fields) {
    if (typeof value === 'number' || typeof value === 'boolean') {
      chunks.push(varint(number * 8 + VARINT), varint(Number(value)))
    } else {
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
      chunks.push(varint(number * 8 + LENGTH_DELIMITED), varint(bytes.byteLength), bytes)
    }
  }
  return Buffer.concat(chunks)
}

/**
 * The message's fields in order; varints as numbers, the rest as views. Fixed-width fields are passed over.
 *
 * @throws RangeError where the bytes are no message.
 */
export function* decodeMessage(bytes: Uint8Array): Generator<readonly [number: number, value: number | Uint8Array]> {
  const reader = { bytes, offset: 0 }
  while (reader.offset < bytes.byteLength) {
    const tag = readVarint(reader)
    const number = Math.floor(tag / 8)
    const wireType = tag % 8
    if (number === 0) throw new RangeError('protobuf: there is no field 0')
    if (wireType === VARINT) yield [number, readVarint(reader)]
    else if (wireType === LENGTH_DELIMITED) yield [number, take(reader, readVarint(reader))]
    else if (wireType === FIXED64) take(reader, 8)
    else if (wireType === FIXED32) take(reader, 4)
    else throw new RangeError(`protobuf: wire type ${wireType} is not supported`)
  }
}

/** @throws TypeError when the bytes are not UTF-8 or a number stands where text belongs. */
export function asText(value: number | Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(asBytes(value))
}

/** @throws TypeError when a number stands where bytes belong. */
export function asBytes(value: number | Uint8Array): Uint8Array {
  if (typeof value === 'number') throw new TypeError('protobuf: a number where bytes belong')
  return value
}

/** @throws TypeError when bytes stand where a number belongs. */
export function asNumber(value: number | Uint8Array): number {
  if (typeof value !== 'number') throw new TypeError('protobuf: bytes where a number belongs')
  return value
}

interface Reader {
  readonly bytes: Uint8Array
  offset: number
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  // Not with shifts: times in milliseconds need 41 bits.
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

function readVarint(reader: Reader): number {
  let value = 0
  let scale = 1
  for (;;) {
    const byte = reader.bytes[reader.offset++]
    if (byte === undefined) throw new RangeError('protobuf: the message is cut off')
    value += (byte % 128) * scale
    if (!Number.isSafeInteger(value)) throw new RangeError('protobuf: a number over 2^53')
    if (byte < 128) return value
    scale *= 128
    // Seven bits eight times reach past 2^53: more bytes could only be padding.
    if (scale > 2 ** 56) throw new RangeError('protobuf: a number longer than it needs to be')
  }
}

function take(reader: Reader, length: number): Uint8Array {
  const end = reader.offset + length
  if (end > reader.bytes.byteLength) throw new RangeError('protobuf: the message is cut off')
  const bytes = reader.bytes.subarray(reader.offset, end)
  reader.offset = end
  return bytes
}
