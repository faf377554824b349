import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { ADS_PROTOCOL } from '@xeerkat/ads'
import { AGENT, PIPE_PROTOCOL } from '@xeerkat/agent-vm'
import { PING_COORDINATOR, PING_WORKER } from '@xeerkat/roles/ping'
import { expect, it } from 'vitest'
import { createAttacker, hire, prefixed, pushed, WORLD_TOPIC } from './attacker.ts'
import { createHome, type Home } from './processes.ts'

/** What is attacked: a gateway that plays the ping roles, and a worker beside it. */
interface Target {
  readonly url: string
  readonly address: string
  /** How often something was counted so far. */
  readonly count: (family: string, labels?: string) => Promise<number>
  /** Resolves once it was counted so many times. */
  readonly counted: (times: number, family: string, labels?: string) => Promise<void>
}

async function startTarget(home: Home): Promise<Target> {
  const gateway = home.start(['--roles', 'ping', '--gateway', '0', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0'])
  const [, , url = ''] = await gateway.line(/^ready (\S+) (http:\S+)$/)
  const [, address = ''] = await gateway.logged(/address +(\/ip4\/127\S+)/)
  const worker = home.start(['--roles', 'ping#Worker', '--no-mdns', '--bootstrap', address])
  await worker.line(/^ready/)
  await gateway.logged(/^connected to/)

  async function count(family: string, labels = ''): Promise<number> {
    const metrics = await (await request(`${url}/metrics`)).text()
    const name = labels === '' ? family : `${family}{${labels}}`
    const line = metrics.split('\n').find((each) => each.startsWith(`${name} `))
    return Number(line?.slice(name.length) ?? 0)
  }
  return {
    url,
    address,
    count,
    counted: (times, ...what) => expect.poll(() => count(...what), { timeout: 20_000 }).toBeGreaterThanOrEqual(times),
  }
}

/** A connection that stood idle may be closed just when it is used again; then a consumer asks once more. */
async function request(url: string, init: RequestInit = {}, attempts = 5): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (attempts === 1) throw error
    return await request(url, init, attempts - 1)
  }
}

const DROPPED = 'xeerkat_vm_events_total'
const REFUSED = 'xeerkat_gateway_refused_total'
const FRAMES = 'xeerkat_mesh_events_total'
const ADS = 'xeerkat_ads_events_total'

/** Pings through the gateway, again and again, while something is done; every ping comes back. */
async function undisturbed({ url }: Target, attack: () => Promise<void>): Promise<void> {
  let over = false
  const bystander = async (): Promise<void> => {
    while (!over) {
      const document = '<ping-request count="3000" hire-limit="2"/>'
      const answer = await request(url, { method: 'POST', body: document, headers: { Prefer: 'wait=30' } })
      expect(await answer.text()).toMatch(/^<ping-stats count="3000" failures="0" elapsed="\d+"\/>$/)
    }
  }
  const attacking = attack().finally(() => (over = true))
  await Promise.all([attacking, bystander()])
}

it('what no peer should say is answered or counted', async () => {
  await using home = await createHome()
  const target = await startTarget(home)
  await using attacker = await createAttacker(target.address)
  const { ask, tell, self } = attacker

  await undisturbed(target, async () => {
    await tell(hire('urn:libp2p:12D3KooWQasrx6HJDgXfzecba5k6aYjnB5rEEriHE2Rn3gwbi6jm', PING_WORKER))
    await target.counted(1, DROPPED, 'type="dropped",detail="wrong-sender"')
    await tell(`<hire xmlns="${AGENT}" from="${self}"/>`)
    await target.counted(1, DROPPED, 'type="dropped",detail="bad-instruction"')
    expect((await ask(`<promote xmlns="${AGENT}"/>`)).document?.root.localName).toBe('unsupported')
    expect((await ask(hire(self, 'urn:example:nobody'))).reason).toBe('unknown-role')

    const coordinator = await ask(hire(self, PING_COORDINATOR))
    expect(coordinator.document?.root.localName).toBe('accept')
    for (const document of [
      '<ping-request count="-1"/>',
      '<ping-request count="9007199254740993"/>',
      '<ping-request count="1e3"/>',
      '<ping-request/>',
      '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ping-request count="1">&b;</ping-request>',
      'no XML at all',
      `<other>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</other>`,
    ])
      expect((await ask(document, coordinator.engagement)).document?.root.localName).toBe('error')
    const stats = await ask('<ping-request count="10"/>', coordinator.engagement)
    expect(stats.document?.text).toMatch(/^<ping-stats count="10" failures="0"/)

    const worker = await ask(hire(self, PING_WORKER))
    const huge = `<ping count="1">${'x'.repeat(10_000_000)}</ping>`
    expect((await ask(huge, worker.engagement)).document?.bytes.length).toBe(huge.length)
  })
})

it('a hundred thousand hires from one peer are a hundred thousand answers', async () => {
  await using home = await createHome()
  const target = await startTarget(home)
  await using attacker = await createAttacker(target.address)
  const answers = new Map<string, number>()
  await undisturbed(target, async () => {
    const asked: Promise<unknown>[] = []
    for (let n = 0; n < 100_000; n++) {
      const answered = attacker.ask(hire(attacker.self, PING_WORKER)).then(({ document, reason }) => {
        const answer = reason ?? document?.root.localName ?? ''
        answers.set(answer, (answers.get(answer) ?? 0) + 1)
      })
      asked.push(answered)
      if (asked.length === 500) await Promise.all(asked.splice(0))
    }
    await Promise.all(asked)
  })
  expect(Object.fromEntries(answers)).toEqual({ accept: 48, limit: 99_952 })
})

it('frames and ads that are garbage, cut off, altered or too many end in a counter', async () => {
  await using home = await createHome()
  const target = await startTarget(home)
  await undisturbed(target, async () => {
    await using attacker = await createAttacker(target.address)
    const { shout, sign, self, node } = attacker
    await shout(PIPE_PROTOCOL, prefixed(randomBytes(2000)))
    await target.counted(1, FRAMES, 'type="frame-rejected",detail="malformed"')
    await shout(PIPE_PROTOCOL, prefixed(randomBytes(2000)).subarray(0, 1000))
    await target.counted(1, FRAMES, 'type="frame-rejected",detail="truncated"')
    await shout(PIPE_PROTOCOL, Buffer.from('ffffff7f', 'hex'))
    await target.counted(1, FRAMES, 'type="frame-rejected",detail="too-large"')
    await shout(`${PIPE_PROTOCOL}/document`, Buffer.from('ffffffff7f', 'hex'), randomBytes(100_000))
    await target.counted(2, FRAMES, 'type="frame-rejected",detail="too-large"')

    await shout(ADS_PROTOCOL, prefixed(randomBytes(1000)))
    await target.counted(1, ADS, 'type="trouble",detail="neighbour"')
    const altered = Buffer.from(await sign(`${self}/x`, '<x/>'))
    altered[90] = (altered[90] ?? 0) ^ 1
    await shout(ADS_PROTOCOL, pushed(altered))
    await target.counted(1, ADS, 'type="rejected",detail="bad-signature"')

    const before = await target.count(ADS, 'type="added",detail=""')
    for (let page = 0; page < 100; page++) {
      const ids = Array.from({ length: 100 }, (_, n) => `${self}/${page * 100 + n}`)
      await shout(ADS_PROTOCOL, pushed(...(await Promise.all(ids.map((id) => sign(id, '<x/>'))))))
    }
    await target.counted(10_000 - 64, ADS, 'type="rejected",detail="too-many"')
    expect((await target.count(ADS, 'type="added",detail=""')) - before).toBeLessThanOrEqual(64)

    await expect.poll(() => node.services.pubsub.getSubscribers(WORLD_TOPIC).length).toBeGreaterThan(0)
    for (let n = 0; n < 100; n++) await node.services.pubsub.publish(WORLD_TOPIC, randomBytes(500))
    await target.counted(1, ADS, 'type="rejected",detail="not-an-envelope"')
  })
})

it('consumers that flood, dawdle, lie or stand around are answered or cut off', async () => {
  await using home = await createHome()
  const target = await startTarget(home)
  await undisturbed(target, async () => {
    const port = Number(new URL(target.url).port)
    const sockets: Socket[] = []
    const open = (): Socket => {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      sockets.push(socket)
      return socket
    }
    const say = async (bytes: string): Promise<string> => {
      const socket = open()
      let heard = ''
      socket.on('data', (data) => (heard += String(data)))
      socket.write(bytes)
      await once(socket, 'close')
      return heard
    }
    const slow = Array.from({ length: 50 }, () => say('POST / HTTP/1.1\r\nhost: x\r\ncontent-le'))
    expect(await say(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${2 ** 30}\r\nconnection: close\r\n\r\n<`)).toMatch(
      /^HTTP\/1.1 413/,
    )
    expect(await say(`GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(10_000)}\r\n`)).toMatch(/^HTTP\/1.1 431/)
    expect(await say(`${randomBytes(500).toString('latin1')}\r\n\r\n`)).toMatch(/^HTTP\/1.1 400/)
    for (const heard of await Promise.all(slow)) expect(heard).toMatch(/^HTTP\/1.1 408/)
    await target.counted(50, REFUSED, 'code="too-slow"')
    for (const code of ['too-large', 'headers-too-large', 'bad-request'])
      await target.counted(1, REFUSED, `code="${code}"`)

    await Promise.all(Array.from({ length: 3000 }, () => once(open(), 'connect')))
    // How many of them were taken is the system's business, too: what it had no room for never came.
    await target.counted(100, REFUSED, 'code="unavailable"')
    expect(await say('GET /services HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 200/)
    for (const socket of sockets) socket.destroy()
  })
})
