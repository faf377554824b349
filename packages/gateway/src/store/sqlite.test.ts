import { fork } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, vi } from 'vitest'
import { type Place, queueContract } from '../testing/queue-contract.ts'
import { openSqliteStore } from './sqlite.ts'

// Real files, sockets and processes, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

describe('a store in a file', () => {
  for (const { name, run } of queueContract)
    it(
      name,
      async () => {
        await using place = await temporaryPlace()
        await run(place)
      },
      20_000,
    )

  it('refuses a file that belongs to another application', async () => {
    await using place = await temporaryPlace()
    using other = new DatabaseSync(place.file)
    other.exec('CREATE TABLE theirs (x)')
    await expect(openSqliteStore(place.file)).rejects.toMatchObject({ code: 'ERR_QUEUE_FORMAT' })
    expect(other.prepare('SELECT count(*) AS n FROM sqlite_schema').get()).toEqual({ n: 1 })
  })

  it('goes on with a file of the format before, and what is in it', async () => {
    await using place = await temporaryPlace()
    await using before = await place.open()
    await before.put({ ref: 'a', role: 'r', document: new Uint8Array(1) })
    await before[Symbol.asyncDispose]()
    {
      using old = new DatabaseSync(place.file)
      old.exec('ALTER TABLE receipts DROP COLUMN queue; PRAGMA user_version = 1')
    }
    await using store = await place.open()
    await store.put({ ref: 'b', role: 'r', queue: 'q', document: new Uint8Array(1) })
    expect([(await store.find('a'))?.state, (await store.find('b'))?.queue]).toEqual(['queued', 'q'])
  })

  it('refuses a file of a later format', async () => {
    await using place = await temporaryPlace()
    await (await place.open())[Symbol.asyncDispose]()
    using other = new DatabaseSync(place.file)
    other.exec('PRAGMA user_version = 99')
    await expect(openSqliteStore(place.file)).rejects.toMatchObject({ code: 'ERR_QUEUE_FORMAT' })
  })

  it('says so when the file cannot be opened', async () => {
    await expect(openSqliteStore('/nowhere/at/all.db')).rejects.toMatchObject({
      code: 'ERR_QUEUE_FAILED',
      message: expect.stringMatching(/no such file or directory/),
    })
  })

  it('refuses a file that is broken, says what to do, and leaves it as it is', async () => {
    await using place = await temporaryPlace()
    const broken = Buffer.alloc(50_000, 'not a database ')
    await writeFile(place.file, broken)
    await expect(openSqliteStore(place.file)).rejects.toMatchObject({
      code: 'ERR_QUEUE_FORMAT',
      message: expect.stringMatching(/queue\.db: file is not a database; move it away/),
    })
    expect(await readFile(place.file)).toEqual(broken)
  })

  it('refuses what cannot be made durable', async () => {
    await expect(openSqliteStore(':memory:')).rejects.toMatchObject({ code: 'ERR_QUEUE_UNSAFE' })
  })

  it('an operation that fails does not fail those committed with it', async () => {
    await using place = await temporaryPlace()
    await using store = await place.open()
    const document = new Uint8Array(1)
    const [first, second, third] = await Promise.allSettled([
      store.put({ ref: 'a', role: 'r', document }),
      store.put({ ref: 'a', role: 'r', document }),
      store.put({ ref: 'b', role: 'r', document }),
    ])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'ERR_QUEUE_FAILED' } })
    expect(third.status).toBe('fulfilled')
    expect(await store.find('b')).toMatchObject({ state: 'queued' })
  })

  it('is readable by its owner alone', async () => {
    await using place = await temporaryPlace()
    await using store = await place.open()
    await store.put({ ref: 'a', role: 'r', document: new Uint8Array(1) })
    for (const file of [place.file, `${place.file}-wal`]) expect((await stat(file)).mode & 0o077).toBe(0)
  })

  it('a closed store says so', async () => {
    await using place = await temporaryPlace()
    const store = await place.open()
    await store[Symbol.asyncDispose]()
    await expect(store.depth()).rejects.toMatchObject({ code: 'ERR_GATEWAY_CLOSED' })
  })

  it('a process killed while it writes has lost no receipt it gave', async () => {
    await using place = await temporaryPlace()
    const child = fork(new URL('../testing/put-until-killed.ts', import.meta.url), [place.file], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    const given: string[] = []
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject)
      child.on('message', (ref: string) => {
        given.push(ref)
        if (given.length === 300) child.kill('SIGKILL')
      })
      child.on('exit', () => resolve())
    })
    await using store = await place.open()
    const receipts = await Promise.all(given.map((ref) => store.find(ref)))
    expect(given.length).toBeGreaterThanOrEqual(300)
    expect(receipts.every((receipt) => receipt?.state === 'queued')).toBe(true)
  })
})

async function temporaryPlace(): Promise<Place & { readonly file: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'gateway-'))
  const file = join(directory, 'queue.db')
  return {
    file,
    durable: true,
    open: (options) => openSqliteStore(file, options),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}
