import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Control, type HostReport, openControl, runningHosts } from './control.ts'
import { takeDataDir } from './data-dir.ts'

async function folder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'agent-host-test-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

const report: HostReport = {
  pid: 7,
  data: '/data',
  started: '2026-01-01T00:00:00.000Z',
  peer: 'urn:libp2p:one',
  addresses: [],
  groups: [],
  roles: [],
  gateway: 'http://127.0.0.1:1',
  networkKey: null,
  availability: { available: true },
  peers: 0,
  answered: 0,
  contracts: [],
}

it('a data directory has one control socket at a time', async () => {
  await using data = await folder()
  const first = await openControl(data.path)
  expect(await openControl(data.path)).toBeUndefined()
  await first?.[Symbol.asyncDispose]()
  await using again = await openControl(data.path)
  expect(again).toBeDefined()
})

it('of many processes that want a directory at once, one gets it', async () => {
  await using data = await folder()
  const all = await Promise.all(Array.from({ length: 8 }, () => openControl(data.path)))
  const got = all.filter((control): control is Control => control !== undefined)
  expect(got).toHaveLength(1)
  await got[0]?.[Symbol.asyncDispose]()
})

it('a running host is found with what it reports', async () => {
  await using data = await folder()
  await using control = await openControl(data.path)
  control?.report(() => ({ ...report, data: data.path }))
  expect(await runningHosts()).toContainEqual({ ...report, data: data.path })
})

it('a named directory that is taken is an error that says whose it is', async () => {
  await using data = await folder()
  const { control } = await takeDataDir(data.path)
  await using _held = control
  await expect(takeDataDir(data.path)).rejects.toMatchObject({ code: 'ERR_DATA_TAKEN' })
})
