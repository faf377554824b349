import { defineRole, type Role, roleIri } from '@xeerkat/agent-vm'
import { attribute, element } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

const ROLE = roleIri('urn:example:role:counter')

/** Counts the documents of each engagement; the closure is its state. */
const counter: Role = {
  iri: ROLE,
  engage({ employer }) {
    let count = 0
    return () => element('count', { of: employer, n: ++count })
  },
}

test('one worker serves several employers, and mixes nothing up', async () => {
  const stage = createStage()
  const consultant = stage.host('consultant', [counter])
  const employers = ['one', 'two', 'three'].map((name) => stage.host(name))
  const engagements = await stage.run(Promise.all(employers.map(({ vm }) => vm.hire(consultant.iri, ROLE))))
  for (const round of ['1', '2', '3']) {
    const answers = await stage.run(Promise.all(engagements.map((engagement) => engagement.ask(element('next')))))
    expect(answers.map((answer) => [attribute(answer, 'of'), attribute(answer, 'n')])).toEqual(
      employers.map(({ iri }) => [iri, round]),
    )
  }
})

test('one employer can hire a worker twice, and has two engagements', async () => {
  const stage = createStage()
  const consultant = stage.host('consultant', [counter])
  const employer = stage.host('employer')
  const [one, two] = await stage.run(
    Promise.all([employer.vm.hire(consultant.iri, ROLE), employer.vm.hire(consultant.iri, ROLE)]),
  )
  await stage.run(one.ask(element('next')))
  expect(attribute(await stage.run(one.ask(element('next'))), 'n')).toBe('2')
  expect(attribute(await stage.run(two.ask(element('next'))), 'n')).toBe('1')
  await expect(stage.run(one.dismiss())).resolves.toEqual({ how: 'dismissed', silent: false })
  expect(attribute(await stage.run(two.ask(element('next'))), 'n')).toBe('2')
})

test('a slow engagement does not hold up another', async () => {
  const stage = createStage()
  const never = roleIri('urn:example:role:never')
  const consultant = stage.host('consultant', [counter, defineRole(never, () => new Promise(() => {}))])
  const employer = stage.host('employer')
  const stuck = await stage.run(employer.vm.hire(consultant.iri, never))
  const waiting = stuck.ask(element('task'))
  waiting.catch(() => {})
  const quick = await stage.run(employer.vm.hire(consultant.iri, ROLE))
  expect(attribute(await stage.run(quick.ask(element('next'))), 'n')).toBe('1')
  await stage.run(stuck.dismiss())
  await expect(waiting).rejects.toMatchObject({ code: 'ERR_WORKER_LOST' })
})

test('a peer can hire itself', async () => {
  const stage = createStage()
  const host = stage.host('host', [counter])
  const engagement = await stage.run(host.vm.hire(host.iri, ROLE))
  expect(attribute(await stage.run(engagement.ask(element('next'))), 'of')).toBe(host.iri)
  await stage.run(engagement.dismiss())
  expect(host.vm.status().contracts).toEqual([])
})
