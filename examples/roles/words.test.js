import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVm } from '@xeerkat/agent-vm'
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'
import { fromText } from '@xeerkat/xml'
import words from './words.js'

test('words are counted', async () => {
  const mesh = createMemoryMesh()
  await using worker = createVm(mesh.peer('worker'), { roles: [words] })
  await using employer = createVm(mesh.peer('employer'))

  const engagement = await employer.hire(worker.self, words.iri)
  const answer = await engagement.ask(fromText('<text>to be or not to be</text>'))
  assert.equal(answer.text, '<words count="6"/>')
})
