import { defineRole, messageId, roleIri } from '@xeerkat/agent-vm'
import { element } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

const ROLE = roleIri('urn:example:role:worker')

test('an acceptance that comes after the employer gave up is answered with a dismissal', async () => {
  const stage = createStage()
  const employer = stage.host('employer')
  const slow = stage.stranger('slow')
  const id = messageId()
  slow.heard(employer.iri)
  await expect(stage.run(employer.vm.hire(slow.iri, ROLE, { id }))).rejects.toMatchObject({ code: 'ERR_REFUSED' })
  slow.instruct(employer.iri, 'accept', ROLE, { replyTo: id, engagement: id })
  await stage.advance(100)
  expect(slow.heard(employer.iri).at(-1)).toMatchObject({ name: 'dismiss', engagement: id })
  expect(employer.vm.status().contracts).toEqual([])
})

test('an employer that changes its mind while its hire is on the way leaves nobody hired', async () => {
  const stage = createStage({ delay: [200, 201] })
  const worker = stage.host('worker', [defineRole(ROLE, (task) => task)])
  const employer = stage.host('employer')
  const change = new AbortController()
  const hiring = employer.vm.hire(worker.iri, ROLE, { signal: change.signal })
  stage.simulation.clock.after(250, () => change.abort(new Error('changed my mind')))
  await expect(stage.run(hiring)).rejects.toThrow('changed my mind')
  await stage.advance(1_000)
  expect(worker.events).toContainEqual(expect.objectContaining({ type: 'hired' }))
  expect(worker.vm.status().contracts).toEqual([])
  expect(employer.vm.status().contracts).toEqual([])
})

test('a document outside an engagement is answered with a resignation, and no role sees it', async () => {
  const stage = createStage()
  let delivered = 0
  const worker = stage.host('worker', [defineRole(ROLE, () => void delivered++)])
  const stranger = stage.stranger('stranger')
  const engagement = messageId()
  stranger.say(worker.iri, element('task'), { engagement })
  stranger.say(worker.iri, undefined, { engagement })
  stranger.say(worker.iri, element('task'))
  await stage.advance(100)
  expect(stranger.heard(worker.iri).map(({ name }) => name)).toEqual(['resign', 'resign', 'resign'])
  expect(stranger.heard(worker.iri)[0]).toMatchObject({ engagement })
  expect(delivered).toBe(0)
})

test('a document that comes after the dismissal is answered with a resignation', async () => {
  const stage = createStage()
  let delivered = 0
  const worker = stage.host('worker', [
    defineRole(ROLE, (task) => {
      delivered++
      return task
    }),
  ])
  const employer = stage.stranger('employer')
  const { id: engagement } = employer.instruct(worker.iri, 'hire', ROLE)
  await stage.advance(100)
  employer.say(worker.iri, element('task'), { engagement })
  employer.instruct(worker.iri, 'dismiss', ROLE, { engagement })
  employer.say(worker.iri, element('task'), { engagement })
  await stage.advance(100)
  expect(employer.heard(worker.iri).map(({ name }) => name)).toEqual(['accept', 'task', 'resign', 'resign'])
  expect(delivered).toBe(1)
})

test('a second acceptance, and a refusal after it, change nothing', async () => {
  const stage = createStage()
  const employer = stage.host('employer')
  const worker = stage.stranger('worker')
  const id = messageId()
  const hiring = employer.vm.hire(worker.iri, ROLE, { id })
  for (const verb of ['accept', 'accept', 'refuse'] as const)
    worker.instruct(employer.iri, verb, ROLE, { replyTo: id, engagement: id })
  const engagement = await stage.run(hiring)
  await stage.advance(100)
  expect(engagement.signal.aborted).toBe(false)
  expect(employer.vm.status().contracts).toMatchObject([{ id, state: 'engaged' }])
})

test('an answer that comes after its engagement ended reaches nobody', async () => {
  const stage = createStage()
  const employer = stage.host('employer')
  const worker = stage.stranger('worker')
  const id = messageId()
  const hiring = employer.vm.hire(worker.iri, ROLE, { id })
  worker.instruct(employer.iri, 'accept', ROLE, { replyTo: id, engagement: id })
  const engagement = await stage.run(hiring)
  const question = messageId()
  const answer = engagement.ask(element('task'), { id: question })
  worker.instruct(employer.iri, 'resign', ROLE, { replyTo: id, engagement: id, reason: 'busy' })
  worker.say(employer.iri, element('task'), { replyTo: question, engagement: id })
  await expect(stage.run(answer)).rejects.toMatchObject({ code: 'ERR_WORKER_LOST' })
  await expect(stage.run(engagement.ended)).resolves.toEqual({ how: 'resigned', reason: 'busy' })
  await stage.advance(100)
  expect(employer.events).toContainEqual(expect.objectContaining({ type: 'dropped', why: 'late' }))
})
