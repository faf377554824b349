import { defineRole, roleIri } from '@xeerkat/agent-vm'
import { element } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createStage, start, tasks } from './stage.ts'

const COORDINATOR = roleIri('urn:example:role:coordinator')
const WORKER = roleIri('urn:example:role:worker')

/** A consumer whose coordinator has two workers, in the middle of something that takes forever. */
async function midway() {
  const stage = createStage()
  const never = defineRole(WORKER, () => new Promise(() => {}))
  const workers = [stage.host('one', [never]), stage.host('two', [never])]
  const coordinating = defineRole(COORDINATOR, async (request, { delegate }) => {
    for await (const outcome of delegate(WORKER, tasks(4))) void outcome
    return request
  })
  const coordinator = stage.host('coordinator', [coordinating])
  const consumer = stage.host('consumer')
  await stage.advance(100)
  const engagement = await stage.run(consumer.vm.hire(coordinator.iri, COORDINATOR))
  const answer = engagement.ask(element('request'))
  answer.catch(() => {})
  await stage.advance(1_000)
  expect(workers.map(({ vm }) => vm.status().contracts.length)).toEqual([1, 1])
  return { stage, workers, coordinating, coordinator, consumer, engagement, answer }
}

test('whoever waits for a coordinator that crashed learns it within five seconds', async () => {
  const { stage, coordinator, engagement, answer } = await midway()
  const { now } = stage.simulation.clock
  coordinator.peer.crash()
  const crashed = now()
  await expect(stage.run(answer)).rejects.toMatchObject({ code: 'ERR_WORKER_LOST' })
  await expect(stage.run(engagement.ended)).resolves.toMatchObject({ how: 'lost' })
  expect(now() - crashed).toBeLessThan(5_000)
})

test('the workers of a coordinator that does not come back are free within a minute', async () => {
  const { stage, workers, coordinator } = await midway()
  coordinator.peer.crash()
  await stage.advance(20_000)
  expect(workers.map(({ vm }) => vm.status().contracts.length)).toEqual([1, 1])
  await stage.advance(20_000)
  expect(workers.map(({ vm }) => vm.status().contracts.length)).toEqual([0, 0])
  for (const { events } of workers)
    expect(events).toContainEqual(expect.objectContaining({ type: 'released', how: 'lost' }))
})

test('the workers of a coordinator that comes back knowing nothing are free at once', async () => {
  const { stage, workers, coordinator, coordinating } = await midway()
  coordinator.peer.restart()
  start(coordinator.peer, [coordinating], {}, stage.simulation)
  await stage.advance(1_000)
  expect(workers.map(({ vm }) => vm.status().contracts.length)).toEqual([0, 0])
  for (const { events } of workers)
    expect(events).toContainEqual(expect.objectContaining({ type: 'released', how: 'dismissed' }))
})
