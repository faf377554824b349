import { WORLD } from '@xeerkat/agent-vm'
import { expect, test } from 'vitest'
import { defaultLimits } from './limits.ts'
import { createOwnAds, type OwnAds } from './own-ads.ts'
import type { SignedAd } from './signed-ad.ts'
import { createSigner, createWallClock, printerDocument } from './fixtures/ads.ts'

const printer = { id: 'urn:example:printer', group: WORLD, document: printerDocument.bytes, ttl: 600_000 }

async function create(signer?: Awaited<ReturnType<typeof createSigner>>) {
  const { privateKey, peer } = signer ?? (await createSigner())
  const clock = createWallClock()
  const told: SignedAd[] = []
  let heard = Promise.withResolvers<SignedAd>()
  const own: OwnAds = createOwnAds(
    {
      self: peer,
      privateKey,
      clock,
      addresses: () => [],
      announce: async (ad) => {
        told.push(ad)
        heard.resolve(ad)
        heard = Promise.withResolvers()
      },
    },
    { ...defaultLimits, maxPerPeer: 2 },
  )
  return { own, clock, told, next: () => heard.promise, ...own }
}

test('an ad is renewed before half its life is over, with a higher sequence', async () => {
  const { own, clock, next } = await create()
  const first = await own.say(printer)
  const renewed = next()
  await clock.advance(300_000)
  const second = await renewed
  expect(second.sequence).toBeGreaterThan(first.sequence)
  expect(second.expires - clock.now()).toBeGreaterThan(550_000)
})

test('a withdrawn ad is renewed no more, and said goodbye to once', async () => {
  const { own, clock, told } = await create()
  await own.say(printer)
  await own.withdraw(printer.id, WORLD)
  await own.withdraw(printer.id, WORLD)
  await clock.advance(600_000)
  expect(told.map(({ withdrawn }) => withdrawn)).toEqual([false, true])
})

test('however fast things are said, no sequence is used twice and the last one stays', async () => {
  const { own, told } = await create()
  await Promise.all([
    own.say(printer),
    own.say({ ...printer, ttl: 5000 }),
    own.withdraw(printer.id, WORLD),
    own.say(printer),
  ])
  expect(new Set(told.map(({ sequence }) => sequence)).size).toBe(4)
  expect(own.said()).toEqual([printer])
  expect(told.toSorted((a, b) => a.sequence - b.sequence).map(({ withdrawn }) => withdrawn)).toEqual([
    false,
    false,
    true,
    false,
  ])
})

test('a later version from an earlier life is overruled', async () => {
  const signer = await createSigner()
  const { own, clock, next } = await create(signer)
  await own.say(printer)
  const earlier = await signer.ad({ ...printer, sequence: clock.now() + 60_000 })
  const renewed = next()
  own.overrule(earlier)
  expect((await renewed).sequence).toBeGreaterThan(earlier.sequence)
})

test('an ad from an earlier life that is said no more is withdrawn', async () => {
  const signer = await createSigner()
  const { own, next } = await create(signer)
  const earlier = await signer.ad({ ...printer })
  const goodbye = next()
  own.overrule(earlier)
  expect(await goodbye).toMatchObject({ key: earlier.key, withdrawn: true })
})

test('what others would refuse is refused here, with a code', async () => {
  const { own } = await create()
  const say = (change: Partial<typeof printer>) => own.say({ ...printer, ...change })
  const invalid = expect.objectContaining({ code: 'ERR_AD_INVALID' })
  await expect(say({ id: 'printer' })).rejects.toEqual(invalid)
  await expect(say({ ttl: 10 })).rejects.toEqual(invalid)
  await expect(say({ ttl: 1e12 })).rejects.toEqual(invalid)
  await expect(say({ document: new Uint8Array(20_000) })).rejects.toEqual(invalid)
  await say({ id: 'urn:example:1' })
  await say({ id: 'urn:example:2' })
  await expect(say({ id: 'urn:example:3' })).rejects.toEqual(expect.objectContaining({ code: 'ERR_AD_LIMIT' }))
})
