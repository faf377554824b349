import { randomBytes } from 'node:crypto'

/** What travels in a pipe, as docs/protocol.md numbers its fields. Ids are hexadecimal digits here. */
export interface Frame {
  readonly id: string
  readonly replyTo?: string
  readonly engagement?: string
  readonly reason?: string
  readonly document?: string
}

export function newId(): string {
  return randomBytes(16).toString('hex')
}

export function encode({ id, replyTo, engagement, reason, document }: Frame): Uint8Array {
  return Buffer.concat([
    field(1, Buffer.from(id, 'hex')),
    field(2, Buffer.from(replyTo ?? '', 'hex')),
    field(3, Buffer.from(engagement ?? '', 'hex')),
    field(5, Buffer.from(reason ?? '')),
    field(7, Buffer.from(document ?? '')),
  ])
}

/** Every field of a frame is length-delimited; those that are not known here are skipped. */
export function decode(bytes: Uint8Array): Frame {
  const fields = new Map<number, Buffer>()
  const rest = { bytes: Buffer.from(bytes) }
  while (rest.bytes.length > 0) {
    const number = readVarint(rest) >>> 3
    const length = readVarint(rest)
    fields.set(number, rest.bytes.subarray(0, length))
    rest.bytes = rest.bytes.subarray(length)
  }
  const id = fields.get(1)?.toString('hex') ?? ''
  const replyTo = fields.get(2)?.toString('hex')
  const engagement = fields.get(3)?.toString('hex')
  const reason = fields.get(5)?.toString()
  const document = fields.get(7)?.toString()
  return {
    id,
    ...(replyTo && { replyTo }),
    ...(engagement && { engagement }),
    ...(reason && { reason }),
    ...(document && { document }),
  }
}

function field(number: number, content: Buffer): Buffer {
  return content.length === 0 ? content : Buffer.concat([varint((number << 3) | 2), varint(content.length), content])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length === 0; rest >>>= 7)
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0))
  return Buffer.from(bytes)
}

function readVarint(rest: { bytes: Buffer }): number {
  let value = 0
  for (let at = 0; ; at++) {
    const byte = rest.bytes[at] ?? 0
    value |= (byte & 0x7f) << (7 * at)
    if (byte < 0x80) {
      rest.bytes = rest.bytes.subarray(at + 1)
      return value
    }
  }
}
