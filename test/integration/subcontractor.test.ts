import { defineRole, roleIri } from '@xeerkat/agent-vm'
import { attribute, childElements, element } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createStage, type Stage, tasks } from './stage.ts'

const CONTRACTOR = roleIri('urn:example:role:contractor')
const WORKER = roleIri('urn:example:role:worker')

/** Delegates six tasks and returns what came back, in order. */
const contractor = defineRole(CONTRACTOR, async (_request, { delegate }) => {
  const answers = []
  for await (const { index, document } of delegate(WORKER, tasks(6), { limit: 2 }))
    if (document) answers[index] = document
  return element('answers', {}, ...answers)
})

function double(stage: Stage) {
  const role = defineRole(WORKER, (task) => element('double', { n: 2 * Number(attribute(task, 'n')) }))
  return ['one', 'two', 'three'].map((name) => stage.host(name, [role]))
}

test('a worker that delegates answers with what its own workers did, and keeps none of them', async () => {
  const stage = createStage()
  const workers = double(stage)
  const middle = stage.host('middle', [contractor])
  const employer = stage.host('employer')
  const engagement = await stage.run(employer.vm.hire(middle.iri, CONTRACTOR))
  const answer = await stage.run(engagement.ask(element('request')))
  expect(childElements(answer.tree()).map((child) => attribute(child, 'n'))).toEqual(['0', '2', '4', '6', '8', '10'])
  await stage.advance(1_000)
  for (const { vm } of workers) expect(vm.status().contracts).toEqual([])
  expect(middle.vm.status().contracts).toMatchObject([{ side: 'worker', peer: employer.iri }])
})

test('contractors can be stacked', async () => {
  const stage = createStage()
  double(stage)
  const upper = roleIri('urn:example:role:upper')
  stage.host('middle', [contractor])
  const top = stage.host('top', [
    defineRole(upper, async (request, { recruit }) => {
      for await (const engagement of recruit(CONTRACTOR, { limit: 1 })) {
        await using hired = engagement
        return await hired.ask(request)
      }
      return undefined
    }),
  ])
  const employer = stage.host('employer')
  const engagement = await stage.run(employer.vm.hire(top.iri, upper))
  const answer = await stage.run(engagement.ask(element('request')))
  expect(childElements(answer.tree())).toHaveLength(6)
})

test('when a contractor is dismissed in the middle, so are its workers', async () => {
  const stage = createStage()
  const worker = stage.host('worker', [defineRole(WORKER, () => new Promise(() => {}))])
  let ended: unknown
  const middle = stage.host('middle', [
    defineRole(CONTRACTOR, async (_request, { delegate }) => {
      try {
        for await (const outcome of delegate(WORKER, tasks(2))) void outcome
      } catch (error) {
        ended = error
      }
      return undefined
    }),
  ])
  const employer = stage.host('employer')
  const engagement = await stage.run(employer.vm.hire(middle.iri, CONTRACTOR))
  const answer = engagement.ask(element('request'))
  answer.catch(() => {})
  await stage.advance(1_000)
  expect(worker.vm.status().contracts).toHaveLength(1)
  await stage.run(engagement.dismiss())
  await expect(answer).rejects.toMatchObject({ code: 'ERR_WORKER_LOST' })
  await stage.advance(1_000)
  expect(worker.vm.status().contracts).toEqual([])
  expect(ended).toMatchObject({ name: 'AbortError' })
})
