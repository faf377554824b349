import { type Message, type MessageId, roleIri } from '@xeerkat/agent-vm'
import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { readFrame } from './decode-frame.ts'
import { frameSize, varintSize, writeFrame } from './encode-frame.ts'
import { MeshError } from './errors.ts'

const id = '000102030405060708090a0b0c0d0e0f' as MessageId
const other = 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff' as MessageId

function encode(message: Message): Buffer {
  const size = frameSize(message)
  const bytes = Buffer.alloc(varintSize(size) + size)
  expect(writeFrame(message, size, bytes, 0)).toBe(bytes.length)
  return bytes
}

/** Reads a frame given in hexadecimal, without its length prefix. */
function decode(hex: string, limits = { attachments: 2 }): Message {
  const bytes = Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')
  return readFrame(bytes, 0, bytes.length, limits)
}

const ID = `0a10 ${id}`

test('the worked example: a refusal, byte by byte', () => {
  const refuse: Message = {
    id,
    replyTo: other,
    engagement: other,
    role: roleIri('urn:r'),
    reason: 'busy',
    traceparent: '00-ab',
    document: fromText('<a/>', { attachments: [{ contentId: 'c', mediaType: 'a/b', bytes: Uint8Array.of(1, 2) }] }),
  }
  const expected = [
    '5e', // 94 bytes follow
    `0a 10 ${id}`, // 1: id
    `12 10 ${other}`, // 2: reply_to
    `1a 10 ${other}`, // 3: engagement
    '22 05 75726e3a72', // 4: role, "urn:r"
    '2a 04 62757379', // 5: reason, "busy"
    '32 05 30302d6162', // 6: traceparent, "00-ab"
    '3a 04 3c612f3e', // 7: document, "<a/>"
    '42 0c 0a0163 1203612f62 1a020102', // 8: attachment: "c", "a/b", 01 02
  ]
  expect(encode(refuse).toString('hex')).toBe(expected.join('').replaceAll(' ', ''))
})

test('a heartbeat is an id and an engagement, and nothing else comes out', () => {
  expect(decode(`${ID} 1a10 ${other}`)).toEqual({ id, engagement: other })
})

test('a reason of a later version counts as none', () => {
  expect(decode(`${ID} 2a03 6e6577`)).toEqual({ id })
})

test('of a field that comes twice the last one counts', () => {
  expect(decode(`0a10 ${other} ${ID}`)).toEqual({ id })
})

test('an empty field says what a missing one says', () => {
  expect(decode(`${ID} 1200 1a00 2200 2a00 3200 3a00`)).toEqual({ id })
})

test('fields of a later version are skipped, whatever their type', () => {
  const varint = '48 ffffffffffffffffff01'
  const fixed64 = '49 0102030405060708'
  const bytes = '4a 02 0102'
  const fixed32 = '4d 01020304'
  const inAttachment = '42 06 0a0163 2201ff'
  const message = decode(`${varint} ${ID} ${fixed64} ${bytes} ${fixed32} 3a04 3c612f3e ${inAttachment}`)
  expect(message.document?.text).toBe('<a/>')
  expect(message.document?.attachments).toEqual([{ contentId: 'c', mediaType: '', bytes: new Uint8Array() }])
})

test('what is read does not keep what it was read from', () => {
  const bytes = encode({ id, document: fromText('<a/>') })
  const message = readFrame(bytes, 1, bytes.length, { attachments: 0 })
  bytes.fill(0)
  expect(message.document?.text).toBe('<a/>')
})

test.each([
  ['an empty frame', ''],
  ['no id', `12 10 ${other}`],
  ['an id that is too short', `0a0f ${id.slice(2)}`],
  ['an id that is too long', `0a11 ${id}00`],
  ['a field that is longer than the frame', `${ID} 3a05 3c612f3e`],
  ['a length without an end', `${ID} 3aff`],
  ['a length of more than 32 bits', `${ID} 3affffffffff01`],
  ['a tag of more than 32 bits', `${ID} ffffffffff01`],
  ['a tag alone', `${ID} 3a`],
  ['field number 0', `${ID} 0200`],
  ['a group', `${ID} 4b`],
  ['a group that ends', `${ID} 4c`],
  ['an unknown wire type', `${ID} 4f`],
  ['a varint that goes on and on', `${ID} 48 ${'ff'.repeat(11)}`],
  ['a fixed64 that is cut off', `${ID} 49 01`],
  ['a fixed32 that is cut off', `${ID} 4d 010203`],
  ['bytes of a later version that are cut off', `${ID} 4a 02 01`],
  ['a role that is no IRI', `${ID} 2205 776f726b21`],
  ['a role that is too long', `${ID} 2281 10 ${'75726e3a'.padEnd(2 * 2049, '61')}`],
  ['a trace that is too long', `${ID} 3281 02 ${'30'.repeat(257)}`],
  ['attachments without a document', `${ID} 4203 0a0163`],
  ['an attachment without a content id', `${ID} 3a04 3c612f3e 4205 1203612f62`],
  ['an attachment longer than the frame', `${ID} 3a04 3c612f3e 42ff 0a0163`],
  ['a field that leaves its attachment', `${ID} 3a04 3c612f3e 4203 0a0263 63`],
  ['more attachments than allowed', `${ID} 3a04 3c612f3e ${'4203 0a0163'.repeat(3)}`],
])('%s is malformed', (_, hex) => {
  expect(() => decode(hex)).toThrowError(expect.objectContaining({ code: 'ERR_FRAME_MALFORMED' }))
})

test.each<[string, Message]>([
  ['an id that is none', { id: 'x' as MessageId }],
  ['a reply to an id that is none', { id, replyTo: `${id}0` as MessageId }],
  ['a role longer than frames have room for', { id, role: roleIri(`urn:${'a'.repeat(2045)}`) }],
  ['a trace longer than frames have room for', { id, traceparent: '0'.repeat(257) }],
])('%s cannot be sent', (_, message) => {
  expect(() => frameSize(message)).toThrowError(MeshError)
  expect(() => frameSize(message)).toThrowError(expect.objectContaining({ code: 'ERR_MESSAGE_INVALID' }))
})
