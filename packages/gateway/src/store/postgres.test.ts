import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type PostgresServer, postgresPrograms, startPostgres } from '../testing/postgres-server.ts'
import { type Place, queueContract } from '../testing/queue-contract.ts'
import { openPostgresStore } from './postgres.ts'
import { INBOX } from './store.ts'

// Real files, sockets and processes, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const programs = await postgresPrograms()

// Skipped only where there is no PostgreSQL and none can be installed: elsewhere a server of the test's own is started.
describe.skipIf(programs === undefined)('a store in PostgreSQL', () => {
  let server: PostgresServer
  let places = 0

  beforeAll(async () => {
    server = await startPostgres(programs ?? '')
  }, 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  function freshPlace(): Place & { readonly schema: string } {
    const schema = `queue_${++places}`
    return {
      schema,
      durable: true,
      open: (options) => openPostgresStore(server.url, { ...options, schema, connections: 4 }),
      async [Symbol.asyncDispose]() {
        await ask(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      },
    }
  }

  async function ask(sql: string) {
    const client = new Client(server.url)
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }

  for (const { name, run } of queueContract)
    it(
      name,
      async () => {
        await using place = freshPlace()
        await run(place)
      },
      20_000,
    )

  it('is made once by gateways that start together', async () => {
    await using place = freshPlace()
    const stores = await Promise.all(Array.from({ length: 4 }, () => place.open()))
    await Promise.all(stores.map((store, i) => store.put({ ref: `r${i}`, role: 'r', document: new Uint8Array(1) })))
    expect((await stores[0]?.depth())?.queued).toBe(4)
    await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()))
  })

  it('goes on after it lost its connections', async () => {
    await using place = freshPlace()
    await using one = await place.open()
    await using two = await place.open()
    const waiting = two.changed(INBOX, new AbortController().signal)
    await server.disconnect()
    await one.put({ ref: 'a', role: 'r', document: new Uint8Array(1) }).catch(() => undefined)
    await waiting
    const heard = two.changed(INBOX, new AbortController().signal)
    await one.put({ ref: 'b', role: 'r', document: new Uint8Array(1) })
    await heard
    expect((await two.find('b'))?.state).toBe('queued')
  })

  it('refuses a database that may forget', async () => {
    await using place = freshPlace()
    await ask('ALTER ROLE postgres SET synchronous_commit = off')
    await expect(place.open()).rejects.toMatchObject({ code: 'ERR_QUEUE_UNSAFE' })
    await ask('ALTER ROLE postgres RESET synchronous_commit')
  })

  it('goes on with a queue of the format before, and what is in it', async () => {
    await using place = freshPlace()
    const before = await place.open()
    await before.put({ ref: 'a', role: 'r', document: new Uint8Array(1) })
    await before[Symbol.asyncDispose]()
    await ask(`ALTER TABLE ${place.schema}.receipts DROP COLUMN queue; UPDATE ${place.schema}.format SET version = 1`)
    await using store = await place.open()
    await store.put({ ref: 'b', role: 'r', queue: 'q', document: new Uint8Array(1) })
    expect([(await store.find('a'))?.state, (await store.find('b'))?.queue]).toEqual(['queued', 'q'])
  })

  it('refuses a queue of a later format, and a name that is no schema', async () => {
    await using place = freshPlace()
    await (await place.open())[Symbol.asyncDispose]()
    await ask(`UPDATE ${place.schema}.format SET version = 99`)
    await expect(place.open()).rejects.toMatchObject({ code: 'ERR_QUEUE_FORMAT' })
    await expect(openPostgresStore(server.url, { schema: 'a;b' })).rejects.toMatchObject({ code: 'ERR_GATEWAY_OPTION' })
  })
})

it('says so when there is no server', async () => {
  await expect(openPostgresStore('postgres://nobody@127.0.0.1:1/none')).rejects.toMatchObject({
    code: 'ERR_QUEUE_FAILED',
  })
})
