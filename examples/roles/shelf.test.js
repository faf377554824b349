import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVm, isFault, pipeIri, WORLD } from '@xeerkat/agent-vm'
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'
import { element, fromText } from '@xeerkat/xml'
import shelf from './shelf.js'
import words from './words.js'

test('a shelf is counted by workers that are found', async () => {
  const mesh = createMemoryMesh()
  await using _worker = await join(mesh, 'worker', words)
  await using coordinator = await join(mesh, 'coordinator', shelf)
  await using employer = await join(mesh, 'employer')

  const engagement = await employer.hire(coordinator.self, shelf.iri)
  const seen = []
  const answer = await engagement.ask(fromText('<shelf><text>to be</text><text>or not</text></shelf>'), {
    onProgress: ({ done, total }) => seen.push(`${done} of ${total}`),
  })
  assert.equal(answer.text, '<words count="4" texts="2"/>')
  assert.equal(seen[0], '1 of 2')
})

test('a worker that answers nonsense is not believed', async () => {
  const mesh = createMemoryMesh()
  const liar = { ...words, engage: () => () => element('words', { count: 'many' }) }
  await using _worker = await join(mesh, 'worker', liar)
  await using coordinator = await join(mesh, 'coordinator', shelf)
  await using employer = await join(mesh, 'employer')

  const engagement = await employer.hire(coordinator.self, shelf.iri)
  const answer = await engagement.ask(fromText('<shelf><text>to be</text></shelf>'))
  assert.ok(isFault(answer))
})

/** A peer that can be found by its roles. */
async function join(mesh, name, ...roles) {
  const peer = mesh.peer(name)
  const types = roles.map(({ iri }) => iri)
  const ad = { id: `urn:example:${name}`, peer: peer.iri, pipe: pipeIri(peer.iri), types, group: WORLD }
  await peer.discovery.publish(ad)
  return createVm(peer, { roles })
}
