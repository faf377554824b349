import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVm, defineRole, pipeIri, WORLD } from '@xeerkat/agent-vm'
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'
import { attribute, element, fromText } from '@xeerkat/xml'
import census from './census.js'
import words from './words.js'

const texts = fromText('<census><text>to be</text><text>or not</text><text>to be</text></census>')

test('the strategy follows the workers: alone, shared, and alone again', async () => {
  const mesh = createMemoryMesh()
  await using counter = createVm(mesh.peer('counter'), { roles: [census] })
  await using employer = createVm(mesh.peer('employer'))
  const engagement = await employer.hire(counter.self, census.iri)
  assert.equal((await engagement.ask(texts)).text, '<words count="6" strategy="alone"/>')

  const helper = await join(mesh, 'helper', words)
  await until(async () => (await engagement.ask(texts)).text === '<words count="6" strategy="shared"/>')

  await helper.close()
  await until(async () => (await engagement.ask(texts)).text === '<words count="6" strategy="alone"/>')
})

test('it changes in the middle of the work, and no text is lost or counted twice', async () => {
  const mesh = createMemoryMesh()
  let counted = 0
  const leaves = defineRole(words.iri, (_text, { resign }) => {
    if (++counted > 10) resign()
    return element('words', { count: 1 })
  })
  await using counter = createVm(mesh.peer('counter'), { roles: [census] })
  await using employer = createVm(mesh.peer('employer'))
  const engagement = await employer.hire(counter.self, census.iri)
  const work = engagement.ask(fromText(`<census>${'<text>one</text>'.repeat(300)}</census>`))
  await using _worker = await join(mesh, 'worker', leaves)
  const answer = await work
  assert.equal(attribute(answer, 'count'), '300')
  assert.match(attribute(answer, 'strategy') ?? '', /^alone shared alone/)
})

test('a worker that answers nonsense is not asked again', async () => {
  const mesh = createMemoryMesh()
  let asked = 0
  const liar = defineRole(words.iri, () => {
    asked++
    return element('words', { count: 'many' })
  })
  await using _worker = await join(mesh, 'worker', liar)
  await using counter = createVm(mesh.peer('counter'), { roles: [census] })
  await using employer = createVm(mesh.peer('employer'))
  const engagement = await employer.hire(counter.self, census.iri)
  await until(async () => {
    await engagement.ask(texts)
    return asked > 0
  })
  assert.equal((await engagement.ask(texts)).text, '<words count="6" strategy="alone"/>')
  assert.equal(asked, 1)
})

async function until(holds) {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** A peer that can be found by its roles. */
async function join(mesh, name, ...roles) {
  const peer = mesh.peer(name)
  const types = roles.map(({ iri }) => iri)
  const ad = { id: `urn:example:${name}`, peer: peer.iri, pipe: pipeIri(peer.iri), types, group: WORLD }
  await peer.discovery.publish(ad)
  return createVm(peer, { roles })
}
