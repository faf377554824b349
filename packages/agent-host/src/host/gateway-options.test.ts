import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { addConsumer } from '../consumers/file.ts'
import { consumerLine } from '../consumers/line.ts'
import { reachableElsewhere } from './addresses.ts'
import { createLab } from './testing/lab.ts'

const PING = '<ping-request count="1"/>'

/** The status of a submission. */
async function submit(gateway: string | undefined, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(String(gateway), { method: 'POST', body: PING, headers })
  await response.body?.cancel()
  return response.status
}

it('with a file of consumers only they may submit, and what is in it now holds once it is read again', async () => {
  await using lab = await createLab()
  const file = join(lab.folder, 'consumers')
  await addConsumer(file, consumerLine('alice', 'the-key-of-alice'))
  const host = await lab.host({ gateway: { queue: 'memory:', consumers: 'consumers' } })
  const as = (key: string) => submit(host.gateway, { authorization: `Bearer ${key}` })
  expect([await submit(host.gateway), await as('the-key-of-bob--'), await as('the-key-of-alice')]).toEqual([
    401, 401, 202,
  ])

  await addConsumer(file, consumerLine('bob', 'the-key-of-bob--'))
  expect(await as('the-key-of-bob--')).toBe(401)
  expect(await host.reloadConsumers()).toMatchObject([{ name: 'alice' }, { name: 'bob' }])
  expect([await as('the-key-of-bob--'), await as('the-key-of-alice')]).toEqual([202, 202])

  await writeFile(file, 'alice: the-key-of-alice')
  await expect(host.reloadConsumers()).rejects.toMatchObject({ code: 'ERR_CONSUMERS' })
  expect(await as('the-key-of-bob--')).toBe(202)

  await writeFile(file, '')
  expect(await host.reloadConsumers()).toEqual([])
  expect([await submit(host.gateway), await as('the-key-of-alice')]).toEqual([401, 401])
})

it('a gateway without such a file has none to read again, and one whose file is missing does not start', async () => {
  await using lab = await createLab()
  const host = await lab.host({ gateway: { queue: 'memory:' } })
  expect(await host.reloadConsumers()).toBeUndefined()
  expect(await submit(host.gateway)).toBe(202)
  await expect(lab.host({ gateway: { queue: 'memory:', consumers: 'nothing' } })).rejects.toMatchObject({
    code: 'ERR_CONSUMERS',
  })
})

it('behind a proxy that is trusted each consumer has a rate, otherwise the proxy has', async () => {
  await using lab = await createLab()
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const limits = { queue: 'memory:', rate: 0.001, burst: 1 }
  const { gateway: trusting } = await lab.host({ gateway: { ...limits, trustProxy: ['127.0.0.0/8'] } })
  const { gateway: other } = await lab.host({ gateway: limits })
  const asked = async (gateway: string | undefined) => [
    await submit(gateway, from('192.0.2.1')),
    await submit(gateway, from('192.0.2.2')),
    await submit(gateway, from('192.0.2.1')),
  ]
  expect(await asked(trusting)).toEqual([202, 202, 429])
  expect(await asked(other)).toEqual([202, 429, 429])
})

it('pages of an origin may ask, if the gateway is for them', async () => {
  await using lab = await createLab()
  const { gateway } = await lab.host({ gateway: { queue: 'memory:', cors: ['https://a.example'] } })
  const allowed = async (origin: string) => {
    const response = await fetch(`${gateway}/services`, { headers: { origin } })
    await response.body?.cancel()
    return response.headers.get('access-control-allow-origin')
  }
  expect([await allowed('https://a.example'), await allowed('https://b.example')]).toEqual(['https://a.example', null])
})

it('in the open a peer is found by a bootstrap address and hired: pings come back through the gateway of another', async () => {
  await using lab = await createLab()
  const open = { profile: 'open', threads: 0 } as const
  await lab.host({ ...open, roles: ['ping'] })
  const { gateway, addresses } = await lab.host({
    ...open,
    announce: ['/dns4/grid.example/tcp/4001'],
    gateway: { queue: 'memory:' },
  })
  expect(reachableElsewhere(addresses())).toMatch(/^\/dns4\/grid\.example\/tcp\/4001\/p2p\//)
  const response = await fetch(String(gateway), { method: 'POST', body: PING, headers: { prefer: 'wait=30' } })
  expect(await response.text()).toMatch(/<ping-stats .*failures="0"/)
}, 40_000)
