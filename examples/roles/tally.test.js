import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVm, isFault } from '@xeerkat/agent-vm'
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'
import { fromText } from '@xeerkat/xml'
import tally from './tally.js'

test('each engagement has a total of its own', async () => {
  const mesh = createMemoryMesh()
  await using worker = createVm(mesh.peer('worker'), { roles: [tally] })
  await using employer = createVm(mesh.peer('employer'))

  const one = await employer.hire(worker.self, tally.iri)
  const other = await employer.hire(worker.self, tally.iri)
  await one.ask(fromText('<entry amount="2"/>'))
  assert.equal((await one.ask(fromText('<entry amount="3"/>'))).text, '<total amount="5"/>')
  assert.equal((await other.ask(fromText('<entry amount="1"/>'))).text, '<total amount="1"/>')
})

test('an amount that is no integer is answered and not counted', async () => {
  const mesh = createMemoryMesh()
  await using worker = createVm(mesh.peer('worker'), { roles: [tally] })
  await using employer = createVm(mesh.peer('employer'))

  const engagement = await employer.hire(worker.self, tally.iri)
  assert.ok(isFault(await engagement.ask(fromText('<entry amount="much"/>'))))
  assert.equal((await engagement.ask(fromText('<entry amount="1"/>'))).text, '<total amount="1"/>')
})
