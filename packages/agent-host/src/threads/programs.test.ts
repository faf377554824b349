import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createVm } from '@xeerkat/agent-vm'
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'
import { element } from '@xeerkat/xml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryOfGroup } from '../pipelines/process-group.ts'
import { createPrograms } from './programs.ts'
import { threadedRoles } from './threaded-role.ts'

const PIPE = `<p:pipe name="stay" xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0"
  xmlns:x="http://www.xeerkat.org/Vocabulary/Pipeline/2026/1/0"><x:exec command="node" args="stay.js"/></p:pipe>`
/** Says who it is, in a file, and stays. */
const STAY = `require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)`

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xk-programs-'))
  await writeFile(join(folder, 'stay.xml'), PIPE)
  await writeFile(join(folder, 'stay.js'), STAY)
})
afterAll(() => rm(folder, { recursive: true }))

async function ended(group: number): Promise<void> {
  await expect.poll(() => memoryOfGroup(group), { timeout: 30_000 }).toBe(0)
}

describe.runIf(process.platform !== 'win32')('programs of pipelines', { timeout: 60_000 }, () => {
  it('a program runs where its operator allows it, and ends with the engagement', async () => {
    const mesh = createMemoryMesh()
    const module = pathToFileURL(join(folder, 'stay.xml')).href
    const roles = await threadedRoles(module, { pipelines: { commands: { node: process.execPath } } })
    await using host = createVm(mesh.peer('host'), { roles })
    await using employer = createVm(mesh.peer('boss'))
    const [role] = roles
    if (role === undefined) throw new Error('the pipeline is no role')
    const engagement = await employer.hire(host.self, role.iri)
    engagement.ask(element('go')).catch(() => {})
    const pid = (): Promise<number> => readFile(join(folder, 'pid'), 'utf8').then(Number, () => 0)
    await expect.poll(pid, { timeout: 30_000 }).toBeGreaterThan(0)
    const group = await pid()
    expect(await memoryOfGroup(group)).toBeGreaterThan(0)
    await engagement.dismiss()
    await ended(group)
  })

  it('what a thread could not end itself is ended when it is gone', async () => {
    const start = async (): Promise<number> => {
      const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { detached: true })
      await once(child, 'spawn')
      return child.pid ?? 0
    }
    const [left, done] = [await start(), await start()]
    const { calls, end } = createPrograms()
    calls.programStarted(left)
    calls.programStarted(done)
    calls.programEnded(done)
    end()
    await ended(left)
    expect(await memoryOfGroup(done)).toBeGreaterThan(0)
    process.kill(-done, 'SIGKILL')
    await ended(done)
  })
})
