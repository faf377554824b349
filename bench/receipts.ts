// Durable receipts per second, next to what one commit for each receipt gives. `node bench/receipts.ts` prints a table.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { roleIri } from '@xeerkat/agent-vm'
import { createFront, openSqliteStore, type SqliteOptions } from '@xeerkat/gateway'

export const CLIENTS = 64
const SECONDS = 3
const DOCUMENT = Buffer.from('<ping-request count="1000" hire-limit="4"/>')

export interface ReceiptsResult {
  /** Receipts per second. */
  readonly rate: number
  /** Milliseconds from a submission to its receipt. */
  readonly p50: number
  readonly p99: number
}

/** Puts documents into a file, by themselves or over HTTP into another process. `maxBatch: 1`: each is a commit of its own. */
export async function receipts(through: 'store' | 'http', options: SqliteOptions = {}): Promise<ReceiptsResult> {
  const directory = await mkdtemp(join(tmpdir(), 'receipts-'))
  const file = join(directory, 'queue.db')
  try {
    return await (through === 'store' ? overStore(file, options) : overHttp(file, options))
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function overStore(file: string, options: SqliteOptions): Promise<ReceiptsResult> {
  await using store = await openSqliteStore(file, { maxQueued: Infinity, ...options })
  let made = 0
  return await measure(async () => {
    const { outcome } = await store.put({ ref: `r${made++}`, role: 'urn:role', document: DOCUMENT })
    if (outcome !== 'queued') throw new Error(outcome)
  })
}

async function overHttp(file: string, options: SqliteOptions): Promise<ReceiptsResult> {
  const server = fork(fileURLToPath(import.meta.url), [file, JSON.stringify(options)])
  const [url] = (await once(server, 'message')) as [string]
  try {
    return await receiptsOver(url, DOCUMENT)
  } finally {
    server.disconnect()
    await once(server, 'exit')
  }
}

/** Posts a document again and again; whatever is answered must be a receipt. */
export async function receiptsOver(url: string, document: Buffer): Promise<ReceiptsResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const headers = { 'content-type': 'application/xml', 'content-length': document.length }
  try {
    return await measure(async () => {
      const asking = request(url, { method: 'POST', agent, headers })
      asking.end(document)
      const [answer] = await once(asking, 'response')
      answer.resume()
      await once(answer, 'end')
      if (answer.statusCode !== 202) throw new Error(`status ${answer.statusCode}`)
    })
  } finally {
    agent.destroy()
  }
}

/** Many clients, each with one submission under way; the first part of the time is for warming up. */
async function measure(submit: () => Promise<void>): Promise<ReceiptsResult> {
  const warm = performance.now() + SECONDS * 200
  const end = warm + SECONDS * 1000
  const waits: number[] = []
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let now = performance.now(); now < end;) {
        const asked = now
        await submit()
        now = performance.now()
        if (asked >= warm) waits.push(now - asked)
      }
    }),
  )
  waits.sort((a, b) => a - b)
  const at = (share: number) => waits[Math.floor(waits.length * share)] ?? 0
  return { rate: Math.round(waits.length / SECONDS), p50: at(0.5), p99: at(0.99) }
}

/** The other process: a front over a file, until its parent leaves. */
async function serve(file: string, options: string): Promise<void> {
  const store = await openSqliteStore(file, { maxQueued: Infinity, ...JSON.parse(options) })
  const routes = [{ namespace: '', localName: 'ping-request', role: roleIri('urn:role') }]
  const front = await createFront({ store, routes: () => routes }, { rate: Infinity, burst: Infinity })
  process.send?.(front.url)
  await once(process, 'disconnect')
  await front[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
}

/** The rows of the table: every result, and its rate next to that of one commit for each receipt. */
export async function receiptRows(): Promise<Record<string, string | number>[]> {
  const rows: Record<string, string | number>[] = []
  for (const through of ['store', 'http'] as const) {
    const alone = await receipts(through, { maxBatch: 1 })
    const grouped = await receipts(through)
    for (const [commits, result] of [
      ['one each', alone],
      ['grouped', grouped],
    ] as const)
      rows.push({
        receipts: through === 'store' ? 'into the file' : `over HTTP, ${CLIENTS} clients`,
        commits,
        'receipts/s': result.rate,
        'p50 ms': Number(result.p50.toFixed(1)),
        'p99 ms': Number(result.p99.toFixed(1)),
        'times one each': Number((result.rate / alone.rate).toFixed(1)),
      })
  }
  return rows
}

if (import.meta.main) {
  const [file, options = '{}'] = process.argv.slice(2)
  if (file === undefined) console.table(await receiptRows())
  else await serve(file, options)
}
