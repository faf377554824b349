import { randomBytes } from 'node:crypto'
import type { Stream } from '@libp2p/interface'
import { type Message, type MessageId, type Pipe, PIPE_PROTOCOL, type PeerIri } from '@xeerkat/agent-vm'
import { pipeContract } from '@xeerkat/agent-vm/testing'
import { fromBytes, fromText } from '@xeerkat/xml'
import { describe, expect, test } from 'vitest'
import type { MeshEvent } from './events.ts'
import type { Limits } from './limits.ts'
import { createMesh, type Mesh } from './mesh.ts'
import { DOCUMENT_PROTOCOL } from './outbound.ts'

/** A mesh on the loopback interface that remembers what it observed. */
interface Peer extends Mesh {
  /** Resolves with the first event of this type, past or to come. */
  readonly seen: (type: MeshEvent['type']) => Promise<MeshEvent>
  readonly events: readonly MeshEvent[]
  /** Resolves at the next event of whatever type. */
  readonly next: () => Promise<void>
}

async function createPeer(limits: Partial<Limits> = {}): Promise<Peer> {
  const events: MeshEvent[] = []
  let news = Promise.withResolvers<void>()
  const observe = (event: MeshEvent) => {
    events.push(event)
    news.resolve()
    news = Promise.withResolvers()
  }
  const mesh = await createMesh({ listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false, limits, observe })
  const seen = async (type: MeshEvent['type']) => {
    for (;;) {
      const event = events.find((one) => one.type === type)
      if (event !== undefined) return event
      await news.promise
    }
  }
  return { ...mesh, seen, events, next: () => news.promise }
}

/** Two that are connected. */
async function createPair(limits: Partial<Limits> = {}) {
  const one = await createPeer(limits)
  const two = await createPeer(limits)
  await one.dial(addressOf(two))
  return {
    one,
    two,
    async [Symbol.asyncDispose]() {
      await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()])
    },
  }
}

function addressOf(mesh: Mesh): string {
  return String(mesh.addresses()[0])
}

function messageId(number: number): MessageId {
  return number.toString(16).padStart(32, '0') as MessageId
}

function message(number: number, { size = 0, engagement }: { size?: number; engagement?: number } = {}): Message {
  return {
    id: messageId(number),
    ...(engagement !== undefined && { engagement: messageId(engagement) }),
    document: size === 0 ? fromText(`<m n="${number}"/>`) : fromBytes(new Uint8Array(size).fill(number)),
  }
}

async function take(pipe: Pipe, count: number): Promise<readonly Message[]> {
  const reader = pipe.messages[Symbol.asyncIterator]()
  const taken: Message[] = []
  while (taken.length < count) {
    const { done, value } = await reader.next()
    if (done === true) throw new Error(`it ended after ${taken.length} of ${count}`)
    taken.push(value)
  }
  return taken
}

function numbers(messages: readonly Message[]): readonly number[] {
  return messages.map(({ id }) => Number.parseInt(id, 16))
}

/** A raw stream to a peer, to say on it what no pipe would. */
function openRaw(from: Mesh, to: PeerIri, protocol: string): Promise<Stream> {
  const connection = from.libp2p.getConnections().find((one) => to.endsWith(one.remotePeer.toString()))
  if (connection === undefined) throw new Error('not connected')
  return connection.newStream(protocol, { maxOutboundStreams: 100 })
}

function closeOf(stream: Stream): Promise<void> {
  return new Promise((resolve) => {
    stream.addEventListener('close', () => resolve())
    if (stream.status !== 'open') resolve()
  })
}

describe('the contract of pipes', () => {
  const make = async () => {
    const { one, two, ...rest } = await createPair()
    return { one: one.pipes, two: two.pipes, overfull: 1024, ...rest }
  }
  for (const { name, run } of pipeContract(make)) test(name, { timeout: 20_000 }, run)
})

test('a pipe needs no connection to take messages, and makes one', async () => {
  await using one = await createPeer()
  await using two = await createPeer()
  await one.libp2p.peerStore.merge(two.libp2p.peerId, { multiaddrs: two.libp2p.getMultiaddrs() })
  await one.pipes.open(two.self).send(message(1))
  expect(numbers(await take(two.pipes.open(one.self), 1))).toEqual([1])
})

test('when a connection breaks, what is sent afterwards arrives on the next, in order', async () => {
  await using pair = await createPair()
  const { one, two } = pair
  const there = one.pipes.open(two.self)
  const back = two.pipes.open(one.self)
  await there.send(message(0))
  await take(back, 1)
  for (const connection of one.libp2p.getConnections()) connection.abort(new Error('a cable was pulled'))
  await one.seen('disconnected')
  for (let number = 1; number <= 100; number++) await there.send(message(number))
  const received = numbers(await take(back, 100))
  expect(received).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
})

test('both sides that begin at once end up with one pipe each', async () => {
  await using pair = await createPair()
  const { one, two } = pair
  const pipes = [one.pipes.open(two.self), two.pipes.open(one.self)] as const
  await Promise.all(pipes.map((pipe) => pipe.send(message(1))))
  expect(await Promise.all(pipes.map(async (pipe) => numbers(await take(pipe, 1))))).toEqual([[1], [1]])
})

test('a large document does not hold up other engagements, and keeps its place in its own', async () => {
  await using pair = await createPair({ inlineBytes: 10_000 })
  const { one, two } = pair
  const pipe = one.pipes.open(two.self)
  const large = { size: 8_000_000, engagement: 7 }
  void pipe.send(message(1, { engagement: 7 }))
  void pipe.send(message(2, large))
  for (let number = 3; number < 10; number++) void pipe.send(message(number, { engagement: number % 2 === 0 ? 8 : 7 }))
  const received = await take(two.pipes.open(one.self), 9)
  const inEngagement = (number: number) =>
    numbers(received.filter(({ engagement }) => engagement === messageId(number)))
  expect(inEngagement(7)).toEqual([1, 2, 3, 5, 7, 9])
  expect(inEngagement(8)).toEqual([4, 6, 8])
  const order = numbers(received)
  expect(order.indexOf(8)).toBeLessThan(order.indexOf(2))
})

test('a heartbeat overtakes a large document of its engagement', async () => {
  await using pair = await createPair({ inlineBytes: 10_000 })
  const { one, two } = pair
  const pipe = one.pipes.open(two.self)
  void pipe.send(message(1, { size: 8_000_000, engagement: 7 }))
  void pipe.send({ id: messageId(2), engagement: messageId(7) })
  expect(numbers(await take(two.pipes.open(one.self), 2))).toEqual([2, 1])
})

test('more large documents than may be under way at once all arrive', async () => {
  await using pair = await createPair({ inlineBytes: 10_000, documentStreams: 2 })
  const { one, two } = pair
  const pipe = one.pipes.open(two.self)
  const sent = Array.from({ length: 9 }, (_, index) => message(index + 1, { size: 100_000, engagement: index % 4 }))
  const sending = Promise.all(sent.map((each) => pipe.send(each)))
  const received = await take(two.pipes.open(one.self), sent.length)
  await sending
  for (const engagement of [0, 1, 2, 3].map(messageId)) {
    const ofIt = (messages: readonly Message[]) => numbers(messages.filter((each) => each.engagement === engagement))
    expect(ofIt(received)).toEqual(ofIt(sent))
  }
  expect(received.map(({ document }) => document?.bytes.length)).toEqual(received.map(() => 100_000))
})

test('a large document whose connection breaks is sent again on the next, and what follows it follows', async () => {
  await using pair = await createPair({ inlineBytes: 10_000 })
  const { one, two } = pair
  const back = two.pipes.open(one.self)
  const there = one.pipes.open(two.self)
  await there.send(message(0))
  await take(back, 1)
  void there.send(message(1, { size: 8_000_000 }))
  void there.send(message(2))
  const [connection] = two.libp2p.getConnections()
  await new Promise<void>((resolve) => {
    const look = () => {
      const begun = connection?.streams.some((stream) => stream.protocol === DOCUMENT_PROTOCOL)
      if (begun === true) resolve()
      else setImmediate(look)
    }
    look()
  })
  connection?.abort(new Error('a cable was pulled'))
  expect(numbers(await take(back, 2))).toEqual([1, 2])
})

test('a document over the limit is refused to its sender', async () => {
  await using one = await createPeer({ documentBytes: 1000, inlineBytes: 500 })
  const pipe = one.pipes.open(one.self)
  await expect(pipe.send(message(1, { size: 1001 }))).rejects.toMatchObject({ code: 'ERR_DOCUMENT_TOO_LARGE' })
})

const varint = (value: number) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, value >>> 7])

describe.each<[string, readonly number[], string]>([
  ['garbage', [5, 0xff, 0xff, 0xff, 0xff, 0xff], 'malformed'],
  ['a frame of nothing', [0], 'malformed'],
  ['a length without an end', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 'too-large'],
  ['a length not in its shortest form', [0x85, 0x00], 'malformed'],
  ['a frame over the limit', [0xff, 0xff, 0x7f], 'too-large'],
  ['a frame without an id', [...varint(18), 0x12, 16, ...randomBytes(16)], 'malformed'],
])('%s', (_, bytes, why) => {
  test.each([PIPE_PROTOCOL, DOCUMENT_PROTOCOL])(
    'on %s resets its stream, is counted, and harms nobody',
    async (protocol) => {
      await using pair = await createPair({ documentBytes: 1_000_000 })
      const { one, two } = pair
      const pipe = one.pipes.open(two.self)
      const back = two.pipes.open(one.self)
      await pipe.send(message(1))
      await take(back, 1)
      const stream = await openRaw(one, two.self, protocol)
      const closed = closeOf(stream)
      stream.send(Uint8Array.from(bytes))
      await closed
      expect(await two.seen('frame-rejected')).toMatchObject({ peer: one.self, why })
      await pipe.send(message(2))
      expect(numbers(await take(back, 1))).toEqual([2])
    },
  )
})

test.each([PIPE_PROTOCOL, DOCUMENT_PROTOCOL])(
  'a frame that ends early on %s is counted and not delivered',
  async (protocol) => {
    await using pair = await createPair()
    const { one, two } = pair
    const stream = await openRaw(one, two.self, protocol)
    stream.send(Uint8Array.of(100, 0x0a, 16, 1, 2, 3))
    await stream.close()
    expect(await two.seen('frame-rejected')).toMatchObject({ peer: one.self, why: 'truncated' })
  },
)

test('what came before garbage stands', async () => {
  await using pair = await createPair()
  const { one, two } = pair
  const stream = await openRaw(one, two.self, PIPE_PROTOCOL)
  stream.send(Uint8Array.from([18, 0x0a, 16, ...Buffer.from(messageId(9), 'hex'), 2, 0xff, 0xff]))
  expect(numbers(await take(two.pipes.open(one.self), 1))).toEqual([9])
  await two.seen('frame-rejected')
})

test('a second stream from a peer replaces its first, and what came on that is not lost', async () => {
  await using pair = await createPair()
  const { one, two } = pair
  const frame = (number: number) => Uint8Array.from([18, 0x0a, 16, ...Buffer.from(messageId(number), 'hex')])
  const first = await openRaw(one, two.self, PIPE_PROTOCOL)
  const closed = closeOf(first)
  first.send(frame(1))
  const second = await openRaw(one, two.self, PIPE_PROTOCOL)
  second.send(frame(2))
  await closed
  expect(numbers(await take(two.pipes.open(one.self), 2))).toEqual([1, 2])
})

test('more documents at once than allowed are turned away', async () => {
  await using pair = await createPair({ documentStreams: 2 })
  const { one, two } = pair
  const streams = await Promise.all([1, 2, 3].map(() => openRaw(one, two.self, DOCUMENT_PROTOCOL)))
  await Promise.race(streams.map(closeOf))
  expect(await two.seen('stream-refused')).toMatchObject({ peer: one.self, why: 'documents' })
})

test('large documents of all peers share a bounded memory', async () => {
  await using pair = await createPair({ documentsBytes: 50_000 })
  const { one, two } = pair
  const stream = await openRaw(one, two.self, DOCUMENT_PROTOCOL)
  const closed = closeOf(stream)
  stream.send(Uint8Array.from([0x80, 0x80, 0x10, ...new Uint8Array(60_000)]))
  await closed
  expect(await two.seen('frame-rejected')).toMatchObject({ why: 'no-memory' })
})

test('a document that makes no progress is given up', async () => {
  await using pair = await createPair({ documentStall: 50 })
  const { one, two } = pair
  const stream = await openRaw(one, two.self, DOCUMENT_PROTOCOL)
  const closed = closeOf(stream)
  stream.send(Uint8Array.of(100, 0x0a))
  await closed
  expect(await two.seen('frame-rejected')).toMatchObject({ why: 'truncated' })
})

test('what cannot be delivered expires, is counted, and its senders are let go', async () => {
  await using one = await createPeer({ expiry: 100, dial: 200, queueMessages: 1 })
  const stranger = await createPeer()
  const { self } = stranger
  await stranger[Symbol.asyncDispose]()
  const pipe = one.pipes.open(self)
  await Promise.all([pipe.send(message(1)), pipe.send(message(2))])
  expect(await one.seen('redial')).toMatchObject({ peer: self })
  expect(await one.seen('expired')).toMatchObject({ peer: self, messages: 2 })
})

test('large documents expire like any other message when their peer is gone', async () => {
  await using one = await createPeer({ inlineBytes: 10_000, documentStreams: 1, expiry: 100, dial: 200 })
  const two = await createPeer()
  await one.dial(addressOf(two))
  const pipe = one.pipes.open(two.self)
  await pipe.send(message(0))
  await take(two.pipes.open(one.self), 1)
  for (let number = 1; number <= 3; number++) void pipe.send(message(number, { size: 8_000_000, engagement: number }))
  for (const connection of two.libp2p.getConnections()) connection.abort(new Error('a cable was pulled'))
  await two[Symbol.asyncDispose]()
  const given = () =>
    one.events.reduce((sum, event) => {
      if (event.type === 'expired') return sum + event.messages
      return event.type === 'document-lost' ? sum + 1 : sum
    }, 0)
  while (given() < 3) await one.next()
  expect(given()).toBe(3)
})

test('pipes are bounded: a connected one is kept, a forgotten one gives way', async () => {
  await using pair = await createPair({ pipes: 2 })
  const { one, two } = pair
  const pipe = one.pipes.open(two.self)
  await pipe.send(message(1))
  await take(two.pipes.open(one.self), 1)
  const strangers = await Promise.all([createPeer(), createPeer()])
  const [first, second] = strangers.map(({ self }) => one.pipes.open(self)) as [Pipe, Pipe]
  await expect(first.send(message(1))).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' })
  expect(one.pipes.open(two.self)).toBe(pipe)
  await second.send(message(1))
  expect(() => one.pipes.open(first.peer)).toThrowError(expect.objectContaining({ code: 'ERR_PIPE_LIMIT' }))
  await Promise.all(strangers.map((stranger) => stranger[Symbol.asyncDispose]()))
})

test('a pipe to something that is no peer is refused', async () => {
  await using one = await createPeer()
  expect(() => one.pipes.open('urn:libp2p:nobody' as PeerIri)).toThrowError(
    expect.objectContaining({ code: 'ERR_PEER_INVALID' }),
  )
})

test('what is queued when a mesh is disposed of still leaves', async () => {
  await using two = await createPeer()
  const one = await createPeer()
  await one.dial(addressOf(two))
  const pipe = one.pipes.open(two.self)
  await pipe.send(message(0))
  await take(two.pipes.open(one.self), 1)
  for (let number = 1; number <= 500; number++) void pipe.send(message(number, { size: 1000 }))
  await one[Symbol.asyncDispose]()
  expect(numbers(await take(two.pipes.open(one.self), 500)).length).toBe(500)
})
