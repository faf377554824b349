import { defineRole, roleIri } from '@xeerkat/agent-vm'
import { attribute, element } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

const ROLE = roleIri('urn:example:role:worker')

async function engaged() {
  const stage = createStage()
  const computed: (string | undefined)[] = []
  const worker = stage.host('worker', [
    defineRole(ROLE, (task) => {
      computed.push(attribute(task, 'n'))
      return task
    }),
  ])
  const employer = stage.host('employer')
  const engagement = await stage.run(employer.vm.hire(worker.iri, ROLE))
  return { stage, computed, worker, employer, engagement }
}

test('a document that was lost on the way is asked again, and answered', async () => {
  const { stage, computed, worker, employer, engagement } = await engaged()
  const answer = engagement.ask(element('task', { n: 1 }))
  stage.simulation.disconnect(worker.iri, employer.iri)
  expect(attribute(await stage.run(answer, 5_000), 'n')).toBe('1')
  expect(computed).toEqual(['1'])
})

test('an answer that was lost on the way is given again, and not computed again', async () => {
  const { stage, computed, worker, employer, engagement } = await engaged()
  const answer = engagement.ask(element('task', { n: 1 }))
  // Long enough for the document to arrive, too short for its answer.
  while (computed.length === 0) await stage.advance(1)
  stage.simulation.disconnect(worker.iri, employer.iri)
  expect(attribute(await stage.run(answer, 5_000), 'n')).toBe('1')
  expect(computed).toEqual(['1'])
})

test('an outage shorter than the grace costs no engagement and no answer', async () => {
  const { stage, computed, worker, employer, engagement } = await engaged()
  stage.simulation.partition([worker.iri], [employer.iri])
  const answers = Promise.all([1, 2, 3].map((n) => engagement.ask(element('task', { n }))))
  await stage.advance(2_000)
  stage.simulation.heal()
  expect((await stage.run(answers, 10_000)).map((answer) => attribute(answer, 'n'))).toEqual(['1', '2', '3'])
  expect(computed).toHaveLength(3)
  expect(engagement.signal.aborted).toBe(false)
})

test('a hire that was lost on the way is repeated', async () => {
  const stage = createStage()
  const worker = stage.host('worker', [defineRole(ROLE, (task) => task)])
  const employer = stage.host('employer')
  const hiring = employer.vm.hire(worker.iri, ROLE)
  stage.simulation.disconnect(worker.iri, employer.iri)
  await stage.run(hiring)
  expect(worker.vm.status().contracts).toHaveLength(1)
})

test('a question asked again under its own id is answered again, and computed once', async () => {
  const stage = createStage()
  let computed = 0
  const worker = stage.host('worker', [
    defineRole(ROLE, (task) => {
      computed++
      return task
    }),
  ])
  const employer = stage.stranger('employer')
  const { id: engagement } = employer.instruct(worker.iri, 'hire', ROLE)
  const { id } = employer.say(worker.iri, element('task'), { engagement })
  await stage.advance(100)
  employer.say(worker.iri, element('task'), { engagement, id })
  await stage.advance(100)
  const answers = employer.heard(worker.iri).filter(({ replyTo }) => replyTo === id)
  expect(answers.map(({ name }) => name)).toEqual(['task', 'task'])
  expect(computed).toBe(1)
})
