// What the transport gives at best: an echo over plain TCP and over one raw libp2p stream, both of which frame and
// coalesce as a pipe does, and nothing else.
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { multiaddr } from '@multiformats/multiaddr'
import { type EchoServer, RAW_PROTOCOL } from './echo-server.ts'
import { createCoalescer, createUnframer, framed } from './framing.ts'
import { createStockNode } from './stock-node.ts'
import { startServer } from './server-process.ts'
import { type EchoOptions, type EchoResult, runWindow } from './window.ts'

/** `size` here is a frame's, so that the bytes on the wire are those of a pipe when its frames are as long. */
export async function tcpEcho(options: EchoOptions): Promise<EchoResult> {
  await using server = await startServer<EchoServer>('echo-server.ts')
  return await runWindow(async (answered) => {
    const socket = connectTcp({ port: server.tcp, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    socket.on('data', createUnframer(answered))
    const write = createCoalescer((bytes) => socket.write(bytes))
    const question = Buffer.alloc(options.size, 65)
    return {
      ask: () => write(framed(question)),
      async [Symbol.asyncDispose]() {
        socket.destroy()
      },
    }
  }, options)
}

export async function rawEcho(options: EchoOptions): Promise<EchoResult> {
  await using server = await startServer<EchoServer>('echo-server.ts')
  const node = await createStockNode()
  return await runWindow(async (answered) => {
    const stream = await node.dialProtocol(multiaddr(server.raw), RAW_PROTOCOL)
    const read = createUnframer(answered)
    stream.addEventListener('message', ({ data }) => read(data instanceof Uint8Array ? data : data.subarray()))
    const write = createCoalescer((bytes) => stream.send(bytes))
    const question = Buffer.alloc(options.size, 65)
    return {
      ask: () => write(framed(question)),
      async [Symbol.asyncDispose]() {
        stream.abort(new Error('done'))
        await node.stop()
      },
    }
  }, options)
}
