import { expect, test, vi } from 'vitest'
import { adOf, createSigner, lab } from './fixtures/ads.ts'
import { connect, createPeer } from './fixtures/nodes.ts'
import { exportAd } from './bearer.ts'

vi.setConfig({ testTimeout: 30_000 })

test('an ad handed over as text holds all that is needed to reach its peer, and goes on from there', async () => {
  await using author = await createPeer()
  await using finder = await createPeer()
  await using friend = await createPeer()
  await connect(finder, friend)
  await author.discovery.publish(adOf(author))
  const [own] = author.discovery.known()
  if (own === undefined) throw new Error('The author does not know its own ad.')
  const text = author.discovery.exportAd(own)
  const imported = await finder.discovery.importAd(`${text}\n`)
  expect([imported.agent, imported.source.way]).toEqual([adOf(author), 'import'])
  await finder.node.dial(author.node.peerId)
  await friend.event((event) => event.type === 'added' && event.ad.peer === own.peer)
})

test('what is no ad, or not to be believed, is refused with a code', async () => {
  await using one = await createPeer()
  const signer = await createSigner()
  const invalid = expect.objectContaining({ code: 'ERR_AD_INVALID' })
  const rejected = expect.objectContaining({ code: 'ERR_AD_REJECTED' })
  await expect(one.discovery.importAd('hello')).rejects.toEqual(invalid)
  const text = exportAd(await signer.ad())
  await expect(one.discovery.importAd(text.replace(/.{9}$/, 'AAAAAAAAA'))).rejects.toEqual(rejected)
  await expect(one.discovery.importAd(exportAd(await signer.ad({}, { group: lab })))).rejects.toThrow(lab)
  const goodbye = exportAd(await signer.ad({ sequence: Date.now() + 1, withdrawn: true }))
  await expect(one.discovery.importAd(goodbye)).rejects.toEqual(rejected)
  expect(await one.discovery.importAd(exportAd(await signer.ad({}, { id: 'urn:example:fine' })))).toMatchObject({
    peer: signer.peer,
  })
})

test('nobody can publish in the name of somebody else', async () => {
  await using one = await createPeer()
  const { peer } = await createSigner()
  await expect(one.discovery.publish(adOf(peer))).rejects.toEqual(expect.objectContaining({ code: 'ERR_AD_NOT_OURS' }))
})
