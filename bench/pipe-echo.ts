// An echo of documents through a pipe, next to what the transport gives at best. `node bench/pipe-echo.ts` prints a table.
import { randomBytes } from 'node:crypto'
import { type MessageId, roleIri } from '@xeerkat/agent-vm'
import { createMesh } from '@xeerkat/mesh'
import { fromBytes } from '@xeerkat/xml'
import type { EchoServer } from './echo-server.ts'
import { rawEcho, tcpEcho } from './raw-echo.ts'
import { startServer } from './server-process.ts'
import { type EchoOptions, type EchoResult, runWindow } from './window.ts'

const ROLE = roleIri('http://www.xeerkat.org/Vocabulary/Agent/Roles/Ping/2005/1/0/Worker')

/** What a frame adds to a document of some hundred bytes: three ids of 18, the role, the document's own prefix; and half as often `reply_to`. */
const FRAME_OVERHEAD = 18 + 18 + (2 + ROLE.length) + 3 + 9

export async function pipeEcho(options: EchoOptions): Promise<EchoResult> {
  await using server = await startServer<EchoServer>('echo-server.ts')
  await using mesh = await createMesh({ listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
  return await runWindow(async (answered) => {
    const pipe = mesh.pipes.open(await mesh.dial(server.mesh))
    const ids = Array.from({ length: 1024 }, () => randomBytes(16).toString('hex') as MessageId)
    const engagement = randomBytes(16).toString('hex') as MessageId
    const bytes = Buffer.from(`<ping>${'x'.repeat(options.size - 13)}</ping>`)
    let next = 0
    void (async () => {
      for await (const { document } of pipe.messages) {
        if (document?.bytes.length !== bytes.length) throw new Error('not what was sent')
        answered()
      }
    })()
    return {
      ask() {
        const id = ids[next++ % ids.length] as MessageId
        void pipe.send({ id, engagement, role: ROLE, document: fromBytes(bytes) })
      },
      [Symbol.asyncDispose]: () => pipe[Symbol.asyncDispose](),
    }
  }, options)
}

if (import.meta.main) {
  const table: Record<string, unknown>[] = []
  for (const size of [150, 10_000]) {
    for (const inFlight of [1, 100]) {
      const frame = { size: size + FRAME_OVERHEAD, inFlight }
      const [tcp, raw, pipe] = [await tcpEcho(frame), await rawEcho(frame), await pipeEcho({ size, inFlight })]
      const ratio = (a: EchoResult, b: EchoResult) => Number((a.rate / b.rate).toFixed(2))
      table.push({
        size,
        inFlight,
        'tcp/s': tcp.rate,
        'libp2p/s': raw.rate,
        'pipe/s': pipe.rate,
        'pipe p50 ms': Number(pipe.p50.toFixed(2)),
        'pipe p99 ms': Number(pipe.p99.toFixed(2)),
        'pipe : libp2p': ratio(pipe, raw),
        'pipe : tcp': ratio(pipe, tcp),
      })
    }
  }
  console.table(table)
}
