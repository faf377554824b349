import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { expect, test } from 'vitest'
import { encryption } from './encryption.ts'

const PROTOCOL = '/test/echo'

async function nodeWith(encrypter: typeof encryption): Promise<Libp2p & AsyncDisposable> {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [encrypter()],
    streamMuxers: [yamux()],
    services: { identify: identify() },
  })
  await node.handle(PROTOCOL, (stream) => {
    stream.addEventListener('message', ({ data }) => {
      stream.send(data)
    })
  })
  return Object.assign(node, { [Symbol.asyncDispose]: async () => node.stop() })
}

/** Sends bytes and collects as many as come back. */
async function echo(from: Libp2p, address: string, bytes: Uint8Array): Promise<Uint8Array> {
  const stream = await from.dialProtocol(multiaddr(address), PROTOCOL)
  const back: Uint8Array[] = []
  let length = 0
  const whole = Promise.withResolvers<void>()
  stream.addEventListener('message', ({ data }) => {
    back.push(data.subarray())
    length += data.byteLength
    if (length >= bytes.length) whole.resolve()
  })
  stream.addEventListener('close', () => whole.reject(new Error('the stream closed')))
  stream.send(bytes)
  await whole.promise
  return Buffer.concat(back)
}

function addressOf(node: Libp2p): string {
  return String(node.getMultiaddrs()[0])
}

const stock = noise as unknown as typeof encryption

test.each([
  ['ours to theirs', encryption, stock],
  ['theirs to ours', stock, encryption],
  ['ours to ours', encryption, encryption],
])('messages of every size pass: %s', async (_, one, two) => {
  await using from = await nodeWith(one)
  await using to = await nodeWith(two)
  for (const size of [1, 1199, 1200, 1201, 65_519, 65_520, 500_000]) {
    const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 7) & 0xff)
    expect(Buffer.compare(await echo(from, addressOf(to), bytes), bytes)).toBe(0)
  }
})

/** Passes bytes on both ways; `spoil` may change those on their way to `port`. */
async function proxyTo(port: number, spoil: (chunk: Buffer) => void): Promise<Server & AsyncDisposable> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const target = createConnection(port, '127.0.0.1')
    const both = [client, target]
    for (const socket of both) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => both.forEach((each) => each.destroy()))
    }
    client.on('data', (chunk: Buffer) => {
      spoil(chunk)
      target.write(chunk)
    })
    target.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(server, {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  })
}

test.each([100, 10_000])(
  'one altered bit in %d bytes ends the connection, and nothing of them is delivered',
  async (size) => {
    await using from = await nodeWith(encryption)
    await using to = await nodeWith(encryption)
    const port = Number(/\/tcp\/(\d+)/.exec(addressOf(to))?.[1])
    let altering = false
    await using proxy = await proxyTo(port, (chunk) => {
      if (altering) chunk[chunk.length - 1] = (chunk.at(-1) ?? 0) ^ 1
    })
    const address = proxy.address()
    const through = `/ip4/127.0.0.1/tcp/${typeof address === 'object' ? address?.port : 0}/p2p/${to.peerId.toString()}`
    await echo(from, through, new Uint8Array(10))
    altering = true
    await expect(echo(from, through, new Uint8Array(size))).rejects.toThrow()
  },
)
