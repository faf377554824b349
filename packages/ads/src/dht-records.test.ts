import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { WORLD } from '@xeerkat/agent-vm'
import { expect, test, vi } from 'vitest'
import { createDhtRecords, DHT_PREFIX, dhtKey, dhtRecordRules } from './dht-records.ts'
import { createSigner, lab, pinger, printerDocument } from './fixtures/ads.ts'
import { connectedDhtNodes, takingIn } from './fixtures/dht.ts'

vi.setConfig({ testTimeout: 30_000 })

const office = '{urn:example:office}printer'

test("an ad put under its peer is fetched by somebody who knows the peer's name", async () => {
  await using net = await connectedDhtNodes(3)
  const [one, , three] = net.services
  const signer = await createSigner()
  const [ad, printer] = [await signer.ad(), await signer.ad({ id: 'urn:example:p', document: printerDocument.bytes })]
  const signal = AbortSignal.timeout(10_000)
  const writing = createDhtRecords({ dht: one, ...takingIn() })
  await writing.put(ad, signal)
  await writing.put(printer, signal)
  const { taken, accept } = takingIn()
  const reading = createDhtRecords({ dht: three, accept })
  const peer = peerIdFromPrivateKey(signer.privateKey)
  await reading.fetch(peer, WORLD, pinger, signal)
  await reading.fetch(peer, WORLD, office, signal)
  expect(taken.map(({ key }) => key)).toEqual([ad.key, printer.key])
})

test('the validator takes a good record under its own key and no other', async () => {
  const { validators } = dhtRecordRules()
  const validate = async (key: Uint8Array, value: Uint8Array) => await validators[DHT_PREFIX]?.(key, value)
  const signer = await createSigner()
  const peer = peerIdFromPrivateKey(signer.privateKey)
  const key = dhtKey(peer, WORLD, pinger)
  const bytes = await signer.sign()
  await validate(key, bytes)
  await validate(dhtKey(peer, lab, pinger), await signer.sign({}, { group: lab }))
  const rejected = expect.objectContaining({ code: 'ERR_AD_REJECTED' })
  const altered = new Uint8Array(bytes)
  altered[200] = (altered[200] ?? 0) ^ 1
  await expect(validate(key, altered)).rejects.toEqual(rejected)
  await expect(validate(key, await signer.sign({ expires: 1 }))).rejects.toEqual(rejected)
  await expect(validate(key, await (await createSigner()).sign())).rejects.toEqual(rejected)
  await expect(validate(dhtKey(peer, lab, pinger), bytes)).rejects.toEqual(rejected)
  await expect(validate(key, new Uint8Array(20_000))).rejects.toEqual(rejected)
})

test('of several records the one with the highest sequence is selected, whatever else is there', async () => {
  const { selectors } = dhtRecordRules()
  const signer = await createSigner()
  const [low, high] = [await signer.sign({ sequence: 5 }), await signer.sign({ sequence: 7 })]
  const key = dhtKey(peerIdFromPrivateKey(signer.privateKey), WORLD, pinger)
  expect(await selectors[DHT_PREFIX]?.(key, [low, high, Uint8Array.of(1, 2, 3)])).toBe(1)
  expect(await selectors[DHT_PREFIX]?.(key, [high, low])).toBe(0)
})
