import { AGENT, AGENT_2026, defineRole, roleIri } from '@xeerkat/agent-vm'
import { attribute, type Document, element, fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

const ROLE = roleIri('urn:example:role:worker')

async function hired() {
  const stage = createStage()
  const delivered: Document[] = []
  const worker = stage.host('worker', [
    defineRole(ROLE, (task) => {
      delivered.push(task)
      return task
    }),
  ])
  const stranger = stage.stranger('stranger')
  const { id: engagement } = stranger.instruct(worker.iri, 'hire', ROLE)
  await stage.advance(100)
  return { stage, delivered, worker, stranger, engagement }
}

for (const namespace of [AGENT, AGENT_2026])
  test(`an unknown instruction of ${namespace} is counted and answered, and no role sees it`, async () => {
    const { stage, delivered, worker, stranger, engagement } = await hired()
    const { id } = stranger.say(worker.iri, element({ namespace, localName: 'promote' }), { engagement })
    await stage.advance(100)
    const answer = stranger.heard(worker.iri).at(-1)
    expect(answer).toMatchObject({ name: 'unsupported', replyTo: id })
    expect(attribute(fromText(answer?.text ?? ''), 'name')).toBe('promote')
    expect(worker.events).toContainEqual({ type: 'dropped', from: stranger.iri, id, why: 'unknown-instruction' })
    expect(delivered).toEqual([])
  })

test('an unknown instruction that is itself an answer is not answered: two peers never talk past each other forever', async () => {
  const { stage, worker, stranger, engagement } = await hired()
  const before = stranger.heard(worker.iri).length
  const unsupported = element({ namespace: AGENT_2026, localName: 'unsupported' })
  stranger.say(worker.iri, unsupported, { replyTo: engagement })
  await stage.advance(100)
  expect(stranger.heard(worker.iri)).toHaveLength(before)
})

test('after any number of them the peer works as before', async () => {
  const { stage, delivered, worker, stranger, engagement } = await hired()
  for (let count = 0; count < 500; count++)
    stranger.say(worker.iri, fromText(`<promote xmlns="${count % 2 ? AGENT : AGENT_2026}" `), { engagement })
  stranger.say(worker.iri, element('task'), { engagement })
  await stage.advance(1_000)
  expect(worker.events.filter((event) => event.type === 'dropped' && event.why === 'bad-xml')).toHaveLength(500)
  expect(delivered).toHaveLength(1)
})
