import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVm, roleIri } from '@xeerkat/agent-vm'
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'
import { fromText } from '@xeerkat/xml'
import roles from './headlines.js'

test('steps in JavaScript are a role, and so is a pipeline document with a step in JavaScript', async () => {
  const mesh = createMemoryMesh()
  await using worker = createVm(mesh.peer('worker'), { roles })
  await using employer = createVm(mesh.peer('employer'))

  const page = fromText('<page><title>On <i>ping</i></title><!-- old --><p>It is back.</p></page>')
  const headlines = await employer.hire(worker.self, roleIri('urn:example:headlines'))
  assert.equal((await headlines.ask(page)).text, '<page><title>ON <i>PING</i></title><p>It is back.</p></page>')
  const shouting = await employer.hire(worker.self, roleIri('urn:example:shouting'))
  assert.match((await shouting.ask(page)).text, /<p>IT IS BACK\.<\/p>/)
})

test('what no step can read is answered', async () => {
  const mesh = createMemoryMesh()
  await using worker = createVm(mesh.peer('worker'), { roles })
  await using employer = createVm(mesh.peer('employer'))

  const engagement = await employer.hire(worker.self, roleIri('urn:example:headlines'))
  const { root } = await engagement.ask(fromText(`${'<page>'.repeat(300)}${'</page>'.repeat(300)}`))
  assert.equal(root.localName, 'error-context')
})
