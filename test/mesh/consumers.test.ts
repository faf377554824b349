import { expect, it } from 'vitest'
import { createHome } from './processes.ts'

const PING = '<ping-request count="10"/>'

it('a gateway takes documents from those in its file, in the open, and SIGHUP has it read who they are', async () => {
  await using home = await createHome()
  const made = await home.run(['consumer', 'alice', 'consumers'])
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-f]{48}$/) })
  const gateway = home.start(['gateway', '--port', '0', '--queue', 'memory:', '--no-mdns'], {
    env: {
      AGENT_HOST_CONSUMERS: 'consumers',
      AGENT_HOST_PROFILE: 'open',
      AGENT_HOST_ANNOUNCE: '/dns4/grid.example/tcp/4001',
    },
  })
  await gateway.line(/^ready/)
  await gateway.logged(/to join .*\/dns4\/grid\.example\/tcp\/4001\/p2p\//)
  const [, address = ''] = await gateway.logged(/address +(\/ip4\/127\S+)/)
  const host = home.start(['--roles', 'ping', '--no-mdns', '--profile', 'open', '--bootstrap', address])
  await host.line(/^ready/)

  const as = (key: string) => home.run(['submit', '-'], { stdin: PING, env: { AGENT_HOST_KEY: key } })
  const refused = await as('')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('401: This gateway wants a key') })
  expect((await as(made.stdout)).stdout).toMatch(/<ping-stats .*failures="0"/)

  const { key } = JSON.parse((await home.run(['consumer', 'bob', 'consumers', '--json'])).stdout) as { key: string }
  expect(await as(key)).toMatchObject({ code: 1, stderr: expect.stringContaining('401: The key you showed') })
  gateway.kill('SIGHUP')
  await gateway.logged(/^consumers read again: 2 keys$/)
  expect((await as(key)).stdout).toMatch(/<ping-stats .*failures="0"/)
})

it('what makes no sense for a gateway, or without one, is said before anything starts', async () => {
  await using home = await createHome()
  const alone = await home.run(['--roles', 'ping', '--rate', '5'])
  expect(alone).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--rate needs a gateway: add --gateway 8080.'),
  })
  const named = await home.run(['consumer', 'two words'])
  expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining('not "two words"') })
  const profile = await home.run(['--profile', 'wide'])
  expect(profile).toMatchObject({ code: 2, stderr: expect.stringContaining('--profile is lab or open, not "wide"') })
  const { stdout, stderr } = await home.run(['consumer', 'alice'])
  expect(stdout).toMatch(/^[0-9a-f]{48}\nalice sha256:[0-9a-f]{64}$/)
  expect(stderr).toContain('only its digest is kept')
})
