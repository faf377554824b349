import fc from 'fast-check'
import { RecordEnvelope } from '@libp2p/peer-record'
import { multiaddr } from '@multiformats/multiaddr'
import { fromText } from '@xeerkat/xml'
import { describe, expect, test } from 'vitest'
import { writeAgentAd } from './ad.ts'
import { defaultLimits } from './limits.ts'
import { type Rejection, rejections } from './rejection.ts'
import { AD_DOMAIN, verify } from './signed-ad.ts'
import { adOf, createSigner, lab, pinger, printerDocument, type Signer, solver } from './fixtures/ads.ts'

const now = Date.now()
const check = (bytes: Uint8Array) => verify(bytes, { ...defaultLimits, now })

test('a signed ad tells who said what, for whom, and where to reach them', async () => {
  const signer = await createSigner()
  const address = multiaddr('/ip4/192.0.2.1/tcp/4001')
  const bytes = await signer.sign({ addresses: [address.bytes] }, { types: [pinger, solver], group: lab })
  const verdict = await check(bytes)
  expect(verdict).toMatchObject({
    ok: true,
    ad: {
      peer: signer.peer,
      group: lab,
      kinds: [pinger, solver],
      withdrawn: false,
      agent: { types: [pinger, solver] },
    },
  })
  if (verdict.ok) expect(verdict.ad.addresses.map(String)).toEqual(['/ip4/192.0.2.1/tcp/4001'])
})

test('an ad of a kind nobody here knows is as good as any', async () => {
  const signer = await createSigner()
  const verdict = await check(await signer.sign({ document: printerDocument.bytes }))
  expect(verdict).toMatchObject({ ok: true, ad: { agent: undefined, kinds: ['{urn:example:office}printer'] } })
})

test('an address of a kind nobody here knows is passed over', async () => {
  const signer = await createSigner()
  const known = multiaddr('/ip4/192.0.2.1/tcp/4001').bytes
  const verdict = await check(await signer.sign({ addresses: [new Uint8Array([0xff, 0xff, 0x7f, 1]), known] }))
  expect(verdict.ok && verdict.ad.addresses.length).toBe(1)
})

test('an ad with any one byte altered is forged', async () => {
  const signer = await createSigner()
  const bytes = await signer.sign()
  for (let at = 0; at < bytes.length; at++) {
    const altered = new Uint8Array(bytes)
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8))
    const verdict = await check(altered)
    expect(verdict.ok).toBe(false)
    if (!verdict.ok) expect(['bad-signature', 'not-an-envelope']).toContain(verdict.reason)
  }
})

test('an ad with something hung on is forged', async () => {
  const signer = await createSigner()
  const bytes = Buffer.concat([await signer.sign(), Uint8Array.of(0x38, 1)])
  expect(await check(bytes)).toEqual({ ok: false, reason: 'not-an-envelope' })
})

test('an envelope of a later version is refused, and nobody blamed', async () => {
  const { privateKey } = await createSigner()
  const codec = new TextEncoder().encode('/xeerkat/ad/2.0.0')
  const record = { domain: AD_DOMAIN, codec, marshal: () => Uint8Array.of(1), equals: () => false }
  const envelope = await RecordEnvelope.seal(record, privateKey)
  expect(await check(envelope.marshal())).toEqual({ ok: false, reason: 'unknown-payload' })
  expect(rejections['unknown-payload'].blame).toBe(false)
})

test('whatever the bytes, verification answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 1000 }), async (bytes) => {
      expect((await check(bytes)).ok).toBe(false)
    }),
  )
})

describe('refused is', () => {
  const cases: Record<string, [reason: Rejection, sign: (signer: Signer) => Promise<Uint8Array>]> = {
    'an ad that is over': ['expired', (s) => s.sign({ expires: now })],
    'an ad from the future': ['from-the-future', (s) => s.sign({ sequence: now + 6 * 60_000 })],
    'an ad that wants to live for years': ['lives-too-long', (s) => s.sign({ expires: now + 1e11 })],
    'an ad for somebody else': [
      'wrong-peer',
      async (s) => s.sign({ document: writeAgentAd(adOf((await createSigner()).peer)).bytes }),
    ],
    'an ad under another id than it says': ['wrong-peer', (s) => s.sign({ id: 'urn:example:other' })],
    'an id that is no IRI': ['bad-record', (s) => s.sign({ id: 'agent 7' })],
    'a group that is no IRI': ['bad-record', (s) => s.sign({ group: '' })],
    'a document that is none': ['bad-document', (s) => s.sign({ document: fromText('<a><b></a>').bytes })],
    'a document with a DOCTYPE': ['bad-document', (s) => s.sign({ document: fromText('<!DOCTYPE a><a/>').bytes })],
    'an agent ad that is none': [
      'bad-document',
      (s) =>
        s.sign({ document: fromText('<agent xmlns="http://www.xeerkat.org/Vocabulary/Agent/Ad/2005/1/0"/>').bytes }),
    ],
    'a document too large': ['too-large', (s) => s.sign({ document: fromText(`<a>${'b'.repeat(20_000)}</a>`).bytes })],
  }
  for (const [name, [reason, sign]] of Object.entries(cases))
    test(name, async () => {
      expect(await check(await sign(await createSigner()))).toMatchObject({ ok: false, reason })
    })
})
