import { readFile } from 'node:fs/promises'
import { defineRole, peerIri } from '@xeerkat/agent-vm'
import pingRoles from '@xeerkat/roles/ping'
import { compileSchema, fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { writeHostAd } from './host-ad.ts'
import { readServiceAd, writeServiceAd } from './service-ad.ts'

const peer = peerIri('12D3KooWTest')
const [coordinator, worker] = pingRoles

it('what a role accepts survives the way through an ad', () => {
  const ad = coordinator && writeServiceAd(peer, coordinator)
  expect(ad && readServiceAd(fromText(ad.text))).toEqual({
    role: coordinator?.iri,
    title: coordinator?.title,
    accepts: coordinator?.accepts,
  })
})

it('what is not for consumers is not advertised', () => {
  expect(worker && writeServiceAd(peer, worker)).toBeUndefined()
})

it('texts too long for an ad are left out, the longest kind first', () => {
  const accepts = { namespace: 'urn:x', localName: 'big', schema: 'x'.repeat(20_000), example: '<big/>' }
  const ad = writeServiceAd(
    peer,
    defineRole('urn:test:big', () => undefined, { accepts: [accepts] }),
  )
  expect(ad?.bytes.byteLength).toBeLessThan(12 * 1024)
  expect(ad && readServiceAd(ad)?.accepts).toEqual([{ namespace: 'urn:x', localName: 'big', example: '<big/>' }])
})

it.for([
  '<service/>',
  '<service xmlns="http://www.xeerkat.org/Vocabulary/Agent/2026/1/0" role="no iri"/>',
  '<other xmlns="http://www.xeerkat.org/Vocabulary/Agent/2026/1/0" role="urn:a:b"/>',
])('an ad that is no service is none: %s', (text) => {
  expect(readServiceAd(fromText(text))).toBeUndefined()
})

it('ads are valid against their schema', async () => {
  const schema = await readFile(new URL('../../../../schema/agent-2026.xsd', import.meta.url), 'utf8')
  using validator = await compileSchema(schema)
  const status = { peer, groups: [], roles: [], maxHires: 4, contracts: [], draining: false }
  const until = new Date(0).toISOString()
  const hosts = [{ available: true }, { available: false, why: 'hours', until }] as const
  for (const ad of [coordinator && writeServiceAd(peer, coordinator), ...hosts.map((now) => writeHostAd(status, now))])
    expect(ad && validator.validate(ad)).toEqual([])
})
