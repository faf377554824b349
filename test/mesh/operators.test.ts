import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createHome, type Running } from './processes.ts'

const greeter = (greeting: string): string => `
import { defineRole, element } from 'agent-host'
export default defineRole('urn:example:greeter', () => element('${greeting}'), {
  accepts: [{ namespace: '', localName: 'greet', example: '<greet/>' }],
})
`

async function ready(host: Running): Promise<string> {
  const [, peer = ''] = await host.line(/^ready (\S+)/)
  return peer
}

it('an operator asks a host elsewhere how it is, upgrades it and shuts it down; nobody else does', async () => {
  await using home = await createHome()
  await using stranger = await createHome()
  const file = join(home.folder, 'mine.js')
  await writeFile(file, greeter('hello'))
  const { stdout: operator } = await home.run(['operator'])
  expect(operator).toMatch(/^urn:libp2p:12D3Koo/)
  const host = home.start(['--roles', './mine.js', '--no-mdns', '--operator', operator, '--gateway', '0'])
  const peer = await ready(host)
  const [, address = ''] = await host.logged(/address +(\/ip4\/127\S+)/)
  await host.logged(/try +curl -d '<greet\/>'/)
  // One that only knows the first, so that the way to the peer leads through another.
  const between = home.start(['--no-mdns', '--bootstrap', address])
  await ready(between)
  const [, entrance = ''] = await between.logged(/address +(\/ip4\/127\S+)/)
  await between.logged(/^connected to/)
  const by = ['--bootstrap', entrance, '--no-mdns']

  const status = await stranger.run(['status', peer, ...by, '--json'])
  expect(JSON.parse(status.stdout)).toMatchObject({ peer, roles: ['urn:example:greeter'], contracts: [] })
  const refused = await stranger.run(['shutdown', peer, ...by])
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  const [, name = ''] = /Start it with --operator (\S+)/.exec(refused.stderr) ?? []
  expect((await stranger.run(['operator'])).stdout).toBe(name)

  await writeFile(file, greeter('welcome'))
  expect(await home.run(['upgrade', peer, './mine.js', 'mine.js', ...by])).toMatchObject({ code: 0 })
  await host.logged(/upgrades \.\/mine\.js: read again/)
  const answer = await home.run(['submit', '-'], { stdin: '<greet/>' })
  expect(answer.stdout).toBe('<welcome/>')
  await writeFile(join(home.folder, 'other.js'), greeter('nothing'))
  const other = await home.run(['upgrade', peer, './mine.js', 'other.js', ...by])
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing has changed.') })

  expect(await home.run(['shutdown', peer, ...by])).toMatchObject({ code: 0, stdout: `${peer} shuts down` })
  expect((await host.finished).code).toBe(0)
})

it('a private network admits who has its key, and the commands beside a host of it', async () => {
  await using home = await createHome()
  const key = join(home.folder, 'lab.key')
  expect(await home.run(['network-key', 'lab.key'])).toMatchObject({ code: 0, stdout: key })
  const host = home.start(['--roles', 'ping', '--no-mdns', '--network-key', 'lab.key'])
  await ready(host)
  const [, address = ''] = await host.logged(/address +(\/ip4\/127\S+)/)
  const other = home.start(['--roles', 'ping', '--no-mdns', '--network-key', 'lab.key', '--bootstrap', address])
  await other.logged(/^connected to/)

  expect(await home.run(['ping', '--count', '10'])).toMatchObject({ code: 0 })
  const outside = await home.run(['ads', '--seconds', '2', '--bootstrap', address])
  expect(outside).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('0 peers met') })
  const doctor = await home.run(['doctor', '--json', '--network-key', 'nothing.key'])
  expect(doctor.stdout).toContain('agent-host network-key nothing.key')
})

it('hours and loads that make no sense are usage errors, which say where', async () => {
  await using home = await createHome()
  const hours = await home.run(['--hours', 'mon-fri 1800-08:00, sat'])
  expect(hours).toMatchObject({ code: 2, stdout: '' })
  expect(hours.stderr).toContain(
    '"mon-fri 1800-08:00, sat" are no hours: a comma or the end is expected at character 9',
  )
  expect(await home.run(['--max-load', 'low'])).toMatchObject({ code: 2 })
  expect(await home.run(['--hours', 'sat', '--hours-zone', 'nowhere'])).toMatchObject({ code: 2 })
})
