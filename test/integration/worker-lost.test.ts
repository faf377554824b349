import { defineRole, type Outcome, roleIri } from '@xeerkat/agent-vm'
import type { SimulatedPeer } from '@xeerkat/agent-vm/testing'
import { attribute, element } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createStage, type Host, type Stage, tasks } from './stage.ts'

const ROLE = roleIri('urn:example:role:worker')

/** Ten tasks of half a second each, three workers, and something that happens to one of them after a second. */
async function delegateWhile(stage: Stage, happens: (victim: SimulatedPeer, coordinator: Host) => void) {
  const workers = ['one', 'two', 'three'].map((name) => {
    const { clock } = stage.simulation
    return stage.host(name, [
      defineRole(ROLE, (task) => new Promise((resolve) => void clock.after(500, () => resolve(task)))),
    ])
  })
  const coordinator = stage.host('coordinator')
  await stage.advance(100)
  stage.simulation.clock.after(1_000, () => happens(workers[0]!.peer, coordinator))
  const outcomes: Outcome[] = []
  const began = stage.simulation.clock.now()
  await stage.run(
    (async () => {
      for await (const outcome of coordinator.vm.delegate(ROLE, tasks(10), { window: 2 })) outcomes.push(outcome)
    })(),
  )
  return { outcomes, took: stage.simulation.clock.now() - began, coordinator, victim: workers[0]!.iri }
}

/** Every task has one outcome, and that is its answer. */
function expectAllAnswered(outcomes: readonly Outcome[]): void {
  expect(outcomes.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  for (const { index, document } of outcomes) expect(document && attribute(document, 'n')).toBe(String(index))
}

test('a worker that crashes costs nothing but time: its documents go to others', async () => {
  const { outcomes, took, coordinator, victim } = await delegateWhile(createStage(), (worker) => worker.crash())
  expectAllAnswered(outcomes)
  expect(took).toBeLessThan(6_000)
  expect(coordinator.events).toContainEqual(expect.objectContaining({ type: 'ended', worker: victim, how: 'lost' }))
})

test('a worker whose process is stopped is lost like one that crashed', async () => {
  const { outcomes, took, coordinator, victim } = await delegateWhile(createStage(), (worker) => worker.suspend())
  expectAllAnswered(outcomes)
  expect(took).toBeLessThan(6_000)
  expect(coordinator.events).toContainEqual(expect.objectContaining({ type: 'ended', worker: victim, how: 'lost' }))
})

test('a worker that is stopped briefly is not lost', async () => {
  const stage = createStage()
  const { outcomes, coordinator } = await delegateWhile(stage, (worker) => {
    worker.suspend()
    stage.simulation.clock.after(1_500, () => worker.resume())
  })
  expectAllAnswered(outcomes)
  expect(coordinator.events).not.toContainEqual(expect.objectContaining({ how: 'lost' }))
})

test('an employer that was itself stopped for twenty seconds finds nobody lost', async () => {
  const stage = createStage()
  const { outcomes, coordinator } = await delegateWhile(stage, (_, { peer }) => {
    peer.suspend()
    stage.simulation.clock.after(20_000, () => peer.resume())
  })
  expectAllAnswered(outcomes)
  expect(coordinator.events).not.toContainEqual(expect.objectContaining({ how: 'lost' }))
})

test('a worker behind a broken line is lost, and dismissed when the line is mended', async () => {
  const stage = createStage()
  const worker = stage.host('worker', [defineRole(ROLE, (task) => task)])
  const employer = stage.host('employer')
  const engagement = await stage.run(employer.vm.hire(worker.iri, ROLE))
  stage.simulation.partition([worker.iri], [employer.iri])
  await expect(stage.run(engagement.ask(element('task')))).rejects.toMatchObject({ code: 'ERR_WORKER_LOST' })
  expect(worker.vm.status().contracts).toHaveLength(1)
  stage.simulation.heal()
  await stage.advance(1_000)
  expect(worker.vm.status().contracts).toEqual([])
  expect(worker.events).toContainEqual(expect.objectContaining({ type: 'released', how: 'dismissed' }))
})
