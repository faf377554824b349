import { describe, expect, test } from 'vitest'
import { type MessageId, type PeerIri, pipeIri, roleIri, WORLD } from '../iris.ts'
import { discoveryContract } from './discovery-contract.ts'
import { createMemoryMesh } from './memory-mesh.ts'
import { pipeContract } from './pipe-contract.ts'

describe('pipes in memory', () => {
  for (const { name, run } of pipeContract(makePair)) test(name, run)

  async function makePair() {
    const { one, two, leave } = makePeers()
    return { one: one.pipes, two: two.pipes, overfull: 33, [Symbol.asyncDispose]: leave }
  }
})

describe('discovery in memory', () => {
  for (const { name, run } of discoveryContract(makePair)) test(name, run)

  async function makePair() {
    const { one, two, leave } = makePeers()
    return {
      one: { self: one.iri, discovery: one.discovery },
      two: { self: two.iri, discovery: two.discovery },
      [Symbol.asyncDispose]: leave,
    }
  }
})

describe('a mesh in memory', () => {
  const id = '00000000000000000000000000000001' as MessageId
  const role = roleIri('urn:example:role')

  test('a message to a peer that is not there goes nowhere, and takes up no room', async () => {
    const mesh = createMemoryMesh({ limit: 1 })
    await using one = mesh.peer()
    const pipe = one.pipes.open('urn:libp2p:nobody' as PeerIri)
    await expect(Promise.all([pipe.send({ id }), pipe.send({ id }), pipe.send({ id })])).resolves.toHaveLength(3)
  })

  test('a peer that leaves ends its pipes and takes its ads with it', async () => {
    const mesh = createMemoryMesh()
    await using stayer = mesh.peer()
    const leaver = mesh.peer()
    const pipe = leaver.pipes.open(stayer.iri)
    const reading = pipe.messages[Symbol.asyncIterator]().next()
    const listening = leaver.pipes.incoming[Symbol.asyncIterator]().next()
    for (const { iri, discovery } of [leaver, stayer])
      await discovery.publish({ id: `${iri}/ad`, peer: iri, pipe: pipeIri(iri), types: [role], group: WORLD })

    await leaver[Symbol.asyncDispose]()

    await expect(reading).resolves.toMatchObject({ done: true })
    await expect(listening).resolves.toMatchObject({ done: true })
    await expect(pipe.send({ id })).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' })
    await expect(leaver.pipes.open(stayer.iri).send({ id })).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' })
    for await (const { peer } of stayer.discovery.find({ role })) {
      expect(peer).toBe(stayer.iri)
      break
    }
  })

  test('a peer whose end of a pipe is disposed of gets the next message through a new one', async () => {
    const mesh = createMemoryMesh()
    await using one = mesh.peer()
    await using two = mesh.peer()
    const incoming = two.pipes.incoming[Symbol.asyncIterator]()
    const pipe = one.pipes.open(two.iri)
    await pipe.send({ id })
    const { value: first } = await incoming.next()
    await first[Symbol.asyncDispose]()
    await pipe.send({ id })
    const { value: second } = await incoming.next()
    expect(second).not.toBe(first)
    await expect(second.messages[Symbol.asyncIterator]().next()).resolves.toMatchObject({ value: { id } })
  })

  test('past its bound the board drops the oldest ad', async () => {
    const mesh = createMemoryMesh({ ads: 2 })
    await using one = mesh.peer()
    for (const name of ['first', 'second', 'third'])
      await one.discovery.publish({ id: name, peer: one.iri, pipe: pipeIri(one.iri), types: [role], group: WORLD })
    const search = one.discovery.find({ role })[Symbol.asyncIterator]()
    await expect(search.next()).resolves.toMatchObject({ value: { id: 'second' } })
    await expect(search.next()).resolves.toMatchObject({ value: { id: 'third' } })
  })

  test('names are unique as long as their peer stays', async () => {
    const mesh = createMemoryMesh()
    const one = mesh.peer('one')
    expect(one.iri).toBe('urn:libp2p:one')
    expect(() => mesh.peer('one')).toThrow(RangeError)
    await one[Symbol.asyncDispose]()
    await using again = mesh.peer('one')
    await one[Symbol.asyncDispose]()
    expect(() => mesh.peer('one')).toThrow(RangeError)
    expect(again.iri).toBe(one.iri)
  })
})

function makePeers() {
  const mesh = createMemoryMesh({ limit: 32 })
  const [one, two] = [mesh.peer(), mesh.peer()]
  const leave = async () => {
    await one[Symbol.asyncDispose]()
    await two[Symbol.asyncDispose]()
  }
  return { one, two, leave }
}
