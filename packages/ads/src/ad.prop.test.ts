import { isIri, peerIri, pipeIri, roleIri } from '@xeerkat/agent-vm'
import { fromText } from '@xeerkat/xml'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAgentAd, writeAgentAd } from './ad.ts'
import { decodeRecord, encodeRecord } from './ad-record.ts'

const iri = fc
  .tuple(fc.constantFrom('urn:example:', 'http://example.org/', 'tag:例,2026:'), fc.string({ unit: 'grapheme' }))
  .map(([start, rest]) => start + rest)
  .filter((text) => isIri(text) && text.isWellFormed())

test('any agent ad of IRIs is read as it was written', () => {
  const peer = peerIri('12D3KooWExample')
  fc.assert(
    fc.property(iri, fc.array(iri), (id, types) => {
      const ad = { id, peer, pipe: pipeIri(peer), types: types.map(roleIri) }
      expect(readAgentAd(fromText(writeAgentAd(ad).text))).toEqual(ad)
    }),
  )
})

test('any record is read as it was written', () => {
  const time = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  const bytes = fc.uint8Array({ maxLength: 200 })
  const records = fc.record({
    id: iri,
    group: iri,
    sequence: time,
    expires: time,
    document: bytes,
    addresses: fc.array(bytes),
    withdrawn: fc.boolean(),
  })
  fc.assert(
    fc.property(records, (record) => {
      const read = decodeRecord(encodeRecord(record))
      expect({ ...read, addresses: read.addresses.map((address) => new Uint8Array(address)) }).toEqual(record)
    }),
  )
})
