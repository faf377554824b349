import { expect, it } from 'vitest'
import { createHome } from './processes.ts'

const PING = 'http://www.xeerkat.org/Agents/Roles/Examples/Ping'

it('two hosts started with nothing but --roles ping find each other and work together', async () => {
  await using home = await createHome()
  const started = performance.now()
  // A group of their own, since other hosts of the same local network answer as well.
  const group = `urn:test:${home.folder}`
  const one = home.start(['--roles', 'ping', '--gateway', '0', '--group', group])
  const two = home.start(['--roles', 'ping', '--group', group])
  const [[, first, url = ''], [, second]] = await Promise.all([
    one.line(/^ready (urn:libp2p:\S+) (http:\S+)$/),
    two.line(/^ready (urn:libp2p:\S+) -$/),
  ])
  await Promise.all([one.logged(/^connected to/), two.logged(/^connected to/)])
  const response = await fetch(url, {
    method: 'POST',
    body: '<ping-request count="100" hire-limit="2"/>',
    headers: { 'Content-Type': 'application/xml', Prefer: 'wait=20' },
  })
  expect(await response.text()).toMatch(/^<ping-stats count="100" failures="0" elapsed="\d+"\/>$/)
  expect(response.status).toBe(200)
  expect(performance.now() - started).toBeLessThan(20_000)

  const status = await home.run(['status', '--json'])
  const reports = status.stdout.split('\n').map((line) => JSON.parse(line) as { peer: string; data: string })
  expect(new Set(reports.map(({ peer }) => peer))).toEqual(new Set([first, second]))
  const numbered = ['1', '2'].map((name) => `${home.folder}/data/agent-host/${name}`)
  expect(new Set(reports.map(({ data }) => data))).toEqual(new Set(numbered))
})

it('ping and ads join the mesh of a host on this machine as visitors', async () => {
  await using home = await createHome()
  const host = home.start(['--roles', 'ping', '--no-mdns'])
  const [, peer = ''] = await host.line(/^ready (\S+)/)
  const ping = await home.run(['ping', '--count', '50', '--json'])
  expect(ping.code).toBe(0)
  expect(JSON.parse(ping.stdout)).toMatchObject({ count: 50, failures: 0 })
  const ads = await home.run(['ads', '--json', '--role', `${PING}/Worker`])
  expect(JSON.parse(ads.stdout)).toMatchObject({ peer, roles: [`${PING}/Coordinator`, `${PING}/Worker`] })
})

it('a ping where nobody is says so, and what to do', async () => {
  await using home = await createHome()
  const ping = await home.run(['ping', '--no-mdns', '--group', 'urn:test:nobody'])
  expect(ping).toMatchObject({ code: 1, stdout: '' })
  expect(ping.stderr).toMatch(/agent-host --roles ping/)
})
