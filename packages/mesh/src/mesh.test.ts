import { createServer } from 'node:net'
import { peerIri } from '@xeerkat/agent-vm'
import { expect, test } from 'vitest'
import { createMesh, type Mesh, type MeshOptions } from './mesh.ts'

const loopback: MeshOptions = { listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false }

function addressOf(mesh: Mesh): string {
  return String(mesh.addresses()[0])
}

/** Resolves once so many peers are connected to this mesh. */
async function connectedTo(mesh: Mesh, count: number): Promise<void> {
  while (mesh.peers().length < count) {
    await new Promise((resolve) => mesh.libp2p.addEventListener('peer:connect', resolve, { once: true }))
  }
}

async function disposeAll(meshes: readonly Mesh[]): Promise<void> {
  await Promise.all(meshes.map((mesh) => mesh[Symbol.asyncDispose]()))
}

test('two peers know each other once one has dialled', async () => {
  await using one = await createMesh(loopback)
  await using two = await createMesh(loopback)
  expect(await one.dial(addressOf(two))).toBe(two.self)
  expect(one.peers()).toEqual([two.self])
  await connectedTo(two, 1)
  expect(two.peers()).toEqual([one.self])
})

test('a mesh listens over TCP and WebSockets, and its addresses name it', async () => {
  await using one = await createMesh({ mdns: false })
  await using two = await createMesh({ ...loopback, listen: [] })
  const web = one.addresses().find((address) => address.startsWith('/ip4/127.0.0.1/') && address.includes('/ws'))
  expect(await two.dial(String(web))).toBe(one.self)
  for (const address of one.addresses()) expect(peerIri(address.split('/p2p/')[1] ?? '')).toBe(one.self)
})

test('in a lab many peers of one address may come at once', async () => {
  await using centre = await createMesh(loopback)
  const others = await Promise.all(Array.from({ length: 20 }, () => createMesh(loopback)))
  await Promise.all(others.map((other) => other.dial(addressOf(centre))))
  await connectedTo(centre, 20)
  await disposeAll(others)
}, 20_000)

test('a bootstrap peer that comes up later is connected to, and again after the connection broke', async () => {
  const reserved = createServer()
  await new Promise<void>((resolve) => reserved.listen(0, '127.0.0.1', resolve))
  const address = reserved.address()
  const where = `/ip4/127.0.0.1/tcp/${typeof address === 'object' ? address?.port : 0}`
  await new Promise((resolve) => reserved.close(resolve))

  const unreachable = Promise.withResolvers<void>()
  await using early = await createMesh({
    ...loopback,
    bootstrap: [where],
    observe: ({ type }) => {
      if (type === 'unreachable') unreachable.resolve()
    },
  })
  await unreachable.promise
  await using late = await createMesh({ ...loopback, listen: [where] })
  await Promise.all([connectedTo(early, 1), connectedTo(late, 1)])
  expect(early.peers()).toEqual([late.self])
  const again = new Promise((resolve) => early.libp2p.addEventListener('peer:connect', resolve, { once: true }))
  for (const connection of late.libp2p.getConnections()) connection.abort(new Error('a cable was pulled'))
  await again
}, 20_000)

test('peers that know a third find each other through it', async () => {
  await using centre = await createMesh(loopback)
  const options = { ...loopback, bootstrap: [addressOf(centre)] }
  const others = await Promise.all([createMesh(options), createMesh(options)])
  await Promise.all(others.map((other) => connectedTo(other, 2)))
  await disposeAll(others)
}, 20_000)

test('gossip reaches who subscribes', async () => {
  await using one = await createMesh(loopback)
  await using two = await createMesh(loopback)
  const subscribed = new Promise((resolve) =>
    one.libp2p.services.pubsub.addEventListener('subscription-change', resolve, { once: true }),
  )
  const heard = new Promise<string>((resolve) =>
    two.libp2p.services.pubsub.addEventListener('message', ({ detail }) =>
      resolve(Buffer.from(detail.data).toString()),
    ),
  )
  two.libp2p.services.pubsub.subscribe('news')
  await one.dial(addressOf(two))
  await subscribed
  await one.libp2p.services.pubsub.publish('news', Buffer.from('hello'))
  expect(await heard).toBe('hello')
})

test('a pipe runs over a relay to a peer that nobody can reach', async () => {
  await using relay = await createMesh({ ...loopback, relay: true })
  await using hidden = await createMesh({ ...loopback, listen: [`${addressOf(relay)}/p2p-circuit`] })
  await using other = await createMesh(loopback)
  while (hidden.addresses().length === 0) {
    await new Promise((resolve) => hidden.libp2p.addEventListener('self:peer:update', resolve, { once: true }))
  }
  await other.dial(addressOf(hidden))
  const id = '0'.repeat(32) as never
  await other.pipes.open(hidden.self).send({ id })
  for await (const pipe of hidden.pipes.incoming) {
    expect(pipe.peer).toBe(other.self)
    expect((await pipe.messages[Symbol.asyncIterator]().next()).value).toEqual({ id })
    break
  }
}, 20_000)

test('an observer that throws harms nobody', async () => {
  const observe = () => {
    throw new Error('the log is full')
  }
  await using one = await createMesh({ ...loopback, observe })
  await using two = await createMesh({ ...loopback, observe })
  await one.dial(addressOf(two))
  await connectedTo(two, 1)
})

test.each<MeshOptions>([{ listen: ['localhost:4001'] }, { bootstrap: ['http://example.org'] }])(
  'what is no address is refused: %o',
  async (options) => {
    await expect(createMesh({ ...loopback, ...options })).rejects.toMatchObject({ code: 'ERR_ADDRESS_INVALID' })
  },
)

test('a port that is taken is an error with a code, and leaves nothing running', async () => {
  await using one = await createMesh(loopback)
  const taken = addressOf(one).split('/p2p/')[0] ?? ''
  await expect(createMesh({ ...loopback, listen: [taken] })).rejects.toMatchObject({
    code: 'ERR_LISTEN_FAILED',
    message: expect.stringMatching(
      /^Cannot listen on \S+: listen EADDRINUSE: [^\n]+\. Choose another port, or 0 for any\.$/,
    ),
  })
})

test('dialling where nobody is says so, and stops when told to', async () => {
  await using one = await createMesh(loopback)
  await expect(one.dial('/ip4/127.0.0.1/tcp/1')).rejects.toMatchObject({ code: 'ERR_DIAL_FAILED' })
  await expect(one.dial('nowhere')).rejects.toMatchObject({ code: 'ERR_ADDRESS_INVALID' })
  const signal = AbortSignal.abort('changed my mind')
  await expect(one.dial('/ip4/127.0.0.1/tcp/1', { signal })).rejects.toBe('changed my mind')
})

test('a mesh that is disposed of is gone at once, and its pipes with it', async () => {
  await using one = await createMesh(loopback)
  const two = await createMesh(loopback)
  await two.dial(addressOf(one))
  const pipe = two.pipes.open(one.self)
  const next = pipe.messages[Symbol.asyncIterator]().next()
  const started = performance.now()
  await two[Symbol.asyncDispose]()
  expect(performance.now() - started).toBeLessThan(5_000)
  expect((await next).done).toBe(true)
  await expect(pipe.send({ id: '0'.repeat(32) as never })).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' })
})

test('what is announced is told to others besides where it listens, and comes first', async () => {
  await using one = await createMesh({ ...loopback, announce: ['/dns4/grid.example/tcp/4001'] })
  await using two = await createMesh(loopback)
  const [announced, listening] = one.addresses()
  expect(announced).toMatch(/^\/dns4\/grid\.example\/tcp\/4001\/p2p\//)
  await two.dial(String(listening))
  const known = async () => {
    const { addresses } = await two.libp2p.peerStore.get(one.libp2p.peerId)
    return addresses.map(({ multiaddr }) => String(multiaddr))
  }
  await expect.poll(known, { timeout: 10_000 }).toContain('/dns4/grid.example/tcp/4001')
  await expect(createMesh({ ...loopback, announce: ['grid.example:4001'] })).rejects.toMatchObject({
    code: 'ERR_ADDRESS_INVALID',
  })
}, 20_000)

test('in the open a peer is met, and asked, as in a lab', async () => {
  await using one = await createMesh({ ...loopback, profile: 'open' })
  await using two = await createMesh({ ...loopback, profile: 'open', bootstrap: one.addresses() })
  await Promise.all([connectedTo(one, 1), connectedTo(two, 1)])
  expect(await two.libp2p.services.ping.ping(one.libp2p.peerId)).toBeGreaterThanOrEqual(0)
  expect(one.libp2p.getProtocols()).toContain('/libp2p/autonat/1.0.0')
}, 20_000)

test('a walk through the network takes its time, however small that is', async () => {
  await using one = await createMesh(loopback)
  await using two = await createMesh({ ...loopback, bootstrap: one.addresses() })
  await connectedTo(two, 1)
  const began = performance.now()
  const met: string[] = []
  for await (const { id } of two.libp2p.peerRouting.getClosestPeers(new Uint8Array(32))) met.push(peerIri(String(id)))
  expect(met.every((peer) => peer === one.self)).toBe(true)
  expect(performance.now() - began).toBeGreaterThan(4500)
}, 30_000)
