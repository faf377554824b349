import { AGENT_2026, defineRole, roleIri } from '@xeerkat/agent-vm'
import { element } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

const ROLE = roleIri('urn:example:role:worker')
const shutdown = element({ namespace: AGENT_2026, localName: 'shutdown' })

test('an operator shuts a peer down: everything ends within a second, and it hires nobody any more', async () => {
  const stage = createStage()
  const operator = stage.host('operator')
  const never = defineRole(ROLE, () => new Promise(() => {}))
  const peer = stage.host('peer', [never], { operators: [operator.iri] })
  const worker = stage.host('worker', [never])
  const employer = stage.host('employer')
  const above = await stage.run(employer.vm.hire(peer.iri, ROLE))
  const below = await stage.run(peer.vm.hire(worker.iri, ROLE))
  const answer = above.ask(element('task'))
  answer.catch(() => {})

  const said = await stage.run(operator.vm.instruct(peer.iri, shutdown))
  expect(said.root.localName).toBe('shutting-down')
  await expect(stage.run(peer.vm.shutdownRequested)).resolves.toBe(operator.iri)

  await stage.run(peer.vm.close(), 1_000)
  await expect(stage.run(above.ended, 1_000)).resolves.toEqual({ how: 'resigned', reason: 'shutting-down' })
  await expect(stage.run(below.ended, 1_000)).resolves.toMatchObject({ how: 'dismissed' })
  await expect(answer).rejects.toMatchObject({ code: 'ERR_WORKER_LOST' })
  for (const { vm } of [peer, worker, employer]) expect(vm.status().contracts).toEqual([])
  await expect(stage.run(employer.vm.hire(peer.iri, ROLE))).rejects.toMatchObject({ cause: 'shutting-down' })
  await expect(stage.run(peer.vm.hire(worker.iri, ROLE))).rejects.toMatchObject({ code: 'ERR_VM_CLOSED' })
})

test('nobody else does', async () => {
  const stage = createStage()
  const operator = stage.host('operator')
  const peer = stage.host('peer', [], { operators: [operator.iri] })
  const stranger = stage.host('stranger')
  const said = await stage.run(stranger.vm.instruct(peer.iri, shutdown))
  expect(said.root.localName).toBe('unsupported')
  let requested = false
  void peer.vm.shutdownRequested.then(() => (requested = true))
  await stage.advance(10_000)
  expect(requested).toBe(false)
  expect(peer.vm.status().draining).toBe(false)
})
