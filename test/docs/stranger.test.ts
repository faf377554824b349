import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { type PeerIri, roleIri } from '@xeerkat/agent-vm'
import { fromText } from '@xeerkat/xml'
import { createHost, type Host } from 'agent-host'
import { expect, it } from 'vitest'
import { root } from './markdown.ts'

const run = promisify(execFile)

it(
  'an employer written from the protocol alone hires, asks, is refused and dismisses',
  { timeout: 60_000 },
  async () => {
    await using here = await openHost()
    const { stdout } = await run(process.execPath, ['examples/stranger/employer.ts', here.address], { cwd: root })
    expect(stdout.split('\n').slice(1, -1)).toEqual([
      'answered <ping count="0"/>',
      'answered <ping count="1"/>',
      'answered <ping count="2"/>',
      'refused: unknown-role',
      'dismissed, and it resigned',
      'it works for us no longer',
    ])
  },
)

it('a worker written from the protocol alone is hired, works, refuses and resigns', { timeout: 60_000 }, async () => {
  await using here = await openHost()
  await using stranger = await openStranger(here.address)
  const echo = roleIri('urn:example:echo')

  const engagement = await here.host.vm.hire(stranger.peer, echo)
  expect((await engagement.ask(fromText('<hello from="afar"/>'))).text).toBe('<hello from="afar"/>')
  await expect(here.host.vm.hire(stranger.peer, roleIri('urn:example:other'))).rejects.toMatchObject({
    code: 'ERR_REFUSED',
    cause: 'unknown-role',
  })
  expect(await engagement.dismiss()).toEqual({ how: 'dismissed', silent: false })
})

interface Here extends AsyncDisposable {
  readonly host: Host
  readonly address: string
}

async function openHost(): Promise<Here> {
  const data = await mkdtemp(join(tmpdir(), 'xeerkat-stranger-'))
  const host = await createHost({ data, roles: ['ping#Worker'], listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
  const [address = ''] = host.addresses()
  return {
    host,
    address,
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]()
      await rm(data, { recursive: true, force: true })
    },
  }
}

async function openStranger(address: string): Promise<AsyncDisposable & { readonly peer: PeerIri }> {
  const child = spawn(process.execPath, ['examples/stranger/worker.ts', address], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) {
    const [word, peer] = line.split(' ')
    if (word === 'ready') return { peer: peer as PeerIri, [Symbol.asyncDispose]: () => end(child) }
  }
  throw new Error('the stranger ended before it was ready')
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await gone
}
