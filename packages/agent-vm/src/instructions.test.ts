import { fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { isVerb, readInstruction, refuseReserved, writeInstruction } from './instructions.ts'
import { peerIri } from './iris.ts'

const fields = { from: peerIri('12D3KooWA'), role: 'urn:role:größe', group: 'urn:group:a' }

it('writes the five instructions with just the attributes of the paper', () => {
  const text = (['hire', 'accept', 'refuse', 'dismiss', 'resign'] as const).map(
    (verb) => writeInstruction(verb, fields).text,
  )
  const ns = 'xmlns="http://www.xeerkat.org/Vocabulary/Agent/2005/1/0"'
  expect(text).toEqual([
    `<hire ${ns} from="urn:libp2p:12D3KooWA" group="urn:group:a" role="urn:role:größe"/>`,
    `<accept ${ns} from="urn:libp2p:12D3KooWA" role="urn:role:größe"/>`,
    `<refuse ${ns} from="urn:libp2p:12D3KooWA" role="urn:role:größe"/>`,
    `<dismiss ${ns} from="urn:libp2p:12D3KooWA" role="urn:role:größe"/>`,
    `<resign ${ns} from="urn:libp2p:12D3KooWA" group="urn:group:a" role="urn:role:größe"/>`,
  ])
})

it('reads back what it wrote', () => {
  expect(readInstruction('hire', fromText(writeInstruction('hire', fields).text))).toEqual({ verb: 'hire', ...fields })
})

it.each([
  ['a missing attribute', '<hire from="urn:a" group="urn:b"/>'],
  ['an empty role', '<hire from="urn:a" group="urn:b" role=""/>'],
  ['a role that is no IRI', '<hire from="urn:a" group="urn:b" role="a role"/>'],
  ['a role without end', `<hire from="urn:a" group="urn:b" role="urn:${'x'.repeat(3_000)}"/>`],
])('does not take %s for a hire', (_, text) => {
  expect(readInstruction('hire', fromText(text))).toBeUndefined()
})

it('knows five verbs and nothing that every object has', () => {
  expect(['hire', 'resign', 'fire', 'constructor', 'toString'].map(isVerb)).toEqual([true, true, false, false, false])
})

it('keeps documents for the VM away from roles', () => {
  expect(() => refuseReserved(writeInstruction('hire', fields))).toThrow(
    expect.objectContaining({ code: 'ERR_RESERVED', message: expect.stringContaining('<hire>') }),
  )
})
