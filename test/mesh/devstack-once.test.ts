import { expect, it } from 'vitest'
import { createHome } from './processes.ts'

it('a devstack starts, pings through HTTP, and leaves nothing running', async () => {
  await using home = await createHome()
  const { code, stdout, stderr } = await home.run(['devstack', '--once', '--gateway', '0', '--hosts', '2'])
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(stdout).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\n<ping-stats count="1000" failures="0" elapsed="\d+"\/>$/)
  expect(stderr).toMatch(/worker-2 +\d+ pings/)
  expect(await home.run(['status'])).toMatchObject({ code: 1, stdout: '' })
})

it('a devstack goes on until it is interrupted, restarts what dies, and can be joined by the line it prints', async () => {
  await using home = await createHome()
  const stack = home.start(['devstack', '--gateway', '0', '--hosts', '1'])
  const [, url = ''] = await stack.line(/^ready (\S+)$/)
  const [, address = ''] = await stack.logged(/^Join +.*agent-host --roles ping --bootstrap (\S+)/)
  const joined = home.start(['--roles', 'ping', '--no-mdns', '--bootstrap', address])
  await joined.logged(/^connected to/)

  const hosts = await reports(home)
  const gateway = hosts.find((host) => host.gateway === url)
  process.kill(gateway?.pid ?? 0, 'SIGKILL')
  await expect
    .poll(async () => (await reports(home)).filter(({ pid, gateway: at }) => at === url && pid !== gateway?.pid), {
      timeout: 20_000,
    })
    .toHaveLength(1)

  stack.kill('SIGINT')
  expect((await stack.finished).code).toBe(0)
  expect(await reports(home)).toHaveLength(1)
})

interface Report {
  readonly pid: number
  readonly gateway: string | null
}

async function reports(home: Awaited<ReturnType<typeof createHome>>): Promise<readonly Report[]> {
  const { stdout } = await home.run(['status', '--json'])
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Report]))
}
