import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { machineChecks } from './machine.ts'

async function findings(prepare: (data: string) => Promise<unknown>) {
  const data = await mkdtemp(join(tmpdir(), 'xk-doctor-'))
  try {
    await prepare(data)
    const checks = machineChecks(data, undefined)
    const found = checks.map(async ({ name, run }) => [name, await run(AbortSignal.timeout(5000))] as const)
    return Object.fromEntries(await Promise.all(found))
  } finally {
    await rm(data, { recursive: true })
  }
}

it('an empty data directory is a good one', async () => {
  const found = await findings(async () => {})
  for (const name of ['data directory', 'identity key', 'durable queue']) expect(found[name]?.state).toBe('good')
})

it.skipIf(process.platform === 'win32')('a key that others can read is told of', async () => {
  const found = await findings(async (data) => {
    await writeFile(join(data, 'identity.key'), 'secret')
    await chmod(join(data, 'identity.key'), 0o644)
  })
  expect(found['identity key']).toMatchObject({ state: 'bad', advice: expect.stringMatching(/^Run: chmod 600/) })
})

it('a key that is none is told of, before a host does not start', async () => {
  const found = await findings((data) => writeFile(join(data, 'identity.key'), 'garbage', { mode: 0o600 }))
  expect(found['identity key']).toMatchObject({ state: 'bad', found: expect.stringMatching(/no libp2p private key/) })
})

it('a queue that is broken is told of, and left as it is', async () => {
  const found = await findings((data) => writeFile(join(data, 'queue.sqlite'), 'garbage '.repeat(1000)))
  expect(found['durable queue']).toMatchObject({ state: 'bad', found: expect.stringMatching(/not a database/) })
})
