import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createHome } from './processes.ts'

const BUSY = `
import { defineRole } from 'agent-host'
export default defineRole('urn:example:busy', () => { for (;;); }, { accepts: [{ namespace: '', localName: 'work' }] })
`

it.for(['SIGINT', 'SIGTERM'] as const)('%s: a busy host resigns, says goodbye and is gone at once', async (signal) => {
  await using home = await createHome()
  await writeFile(join(home.folder, 'busy.js'), BUSY)
  const gateway = home.start(['gateway', '--port', '0', '--no-mdns'])
  await gateway.line(/^ready/)
  const [, address = ''] = await gateway.logged(/address +(\/ip4\/127\S+)/)
  const host = home.start(['--roles', './busy.js', '--no-mdns', '--bootstrap', address])
  await host.line(/^ready/)
  const ads = home.start(['ads', '--watch', '--bootstrap', address])
  await ads.line(/added .* agent/)
  await expect
    .poll(async () => (await home.run(['submit', '-', '--no-wait'], { stdin: '<work/>' })).code, { timeout: 10_000 })
    .toBe(0)
  await host.logged(/^hired as/)

  const asked = performance.now()
  host.kill(signal)
  expect((await host.finished).code).toBe(0)
  expect(performance.now() - asked).toBeLessThan(5_000)
  await gateway.logged(/is no longer our urn:example:busy: resigned/)
  await ads.line(/removed .* agent/)
})

it('a second signal ends the host at once', async () => {
  await using home = await createHome()
  const host = home.start(['--roles', 'ping', '--no-mdns'])
  await host.line(/^ready/)
  host.kill('SIGINT')
  host.kill('SIGINT')
  host.kill('SIGINT')
  expect([0, 130]).toContain((await host.finished).code)
})

it('a data directory that is in use is refused, and free again after a crash', async () => {
  await using home = await createHome()
  const data = join(home.folder, 'mine')
  await mkdir(data)
  const host = home.start(['--data', data, '--no-mdns'])
  const [, peer] = await host.line(/^ready (\S+)/)
  const second = await home.run(['--data', data, '--no-mdns'])
  expect(second.code).toBe(1)
  expect(second.stderr).toMatch(/belongs to a host that runs/)
  host.kill('SIGKILL')
  await host.finished
  const third = home.start(['--data', data, '--no-mdns'])
  expect((await third.line(/^ready (\S+)/))[1]).toBe(peer)
})

it('doctor finds a line to say of everything, and advice where something is missing', async () => {
  await using home = await createHome()
  const { stdout } = await home.run(['doctor', '--json'])
  const findings = stdout
    .split('\n')
    .map((line) => JSON.parse(line) as { check: string; state: string; advice?: string })
  expect(findings.map(({ check }) => check)).toEqual([
    'Node',
    'spare cores',
    'load average',
    'data directory',
    'identity key',
    'network key',
    'durable queue',
    'addresses',
    'listening',
    'multicast DNS',
    'peers',
    'gateway',
    'clock',
  ])
  for (const { state, advice } of findings) expect(state === 'good' || advice !== undefined).toBe(true)
})
