import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { answerAt, submit } from './grid.ts'
import { createHome, type Home, type Running } from './processes.ts'

const FIREWALL = fileURLToPath(new URL('./firewall.mjs', import.meta.url))

interface Relay {
  readonly url: string
  readonly address: string
  readonly gateway: Running
}

/** A gateway that relays, and plays no role. */
async function startRelay(home: Home): Promise<Relay> {
  const gateway = home.start(['gateway', '--port', '0', '--relay', '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns'])
  const [, , url = ''] = await gateway.line(/^ready (\S+) (http:\S+)$/)
  const [, address = ''] = await gateway.logged(/address +(\/ip4\/127\S+)/)
  return { url, address, gateway }
}

it('a peer that can be reached through a relay only is found, hired and works', async () => {
  await using home = await createHome()
  const { url, address } = await startRelay(home)
  const hidden = ['--listen', `${address}/p2p-circuit`, '--bootstrap', address, '--no-mdns']
  const worker = home.start(['--roles', 'ping#Worker', ...hidden])
  const coordinator = home.start(['--roles', 'ping#Coordinator', ...hidden])
  await Promise.all([worker, coordinator].map((host) => host.line(/^ready/)))
  expect(await answerAt(await submit(url, '<ping-request count="1000"/>'))).toMatch(
    /^<ping-stats count="1000" failures="0"/,
  )
  await worker.logged(/^hired as Ping\/Worker/)
})

it('two peers cut off from each other go on through a relay', async () => {
  await using home = await createHome()
  const { url, address } = await startRelay(home)
  const [, port = ''] = /tcp\/(\d+)/.exec(address) ?? []
  const env = { NODE_OPTIONS: `--import=${FIREWALL}`, FIREWALL_ALLOWS: port }
  const flags = [
    '--listen',
    '/ip4/127.0.0.1/tcp/0',
    '--listen',
    `${address}/p2p-circuit`,
    '--bootstrap',
    address,
    '--no-mdns',
  ]
  const worker = home.start(['--roles', 'ping#Worker', ...flags], { env })
  const coordinator = home.start(['--roles', 'ping#Coordinator', ...flags], { env })
  await Promise.all([worker, coordinator].map((host) => host.line(/^ready/)))
  const receipt = await submit(url, '<ping-request count="50000"/>')
  await worker.logged(/^hired as Ping\/Worker/)
  for (const host of [worker, coordinator]) host.kill('SIGUSR2')
  for (const host of [worker, coordinator]) await host.logged(/^the firewall is up/)
  expect(await answerAt(receipt)).toMatch(/^<ping-stats count="50000" failures="0"/)
  expect(coordinator.stderr).toContainEqual(expect.stringMatching(/^lost sight of/))
  // In the engagement it was: nothing was lost, nobody hired anew.
  expect(worker.stderr.filter((line) => line.startsWith('hired as'))).toHaveLength(1)
})
