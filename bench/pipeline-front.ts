// Receipts a second through a front end that is the paper's Example 4, next to the gateway's own front in the same
// process, which does the same work: reads, validates, queues. `node bench/pipeline-front.ts` prints a table.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFront, openSqliteStore, routesOf } from '@xeerkat/gateway'
import { pingWorker } from '@xeerkat/roles/ping'
import { openFronts } from '../packages/agent-host/src/fronts/open-fronts.ts'
import { CLIENTS, receiptsOver, type ReceiptsResult } from './receipts.ts'

const DOCUMENT = Buffer.from('<ping count="3"/>')

/** The rows of the table. */
export async function frontRows(): Promise<Record<string, string | number>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-front-'))
  const server = fork(fileURLToPath(import.meta.url), [join(folder, 'queue.db')])
  try {
    const [url] = (await once(server, 'message')) as [string]
    const own = await receiptsOver(url, DOCUMENT)
    const pipeline = await receiptsOver(`${url}/example-4`, DOCUMENT)
    return [row('the gateway’s own front', own, own), row('Example 4', pipeline, own)]
  } finally {
    server.disconnect()
    await once(server, 'exit')
    await rm(folder, { recursive: true })
  }
}

function row(front: string, { rate, p50, p99 }: ReceiptsResult, reference: ReceiptsResult) {
  return {
    [`front, ${CLIENTS} clients`]: front,
    'receipts/s': rate,
    'p50 ms': Number(p50.toFixed(1)),
    'p99 ms': Number(p99.toFixed(1)),
    'of its own': Number((rate / reference.rate).toFixed(2)),
  }
}

/** The other process: both fronts over one queue, until its parent leaves. */
async function serve(file: string): Promise<void> {
  const example = fileURLToPath(new URL('../test/paper/example-4.xml', import.meta.url))
  const parts = { folder: '.', permits: {}, onTrouble: (_name: string, line: string) => console.error(line) }
  await using fronts = await openFronts([{ name: 'example-4', file: example }], parts)
  await using store = await openSqliteStore(file, { maxQueued: Infinity })
  // A ping is not for consumers; here it is, so that both doors let in the same document.
  const routes = routesOf([pingWorker]).map((route) => ({ ...route, public: true }))
  const dependencies = { store, routes: () => routes, fronts: fronts.list }
  await using front = await createFront(dependencies, { rate: Infinity, burst: Infinity })
  process.send?.(front.url)
  await once(process, 'disconnect')
}

if (import.meta.main) {
  const [file] = process.argv.slice(2)
  if (file === undefined) console.table(await frontRows())
  else await serve(file)
}
