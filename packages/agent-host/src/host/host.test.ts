import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AGENT_2026, defineRole, roleIri, WORLD } from '@xeerkat/agent-vm'
import { element } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { createHost } from './host.ts'
import { createLab } from './testing/lab.ts'

const echo = defineRole('urn:test:echo', (document) => document, {
  accepts: [{ namespace: '', localName: 'hello', example: '<hello/>' }],
})

it('a host is found by its role and hired, and keeps its identity', async () => {
  await using lab = await createLab()
  await lab.host({ roles: [echo] })
  const employer = await lab.host()
  for await (const engagement of employer.vm.recruit(echo.iri, { limit: 1, signal: AbortSignal.timeout(5000) })) {
    expect((await engagement.ask(element('hello', { to: 'you' }))).text).toBe('<hello to="you"/>')
    await engagement.dismiss()
    break
  }
  await employer[Symbol.asyncDispose]()
  const again = await createHost({ data: employer.data, mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
  expect(again.self).toBe(employer.self)
  await again[Symbol.asyncDispose]()
})

it('a role enabled while the host runs is hired at once, one disabled is refused', async () => {
  await using lab = await createLab()
  const host = await lab.host()
  const employer = await lab.host()
  await expect.poll(() => employer.peers()).toHaveLength(1)
  const enabled = performance.now()
  const found = (async () => {
    for await (const engagement of employer.vm.recruit(echo.iri, { limit: 1, signal: AbortSignal.timeout(5000) })) {
      await engagement.dismiss()
      return performance.now() - enabled
    }
    return Infinity
  })()
  await host.enable(echo)
  expect(await found).toBeLessThan(5_000)

  await host.disable(echo.iri)
  await expect(employer.vm.hire(host.self, echo.iri)).rejects.toMatchObject({ code: 'ERR_REFUSED' })
})

it('when all threads are taken a further hire is refused as busy', async () => {
  await using lab = await createLab()
  await writeFile(
    join(lab.folder, 'slow.js'),
    `import { defineRole } from 'agent-host'
     export default defineRole('urn:test:slow', (document) => document)`,
  )
  const host = await lab.host({ roles: ['./slow.js'], threads: 1 })
  const employer = await lab.host()
  const role = roleIri('urn:test:slow')
  const first = await employer.vm.hire(host.self, role)
  await first.ask(element('hello'))
  await expect(employer.vm.hire(host.self, role)).rejects.toThrow(/busy/)
  await first.dismiss()
  await expect
    .poll(() => employer.vm.hire(host.self, role).then(({ role }) => role, String), { timeout: 3000 })
    .toBe(role)
})

it('an operator’s shutdown is told to the host’s owner, a stranger’s is not', async () => {
  await using lab = await createLab()
  const operator = await lab.host()
  const stranger = await lab.host()
  const host = await lab.host({ operators: [operator.self] })
  const shutdown = element({ namespace: AGENT_2026, localName: 'shutdown' })
  const refused = await stranger.vm.instruct(host.self, shutdown)
  expect(refused.root.localName).not.toBe('shutting-down')
  expect((await operator.vm.instruct(host.self, shutdown)).root.localName).toBe('shutting-down')
  expect(await host.shutdownRequested).toBe(operator.self)
})

it('a gateway routes what a role elsewhere accepts, and shows the metrics of every layer', async () => {
  await using lab = await createLab()
  await lab.host({ roles: [echo] })
  const { gateway = '' } = await lab.host({ gateway: {} })
  const services = async (): Promise<string> => (await fetch(`${gateway}/services`)).text()
  await expect.poll(services, { timeout: 5000 }).toContain('hello')
  const headers = { 'Content-Type': 'application/xml', Prefer: 'wait=10' }
  const response = await fetch(gateway, { method: 'POST', body: '<hello/>', headers })
  expect(await response.text()).toBe('<hello/>')
  const metrics = await (await fetch(`${gateway}/metrics`)).text()
  for (const family of [
    'libp2p_',
    'xeerkat_mesh_events_total{type="connected"',
    'xeerkat_ads_events_total{type="added"',
    'xeerkat_vm_events_total{type="engaged"',
    'xeerkat_gateway_submitted_total 1',
  ])
    expect(metrics).toContain(family)
})

it('what cannot be loaded ends the start, and leaves nothing open', async () => {
  await using lab = await createLab()
  const data = join(lab.folder, 'data')
  await expect(createHost({ roles: ['./nothing.js'], folder: lab.folder, data, mdns: false })).rejects.toMatchObject({
    code: 'ERR_ROLE_NOT_FOUND',
  })
  const host = await createHost({ data, mdns: false, groups: [WORLD] })
  await host[Symbol.asyncDispose]()
})
