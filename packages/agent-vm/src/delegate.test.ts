import { type Document, element } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { createVm, defineRole, type Outcome, pipeIri, type Role, roleIri, type VmOptions, WORLD } from './index.ts'
import { collect } from './testing/collect.ts'
import { createSimulation, type SimulatedPeer } from './testing/index.ts'

const WORK = roleIri('urn:test:work')
const echo = defineRole(WORK, (document) => document)

async function host(peer: SimulatedPeer, roles: readonly Role[], options: VmOptions = {}) {
  const { pipes, discovery, clock, iri } = peer
  const vm = createVm({ pipes, discovery, clock }, { roles, ...options })
  const types = roles.map((role) => role.iri)
  await discovery.publish({ id: `${iri}#agent`, peer: iri, pipe: pipeIri(iri), types, group: WORLD })
  return vm
}

function* numbered(count: number): Generator<Document> {
  for (let i = 0; i < count; i++) yield element('n', { i })
}

const indexes = (outcomes: readonly Outcome[]) => outcomes.map(({ index }) => index).sort((a, b) => a - b)

it('yields each outcome once, from several workers, and dismisses them all', async () => {
  const world = createSimulation({ delay: [1, 5] })
  const boss = await host(world.peer('boss'), [])
  const workers = [await host(world.peer('w1'), [echo]), await host(world.peer('w2'), [echo])]
  const outcomes = await world.clock.run(collect(boss.delegate(WORK, numbered(500))))
  expect(indexes(outcomes)).toEqual(Array.from({ length: 500 }, (_, i) => i))
  expect(outcomes.every(({ request, document }) => request.text === document?.text)).toBe(true)
  expect(new Set(outcomes.map(({ worker }) => worker)).size).toBe(2)
  await world.clock.settle()
  for (const vm of [boss, ...workers]) expect(vm.status().contracts).toEqual([])
})

it('takes one document ahead of what workers have room for, and no more', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const boss = await host(world.peer('boss'), [])
  const stuck = defineRole(WORK, () => new Promise<undefined>(() => {}))
  await host(world.peer('w1'), [stuck])
  let taken = 0
  const endless = (function* () {
    for (;;) yield element('n', { i: taken++ })
  })()
  const outcomes = await world.clock.run(collect(boss.delegate(WORK, endless, { window: 5, idle: 10_000 })))
  expect(taken).toBe(6)
  expect(outcomes.map(({ document }) => document)).toEqual(Array.from({ length: 6 }, () => undefined))
})

it('gives up what is left after so long without any worker', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const boss = await host(world.peer('boss'), [])
  const outcomes = world.clock.run(collect(boss.delegate(WORK, numbered(3), { patience: 2_000 })))
  expect((await outcomes).map(({ index, document }) => [index, document])).toEqual([[0, undefined]])
  expect(world.clock.now()).toBe(2_000)
})

it('waits as long as work takes, while the worker lives', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const boss = await host(world.peer('boss'), [])
  const peer = world.peer('w1')
  const slow = defineRole(
    WORK,
    (document) => new Promise((resolve) => peer.clock.after(600_000, () => resolve(document))),
  )
  await host(peer, [slow])
  const outcomes = await world.clock.run(collect(boss.delegate(WORK, numbered(2), { window: 1, patience: 1_000 })))
  expect(outcomes.map(({ document }) => document?.text)).toEqual(['<n i="0"/>', '<n i="1"/>'])
})

it('gives a document up that three workers crashed over, and finishes the others', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const boss = await host(world.peer('boss'), [])
  const fragile = defineRole(WORK, (document) => {
    if (document.text.includes('"7"')) throw new Error('seven')
    return document
  })
  for (const name of ['w1', 'w2', 'w3', 'w4']) await host(world.peer(name), [fragile])
  const outcomes = await world.clock.run(collect(boss.delegate(WORK, numbered(20))))
  expect(indexes(outcomes)).toEqual(Array.from({ length: 20 }, (_, i) => i))
  expect(outcomes.filter(({ document }) => !document).map(({ index }) => index)).toEqual([7])
})

it('gives a document up that workers keep resigning over', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const boss = await host(world.peer('boss'), [])
  const unwilling: Role = {
    iri: WORK,
    engage:
      ({ resign }) =>
      (document) => (resign(), document),
  }
  await host(world.peer('w1'), [unwilling])
  const outcomes = await world.clock.run(collect(boss.delegate(WORK, numbered(2))))
  expect(outcomes.map(({ document }) => document)).toEqual([undefined, undefined])
})

it('is done at once with nothing', async () => {
  const world = createSimulation()
  const boss = await host(world.peer('boss'), [])
  expect(await world.clock.run(collect(boss.delegate(WORK, [])))).toEqual([])
  expect(world.clock.now()).toBe(0)
})

it('passes on an error of the source, and dismisses', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const boss = await host(world.peer('boss'), [])
  const worker = await host(world.peer('w1'), [echo])
  const broken = (function* () {
    yield element('n')
    throw new Error('the source ran dry')
  })()
  await expect(world.clock.run(collect(boss.delegate(WORK, broken)))).rejects.toThrow('the source ran dry')
  await world.clock.settle()
  expect(worker.status().contracts).toEqual([])
})

it('stops when told to, and dismisses', async () => {
  const world = createSimulation({ delay: [1, 1] })
  const boss = await host(world.peer('boss'), [])
  const worker = await host(world.peer('w1'), [echo])
  const stop = new AbortController()
  const reading = (async () => {
    for await (const { index } of boss.delegate(WORK, numbered(1_000_000), { signal: stop.signal }))
      if (index === 100) stop.abort(new Error('enough'))
  })()
  await expect(world.clock.run(reading)).rejects.toThrow('enough')
  await world.clock.settle()
  expect(worker.status().contracts).toEqual([])
})
