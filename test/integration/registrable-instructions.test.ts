import { AGENT_2026, defineRole, roleIri } from '@xeerkat/agent-vm'
import { attribute, element } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

const namespace = 'urn:example:instructions'
const question = element({ namespace, localName: 'time' })

test('a registered instruction is handled by qualified name and answered, without an engagement', async () => {
  const stage = createStage()
  const peer = stage.host('peer', [], {
    instructions: { [`{${namespace}}time`]: (_document, sender) => element('noon', { for: sender }) },
  })
  const asker = stage.host('asker')
  const answer = await stage.run(asker.vm.instruct(peer.iri, question))
  expect([answer.root.localName, attribute(answer, 'for')]).toEqual(['noon', asker.iri])
})

test('it is for the VM, not for a role: also within an engagement', async () => {
  const stage = createStage()
  const role = roleIri('urn:example:role:worker')
  let delivered = 0
  const peer = stage.host('peer', [defineRole(role, () => void delivered++)], {
    instructions: { [`{${namespace}}time`]: () => element('noon') },
  })
  const employer = stage.stranger('employer')
  const { id: engagement } = employer.instruct(peer.iri, 'hire', role)
  const { id } = employer.say(peer.iri, question, { engagement })
  await stage.advance(100)
  expect(employer.heard(peer.iri)).toContainEqual(expect.objectContaining({ name: 'noon', replyTo: id }))
  expect(delivered).toBe(0)
})

test('a handler that fails is observed, and the peer lives', async () => {
  const stage = createStage()
  const failure = new Error('a bug in a handler')
  const peer = stage.host('peer', [], {
    instructions: {
      [`{${namespace}}time`]() {
        throw failure
      },
    },
  })
  const asker = stage.host('asker')
  await expect(stage.run(asker.vm.instruct(peer.iri, question))).rejects.toMatchObject({ code: 'ERR_NO_ANSWER' })
  expect(peer.events).toContainEqual({ type: 'fault', error: failure })
  const status = await stage.run(asker.vm.instruct(peer.iri, element({ namespace: AGENT_2026, localName: 'status' })))
  expect(attribute(status, 'peer')).toBe(peer.iri)
})

test('anyone may ask for the status', async () => {
  const stage = createStage()
  const role = roleIri('urn:example:role:worker')
  const peer = stage.host('peer', [defineRole(role, (task) => task)], { maxHires: 3 })
  const asker = stage.host('asker')
  await stage.run(asker.vm.hire(peer.iri, role))
  const status = await stage.run(asker.vm.instruct(peer.iri, element({ namespace: AGENT_2026, localName: 'status' })))
  expect(attribute(status, 'max-hires')).toBe('3')
  expect(status.text).toContain(role)
  expect(status.text).toContain(asker.iri)
})
