import { createVm, type Engagement, type Reason, roleIri, type Vm, type VmEvent } from '@xeerkat/agent-vm'
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'
import { attribute, element, withAttachments } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { createThreadPool, type ThreadedOptions, threadedRoles } from './threaded-role.ts'

const MODULE = new URL('./testing/roles.ts', import.meta.url).href

interface Situation extends AsyncDisposable {
  readonly hire: (role: string) => Promise<Engagement>
  readonly worker: Vm
  readonly events: readonly VmEvent[]
  readonly printed: readonly string[]
}

/** An employer and a worker whose roles run in threads. */
async function situation(options: ThreadedOptions = {}): Promise<Situation> {
  const mesh = createMemoryMesh()
  const [boss, host] = [mesh.peer('boss'), mesh.peer('host')]
  const events: VmEvent[] = []
  const printed: string[] = []
  const roles = await threadedRoles(MODULE, { log: (line) => printed.push(line), ...options })
  const worker = createVm({ ...host, observe: (event) => events.push(event) }, { roles })
  const employer = createVm(boss)
  await host.discovery.publish({
    id: 'urn:ad',
    peer: worker.self,
    pipe: 'urn:pipe' as never,
    types: roles.map(({ iri }) => iri),
    group: 'urn:xeerkat:group:world' as never,
  })
  return {
    worker,
    events,
    printed,
    hire: (role) => employer.hire(worker.self, roleIri(`urn:test:${role}`)),
    async [Symbol.asyncDispose]() {
      await employer.close()
      await worker.close()
      await boss[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

async function reasonOf(engagement: Engagement): Promise<Reason | undefined> {
  return (await engagement.ended).reason
}

it('a module is described by its roles, with what they accept', async () => {
  const [echo] = await threadedRoles(MODULE)
  expect(echo).toMatchObject({ iri: 'urn:test:echo', title: 'Echo', accepts: [{ namespace: '', localName: 'hello' }] })
})

it('documents go to the thread and back, their attachments too', async () => {
  await using there = await situation()
  const engagement = await there.hire('attachments')
  const attachment = { contentId: 'a@b', mediaType: 'application/octet-stream', bytes: Uint8Array.of(1, 2, 3) }
  const answer = await engagement.ask(withAttachments(element('hello', { to: 'ü' }), [attachment]))
  expect(answer.text).toBe('<hello to="ü"/>')
  expect(Array.from(answer.attachments[0]?.bytes ?? [])).toEqual([3, 2, 1])
})

it('each engagement has a state of its own', async () => {
  await using there = await situation()
  const [one, two] = [await there.hire('counts'), await there.hire('counts')]
  await one.ask(element('next'))
  expect(attribute(await one.ask(element('next')), 'is')).toBe('2')
  expect(attribute(await two.ask(element('next')), 'is')).toBe('1')
})

it('a role in a thread sends, reports progress and resigns with its reason; what it prints is logged', async () => {
  await using there = await situation()
  const engagement = await there.hire('context')
  const progress: unknown[] = []
  const answer = await engagement.ask(element('go'), { onProgress: (at) => progress.push(at) })
  expect(answer.root.localName).toBe('done')
  expect(progress).toEqual([{ done: 1, total: 2 }])
  for await (const document of engagement.documents) {
    expect(attribute(document, 'employer')).toBe('urn:libp2p:boss')
    break
  }
  await expect.poll(() => there.printed).toContain('a line')
  await engagement.ask(element('go', { resign: true })).catch(() => {})
  expect(await reasonOf(engagement)).toBe('busy')
})

it('a role in a thread recruits and delegates', async () => {
  await using there = await situation()
  const recruited = await (await there.hire('recruits')).ask(element('go'))
  expect(recruited.text).toBe('<recruited n="7" how="dismissed" worker="urn:libp2p:host"/>')
  const delegated = await (await there.hire('delegates')).ask(element('go', { count: 500 }))
  expect(delegated.text).toBe('<delegated right="500"/>')
})

it.for(['throws', 'exits', 'eats'])('a role that %s resigns as crashed', async (role) => {
  await using there = await situation({ memory: 32 })
  const engagement = await there.hire(role)
  await expect(engagement.ask(element('go'))).rejects.toMatchObject({ code: 'ERR_WORKER_LOST' })
  expect(await reasonOf(engagement)).toBe('crashed')
})

it('an endless loop in a role delays nothing but itself, and its thread ends with the engagement', async () => {
  const pool = createThreadPool({ limit: 4 })
  await using there = await situation({ pool })
  const looping = await there.hire('loops')
  looping.ask(element('go')).catch(() => {})
  const echo = await there.hire('echo')
  const started = performance.now()
  for (let n = 0; n < 20; n++) await echo.ask(element('hello', { n }))
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(pool.running()).toBe(2)
  await looping.dismiss()
  await expect.poll(() => pool.running()).toBe(1)
})

it('a module that is not roles is refused with what to do', async () => {
  const module = 'data:text/javascript,export default 7'
  await expect(threadedRoles(module)).rejects.toMatchObject({ code: 'ERR_ROLE_INVALID' })
  await expect(threadedRoles('data:text/javascript,for (;;);', { load: 300 })).rejects.toThrow(/gives no roles/)
})
