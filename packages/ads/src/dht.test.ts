import { WORLD } from '@xeerkat/agent-vm'
import { expect, test, vi } from 'vitest'
import { createDht, defaultDhtOptions, type DhtDependencies } from './dht.ts'
import { createDhtProviders } from './dht-providers.ts'
import { createDhtRecords } from './dht-records.ts'
import { topicOf } from './names.ts'
import { createSigner, createWallClock, lab, pinger, solver } from './fixtures/ads.ts'
import { connectedDhtNodes, takingIn } from './fixtures/dht.ts'

vi.setConfig({ testTimeout: 30_000 })

function create(change: Partial<DhtDependencies> = {}) {
  const clock = createWallClock()
  const done: string[] = []
  const trouble: unknown[] = []
  const note = (what: string) => Promise.resolve(void done.push(what))
  const dht = createDht(
    {
      clock,
      records: { put: (ad) => note(`put ${ad.sequence}`), fetch: () => note('fetch') },
      providers: {
        provide: (topic) => note(`provide ${topic}`),
        unprovide: (topic) => note(`unprovide ${topic}`),
        async *find() {},
      },
      ask: () => note('ask'),
      meet: () => note('meet'),
      trouble: (error) => void trouble.push(error),
      signal: new AbortController().signal,
      ...change,
    },
    { ...defaultDhtOptions, writeDelay: [1000, 1000] },
  )
  return { dht, clock, done, trouble }
}

test('of versions that follow close on each other only the last is written', async () => {
  const { dht, clock, done } = create()
  const signer = await createSigner()
  for (const sequence of [1, 2, 3]) dht.announce(await signer.ad({ sequence }))
  await clock.advance(1000)
  expect(done).toEqual(['put 3', `provide ${topicOf(WORLD, pinger)}`])
})

test('a role is provided once, and no more once it is dropped or its ad withdrawn', async () => {
  const { dht, clock, done } = create()
  const signer = await createSigner()
  const [ping, solve] = [topicOf(WORLD, pinger), topicOf(WORLD, solver)]
  const write = async (sequence: number, types = [pinger], withdrawn = false) => {
    done.length = 0
    dht.announce(await signer.ad({ sequence, withdrawn }, { types }))
    await clock.advance(1000)
    return done.slice(1)
  }
  expect(await write(1, [pinger, solver])).toEqual([`provide ${ping}`, `provide ${solve}`])
  expect(await write(2, [pinger, solver])).toEqual([])
  expect(await write(3, [solver])).toEqual([`unprovide ${ping}`])
  expect(await write(4, [solver], true)).toEqual([`unprovide ${solve}`])
})

test('a DHT that fails is told of, and is no error', async () => {
  const failing = () => Promise.reject(new Error('no peers'))
  const { dht, clock, trouble } = create({ records: { put: failing, fetch: failing } })
  dht.announce(await (await createSigner()).ad())
  await clock.advance(1000)
  await dht.lookup(WORLD, pinger, new AbortController().signal)
  expect(trouble).toEqual([new Error('no peers')])
})

test('the ad of a provider that cannot be reached is found in the DHT itself, in its own group', async () => {
  await using net = await connectedDhtNodes(3)
  const { taken, accept } = takingIn()
  const at = (place: 0 | 2, privateKey: (typeof net.nodes)[number]['privateKey']) => {
    const dht = net.services[place]
    return create({
      records: createDhtRecords({ dht, accept }),
      providers: createDhtProviders({ dht, self: net.nodes[place]?.node.peerId ?? ('' as never) }),
      ask: () => Promise.reject(new Error(`unreachable: ${privateKey.type}`)),
    })
  }
  const key = net.nodes[0]?.privateKey
  if (key === undefined) throw new Error('The test has no nodes.')
  const signer = await createSigner(key)
  const [writer, reader] = [at(0, key), at(2, key)]
  writer.dht.announce(await signer.ad({}, { group: lab }))
  await writer.clock.advance(1000)
  while (taken.length === 0) await reader.dht.lookup(lab, pinger, AbortSignal.timeout(5000))
  expect(taken[0]).toMatchObject({ peer: signer.peer, group: lab })
  await reader.dht.lookup(WORLD, pinger, AbortSignal.timeout(5000))
  expect(taken.every(({ group }) => group === lab)).toBe(true)
})
