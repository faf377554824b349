import { element } from '@xeerkat/xml'
import { expect, test, vi } from 'vitest'
import { adOf, firstOf, printer, printerDocument } from './fixtures/ads.ts'
import { connect, createPeer } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 30_000 })

const id = 'urn:example:printer:2'

test('any document can be an ad, and is found by the name of its root', async () => {
  await using one = await createPeer()
  await using two = await createPeer()
  await connect(one, two)
  await one.discovery.publish(adOf(one))
  await one.discovery.publishAd(printerDocument, { id })
  const found = await firstOf(two.discovery.onAd(printer))
  expect([found.id, found.document.text, found.peer, found.agent]).toEqual([
    id,
    printerDocument.text,
    adOf(one).peer,
    undefined,
  ])
})

test('a later document under the same id replaces the earlier', async () => {
  await using one = await createPeer()
  await using two = await createPeer()
  await connect(one, two)
  await one.discovery.publishAd(printerDocument, { id })
  const seen: string[] = []
  for await (const { document } of two.discovery.onAd(printer)) {
    seen.push(document.text)
    if (seen.length === 2) break
    await one.discovery.publishAd(element(printer, { pages: 0 }), { id })
  }
  expect(seen).toEqual([printerDocument.text, element(printer, { pages: 0 }).text])
  expect(two.discovery.known({ name: printer }).length).toBe(1)
})

test('a peer that does not know a kind keeps it and passes it on', async () => {
  await using one = await createPeer()
  await using between = await createPeer()
  await using two = await createPeer()
  await connect(one, between)
  await one.discovery.publishAd(printerDocument, { id })
  await between.event(({ type }) => type === 'added')
  await one.discovery.publishAd(printerDocument, { id: 'urn:example:printer:3' })
  await connect(two, between)
  await two.event(() => two.discovery.known({ name: printer }).length === 2)
  expect(between.events.filter(({ type }) => type === 'rejected')).toEqual([])
})

test('an agent ad can be watched for like any other', async () => {
  await using one = await createPeer()
  await one.discovery.publish(adOf(one))
  const name = { namespace: 'http://www.xeerkat.org/Vocabulary/Agent/Ad/2005/1/0', localName: 'agent' }
  expect((await firstOf(one.discovery.onAd(name))).agent).toEqual(adOf(one))
})
