import { expect, it } from 'vitest'
import {
  createVm,
  defineRole,
  type Engagement,
  pipeIri,
  type Reason,
  roleIri,
  type Vm,
  type VmEvent,
  type VmOptions,
  WORLD,
} from './index.ts'
import { createSimulation, type SimulatedPeer } from './testing/index.ts'

const WORK = roleIri('urn:test:work')
const echo = defineRole(WORK, (document) => document)

async function worker(peer: SimulatedPeer, options: VmOptions = {}): Promise<Vm> {
  const { pipes, discovery, clock, iri } = peer
  const vm = createVm({ pipes, discovery, clock }, { roles: [echo], ...options })
  await discovery.publish({ id: `${iri}#agent`, peer: iri, pipe: pipeIri(iri), types: [WORK], group: WORLD })
  return vm
}

function employer(peer: SimulatedPeer, events: VmEvent[] = []): Vm {
  const { pipes, discovery, clock } = peer
  return createVm({ pipes, discovery, clock, observe: (event) => events.push(event) })
}

/** Takes the first `count` who accept, and stops recruiting. */
async function first(count: number, recruiting: AsyncIterable<Engagement>): Promise<Engagement[]> {
  const hired: Engagement[] = []
  for await (const engagement of recruiting) if (hired.push(engagement) === count) break
  return hired
}

it('yields workers as they accept; those yielded stay hired when it is left', async () => {
  const world = createSimulation({ delay: [1, 20] })
  const boss = employer(world.peer('boss'))
  const workers = [await worker(world.peer('a')), await worker(world.peer('b')), await worker(world.peer('c'))]
  const hired = await world.clock.run(first(2, boss.recruit(WORK, { limit: 2 })))
  await world.clock.advance(60_000)
  expect(new Set(hired.map((engagement) => engagement.worker)).size).toBe(2)
  expect(workers.filter((vm) => vm.status().contracts.length === 1)).toHaveLength(2)
  await world.clock.run(Promise.all(hired.map((engagement) => engagement.dismiss())))
  await world.clock.settle()
  expect(workers.flatMap((vm) => vm.status().contracts)).toEqual([])
})

it('never holds more than its limit, however many there are', async () => {
  const world = createSimulation({ delay: [1, 50] })
  const boss = employer(world.peer('boss'))
  for (let i = 0; i < 12; i++) await worker(world.peer())
  const stop = new AbortController()
  let most = 0
  const recruiting = (async () => {
    for await (const _ of boss.recruit(WORK, { limit: 3, signal: stop.signal })) {
      most = Math.max(most, boss.status().contracts.filter(({ state }) => state === 'engaged').length)
    }
  })()
  await world.clock.advance(10_000)
  stop.abort()
  await world.clock.run(recruiting)
  expect(most).toBe(3)
})

it('asks somebody else when the first does not answer', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const silent = world.peer('silent')
  await worker(silent)
  silent.suspend()
  const boss = employer(world.peer('boss'))
  await worker(world.peer('awake'))
  const started = world.clock.now()
  for (let i = 0; i < 5; i++) {
    const [hired] = await world.clock.run(first(1, boss.recruit(WORK, { limit: 1 })))
    expect(hired?.worker).toBe('urn:libp2p:awake')
    await world.clock.run(hired!.dismiss())
  }
  expect(world.clock.now() - started).toBeLessThan(5_000)
})

it('asks a busy worker again until it is free', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const peer = world.peer('a')
  await worker(peer, { maxHires: 1 })
  const one = employer(world.peer('one'))
  const two = employer(world.peer('two'))
  const held = await world.clock.run(one.hire(peer.iri, WORK))
  const waiting = first(1, two.recruit(WORK))
  await world.clock.advance(20_000)
  await world.clock.run(held.dismiss())
  const freed = world.clock.now()
  const [hired] = await world.clock.run(waiting)
  expect(hired?.worker).toBe(peer.iri)
  expect(world.clock.now() - freed).toBeLessThan(5_000)
})

it('hires another in the place of one that resigned or was lost', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const peers = [world.peer('a'), world.peer('b')]
  for (const peer of peers) await worker(peer)
  const boss = employer(world.peer('boss'))
  const seen: string[] = []
  const stop = new AbortController()
  const recruiting = (async () => {
    for await (const engagement of boss.recruit(WORK, { limit: 1, signal: stop.signal })) {
      seen.push(engagement.worker)
      if (seen.length === 1) peers.find(({ iri }) => iri === engagement.worker)?.crash()
      else stop.abort()
    }
  })()
  await world.clock.run(recruiting)
  expect(new Set(seen)).toEqual(new Set(peers.map(({ iri }) => iri)))
  expect(world.clock.now()).toBeLessThan(5_000)
})

it('finds those who come later', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const boss = employer(world.peer('boss'))
  const waiting = first(1, boss.recruit(WORK))
  await world.clock.advance(30_000)
  const late = world.peer('late')
  await worker(late)
  expect((await world.clock.run(waiting))[0]?.worker).toBe(late.iri)
})

it.each<[string, VmOptions, Reason]>([
  ['the role is unknown', { roles: [] }, 'unknown-role'],
  ['there is no free slot', { maxHires: 0 }, 'busy'],
  ['the policy says no', { policy: () => 'not-you' }, 'not-you'],
  ['the policy fails', { policy: () => Promise.reject(new Error('oops')) }, 'not-now'],
  ['the policy does not decide', { policy: () => new Promise(() => {}) }, 'not-now'],
])('is refused when %s', async (_, options, reason) => {
  const world = createSimulation({ delay: [1, 1] })
  const peer = world.peer('a')
  await worker(peer, options)
  const events: VmEvent[] = []
  const boss = employer(world.peer('boss'), events)
  await expect(world.clock.run(boss.hire(peer.iri, WORK))).rejects.toMatchObject({ code: 'ERR_REFUSED', cause: reason })
  expect(events).toContainEqual({ type: 'turned-down', worker: peer.iri, role: WORK, reason })
})
