import { expect, it } from 'vitest'
import { createHome, type Home } from './processes.ts'

const HOSTS = 16

/** How many agent ads a visitor of the mesh sees. */
async function adsSeen(home: Home, bootstrap: string): Promise<number> {
  const { stdout } = await home.run(['ads', '--json', '--no-mdns', '--bootstrap', bootstrap])
  return new Set(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { peer: string }).peer),
  ).size
}

it(
  'sixteen hosts on one machine find each other, and one who comes later learns of all',
  { timeout: 240_000 },
  async () => {
    await using home = await createHome()
    const first = home.start(['--roles', 'ping', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0'])
    await first.line(/^ready /)
    const [, bootstrap = ''] = await first.logged(/(\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/\S+)/)
    const others = Array.from({ length: HOSTS - 1 }, () =>
      home.start(['--roles', 'ping', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0', '--bootstrap', bootstrap]),
    )
    await Promise.all(others.map((host) => host.line(/^ready /)))

    const peers = async () => {
      const { stdout } = await home.run(['status', '--json'])
      return stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { peers: number }).peers)
    }
    await expect
      .poll(peers, { timeout: 150_000, interval: 1_000 })
      .toEqual(Array.from({ length: HOSTS }, () => HOSTS - 1))
    expect(await adsSeen(home, bootstrap)).toBe(HOSTS)

    const late = home.start(['ads', '--watch', '--json', '--no-mdns', '--bootstrap', bootstrap])
    await expect.poll(() => late.stdout.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(HOSTS)
  },
)
