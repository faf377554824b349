import { describe, expect, test } from 'vitest'
import type { Advertisement } from '../discovery.ts'
import { type MessageId, type PeerIri, pipeIri, roleIri, WORLD } from '../iris.ts'
import type { Pipe } from '../pipe.ts'
import { createSimulation, type SimulatedPeer, type Simulation } from './simulation.ts'
import { discoveryContract } from './discovery-contract.ts'
import { pipeContract } from './pipe-contract.ts'

describe('pipes in a simulation', () => {
  for (const { name, run } of pipeContract(makePair)) test(name, run)

  /** Time passes by itself, in steps of simulated milliseconds, until the pair is disposed of. */
  async function makePair() {
    const simulation = createSimulation({ limit: 32 })
    const time = passing(simulation)
    const timeout = (milliseconds: number) => {
      const controller = new AbortController()
      simulation.clock.after(milliseconds, () => controller.abort(new Error('too late')))
      return controller.signal
    }
    return { one: simulation.peer().pipes, two: simulation.peer().pipes, overfull: 33, timeout, ...time }
  }
})

describe('discovery in a simulation', () => {
  for (const { name, run } of discoveryContract(makePair)) test(name, run)

  async function makePair() {
    const simulation = createSimulation()
    const [one, two] = [simulation.peer(), simulation.peer()]
    return {
      one: { self: one.iri, discovery: one.discovery },
      two: { self: two.iri, discovery: two.discovery },
      ...passing(simulation),
    }
  }
})

describe('faults', () => {
  test('the same seed gives the same history', async () => {
    const faults = { delay: [1, 500], loss: 0.2, duplication: 0.2, reordering: 0.3 } as const
    const history = async (seed: number) => {
      const simulation = createSimulation({ seed, ...faults })
      const [one, two] = [simulation.peer(), simulation.peer()]
      const received = collect(two, one.iri)
      await sendAll(one.pipes.open(two.iri), 100)
      await simulation.clock.settle()
      return received
    }
    expect(await history(1)).toEqual(await history(1))
    expect(await history(1)).not.toEqual(await history(2))
  })

  test('delays leave the order of one sender alone, and mix that of several', async () => {
    const simulation = createSimulation({ delay: [1, 1000] })
    const [one, other, receiver] = [simulation.peer(), simulation.peer(), simulation.peer()]
    const received: number[] = []
    const [fromOne, fromOther] = [collect(receiver, one.iri, received), collect(receiver, other.iri, received)]
    await sendAll(one.pipes.open(receiver.iri), 20)
    await sendAll(other.pipes.open(receiver.iri), 20, 100)
    await simulation.clock.settle()
    expect(fromOne).toBe(fromOther)
    expect(received.filter((number) => number < 100)).toEqual(range(20))
    expect(received.filter((number) => number >= 100)).toEqual(range(20, 100))
    expect(received.slice(0, 20)).not.toEqual(range(20))
  })

  test('reordering within a sender happens when asked for', async () => {
    const simulation = createSimulation({ delay: [1, 100], reordering: 1 })
    const [one, two] = [simulation.peer(), simulation.peer()]
    const received = collect(two, one.iri)
    await sendAll(one.pipes.open(two.iri), 20)
    await simulation.clock.settle()
    expect(received).not.toEqual(range(20))
    expect(received.toSorted((a, b) => a - b)).toEqual(range(20))
  })

  test('some are lost, some come twice, and the traffic says how many', async () => {
    const simulation = createSimulation({ loss: 0.3, duplication: 0.3 })
    const [one, two] = [simulation.peer(), simulation.peer()]
    const received = collect(two, one.iri)
    await sendAll(one.pipes.open(two.iri), 200)
    await simulation.clock.settle()
    const { sent, delivered, lost, repeated } = simulation.traffic()
    expect(sent).toBe(200)
    expect(lost).toBeGreaterThan(30)
    expect(repeated).toBeGreaterThan(20)
    expect(delivered).toBe(200 - lost)
    expect(received).toHaveLength(delivered + repeated)
  })

  test('nothing passes a partition, whatever was under way included, until it heals', async () => {
    const simulation = createSimulation()
    const [one, two, three] = [simulation.peer(), simulation.peer(), simulation.peer()]
    const [atTwo, atThree] = [collect(two, one.iri), collect(three, one.iri)]
    await sendAll(one.pipes.open(two.iri), 1)
    simulation.partition([one.iri], [two.iri])
    await sendAll(one.pipes.open(two.iri), 1, 1)
    await sendAll(one.pipes.open(three.iri), 1)
    await simulation.clock.settle()
    simulation.heal()
    await sendAll(one.pipes.open(two.iri), 1, 2)
    await simulation.clock.settle()
    expect(atTwo).toEqual([2])
    expect(atThree).toEqual([0])
  })

  test('a broken connection loses what is under way, and the next message passes', async () => {
    const simulation = createSimulation()
    const [one, two] = [simulation.peer(), simulation.peer()]
    const received = collect(two, one.iri)
    await sendAll(one.pipes.open(two.iri), 3)
    simulation.disconnect(two.iri, one.iri)
    await sendAll(one.pipes.open(two.iri), 1, 3)
    await simulation.clock.settle()
    expect(received).toEqual([3])
  })

  test('lost messages free their place in the pipe', async () => {
    const simulation = createSimulation({ loss: 1, limit: 2 })
    const [one, two] = [simulation.peer(), simulation.peer()]
    await simulation.clock.run(sendAll(one.pipes.open(two.iri), 10))
    expect(simulation.traffic().lost).toBeGreaterThanOrEqual(8)
  })
})

describe('peers', () => {
  test('a crashed peer hears nothing, says nothing, and its timers never run', async () => {
    const simulation = createSimulation()
    const [one, two] = [simulation.peer(), simulation.peer()]
    const [atOne, atTwo] = [collect(one, two.iri), collect(two, one.iri)]
    const zombie = two.pipes.open(one.iri)
    two.clock.after(100, () => expect.unreachable())
    await sendAll(one.pipes.open(two.iri), 1)
    two.crash()
    await sendAll(zombie, 1)
    await sendAll(one.pipes.open(two.iri), 1, 1)
    await simulation.clock.settle()
    expect([atOne, atTwo]).toEqual([[], []])
  })

  test('a restarted peer has new pipes under its old name', async () => {
    const simulation = createSimulation({ limit: 2 })
    const [one, two] = [simulation.peer(), simulation.peer()]
    const before = two.pipes
    const pipe = one.pipes.open(two.iri)
    await sendAll(pipe, 2)
    await simulation.clock.settle()
    two.restart()
    expect(two.pipes).not.toBe(before)
    const received = collect(two, one.iri)
    await simulation.clock.run(sendAll(pipe, 3, 2))
    await simulation.clock.settle()
    expect(received).toEqual([2, 3, 4])
  })

  test('a suspended peer does later what came meanwhile', async () => {
    const simulation = createSimulation()
    const [one, two] = [simulation.peer(), simulation.peer()]
    const received = collect(two, one.iri)
    let ticked = false
    two.clock.after(10, () => (ticked = true))
    const forgotten = two.clock.after(20, () => expect.unreachable())
    two.suspend()
    await sendAll(one.pipes.open(two.iri), 3)
    await simulation.clock.advance(5000)
    expect([received, ticked]).toEqual([[], false])
    forgotten[Symbol.dispose]()
    two.resume()
    await simulation.clock.settle()
    expect([received, ticked]).toEqual([[0, 1, 2], true])
  })

  test('two peers of one name are refused', () => {
    const simulation = createSimulation()
    simulation.peer('one')
    expect(() => simulation.peer('one')).toThrow(RangeError)
  })
})

describe('ads', () => {
  test('an ad is known elsewhere only after a while, and to a newcomer in time', async () => {
    const simulation = createSimulation({ adDelay: [1000, 1001] })
    const [one, two] = [simulation.peer(), simulation.peer()]
    const found = search(two)
    await one.discovery.publish(adOf(one.iri))
    await simulation.clock.advance(999)
    expect(found).toEqual([])
    await simulation.clock.advance(1)
    expect(found).toEqual([one.iri])
    const newcomer = search(simulation.peer())
    await simulation.clock.settle()
    expect(newcomer).toEqual([one.iri])
  })

  test('a withdrawn ad is gone, where its withdrawal came through', async () => {
    for (const staleAds of [0, 1]) {
      const simulation = createSimulation({ staleAds })
      const [one, two] = [simulation.peer(), simulation.peer()]
      await one.discovery.publish(adOf(one.iri))
      await simulation.clock.settle()
      one.withdraw(adOf(one.iri).id)
      await simulation.clock.settle()
      const found = search(two)
      await simulation.clock.settle()
      expect(found).toEqual(staleAds === 1 ? [one.iri] : [])
    }
  })

  test('nobody withdraws the ad of another', async () => {
    const simulation = createSimulation()
    const [one, two] = [simulation.peer(), simulation.peer()]
    await one.discovery.publish(adOf(one.iri))
    two.withdraw(adOf(one.iri).id)
    await simulation.clock.settle()
    expect(await searched(simulation, two)).toEqual([one.iri])
  })

  test('an ad crosses a partition once that has healed', async () => {
    const simulation = createSimulation()
    const [one, two] = [simulation.peer(), simulation.peer()]
    const found = search(two)
    simulation.partition([one.iri], [two.iri])
    await one.discovery.publish(adOf(one.iri))
    await simulation.clock.settle()
    expect(found).toEqual([])
    simulation.heal()
    await simulation.clock.settle()
    expect(found).toEqual([one.iri])
  })

  test('the ad of a crashed peer stays', async () => {
    const simulation = createSimulation()
    const [one, two] = [simulation.peer(), simulation.peer()]
    await one.discovery.publish(adOf(one.iri))
    await simulation.clock.settle()
    one.crash()
    expect(await searched(simulation, two)).toEqual([one.iri])
  })
})

/** Lets time pass until disposed of. */
function passing({ clock }: Simulation): AsyncDisposable {
  const ending = new AbortController()
  const passed = (async () => {
    while (!ending.signal.aborted) await clock.advance(10)
  })()
  return {
    async [Symbol.asyncDispose]() {
      ending.abort()
      await passed
    },
  }
}

function range(count: number, from = 0): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index)
}

async function sendAll(pipe: Pipe, count: number, from = 0): Promise<void> {
  for (const number of range(count, from)) await pipe.send({ id: String(number) as MessageId })
}

/** The numbers of the messages that come from a peer, as they come. */
function collect(peer: SimulatedPeer, from: PeerIri, received: number[] = []): readonly number[] {
  void (async () => {
    for await (const { id } of peer.pipes.open(from).messages) received.push(Number(id))
  })()
  return received
}

function adOf(peer: PeerIri): Advertisement {
  return { id: `${peer}/ad`, peer, pipe: pipeIri(peer), types: [roleIri('urn:example:role')], group: WORLD }
}

/** Who is found, as they are found. */
function search(peer: SimulatedPeer): readonly PeerIri[] {
  const found: PeerIri[] = []
  void (async () => {
    for await (const ad of peer.discovery.find({ role: roleIri('urn:example:role') })) found.push(ad.peer)
  })()
  return found
}

async function searched({ clock }: Simulation, peer: SimulatedPeer): Promise<readonly PeerIri[]> {
  const found = search(peer)
  await clock.settle()
  return found
}
