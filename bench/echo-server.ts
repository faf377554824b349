// The other process of the echo benchmarks: echoes over plain TCP, over a raw libp2p stream and over pipes. Says where on
// stdout, as one line of JSON, and ends with its stdin.
import { createServer } from 'node:net'
import type { Pipe } from '@xeerkat/agent-vm'
import { createMesh } from '@xeerkat/mesh'
import { createStockNode } from './stock-node.ts'
import { createCoalescer, createUnframer, framed } from './framing.ts'

/** What this process prints. */
export interface EchoServer {
  readonly tcp: number
  readonly raw: string
  readonly mesh: string
}

export const RAW_PROTOCOL = '/xeerkat/bench/echo/1.0.0'

if (import.meta.main) await serve()

async function serve(): Promise<void> {
  const tcp = createServer({ noDelay: true }, (socket) => {
    const write = createCoalescer((bytes) => socket.write(bytes))
    socket.on(
      'data',
      createUnframer((frame) => write(framed(frame))),
    )
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))

  const node = await createStockNode()
  await node.handle(RAW_PROTOCOL, (stream) => {
    const write = createCoalescer((bytes) => stream.send(bytes))
    const read = createUnframer((frame) => write(framed(frame)))
    stream.addEventListener('message', ({ data }) => read(data instanceof Uint8Array ? data : data.subarray()))
  })
  const mesh = await createMesh({ listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
  void echoPipes(mesh.pipes.incoming)

  const address = tcp.address()
  const port = typeof address === 'object' ? address?.port : undefined
  process.stdout.write(`${JSON.stringify({ tcp: port, raw: node.getMultiaddrs()[0], mesh: mesh.addresses()[0] })}\n`)
  process.stdin.on('end', () => process.exit(0)).resume()
}

async function echoPipes(incoming: AsyncIterable<Pipe>): Promise<void> {
  for await (const pipe of incoming) void echo(pipe)
}

async function echo(pipe: Pipe): Promise<void> {
  for await (const { id, engagement, role, document } of pipe.messages) {
    await pipe.send({ id, replyTo: id, engagement, role, document } as Parameters<Pipe['send']>[0])
  }
}
