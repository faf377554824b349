import { type Document, element, fromBytes, fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import {
  AGENT,
  AGENT_2026,
  createVm,
  defineRole,
  fault,
  type Message,
  messageId,
  type Pipe,
  type Role,
  roleIri,
  type VmEvent,
  type VmOptions,
  writeInstruction,
} from './index.ts'
import { createMemoryMesh } from './testing/index.ts'

const ECHO = roleIri('urn:test:echo')
const echo = defineRole(ECHO, (document) => document)
const group = 'urn:xeerkat:group:world'

/** A VM, and a stranger that speaks to it by hand. */
function meet(roles: readonly Role[] = [echo], options: VmOptions = {}) {
  const mesh = createMemoryMesh()
  const host = mesh.peer('host')
  const guest = mesh.peer('guest')
  const events: VmEvent[] = []
  const vm = createVm({ ...host, observe: (event) => events.push(event) }, { roles, ...options })
  const pipe = guest.pipes.open(host.iri)
  const messages = pipe.messages[Symbol.asyncIterator]()
  return {
    vm,
    guest: guest.iri,
    host: host.iri,
    dropped: () => events.flatMap((event) => (event.type === 'dropped' ? [event.why] : [])),
    events,
    say: (document: Document | undefined, frame: Partial<Message> = {}) => say(pipe, document, frame),
    async hear(): Promise<Message> {
      const { value } = await messages.next()
      return value
    },
    instruction: (verb: 'hire' | 'dismiss' | 'accept', role: string = ECHO) =>
      writeInstruction(verb, { from: guest.iri, role, group }),
  }
}

async function say(pipe: Pipe, document: Document | undefined, frame: Partial<Message>) {
  const id = frame.id ?? messageId()
  await pipe.send({ ...frame, id, ...(document && { document }) })
  return id
}

const rootOf = ({ document }: Message) => document?.root.localName

it('is hired, works, and is dismissed', async () => {
  const { say, hear, instruction } = meet()
  const engagement = await say(instruction('hire'))
  expect(await hear()).toMatchObject({ engagement, replyTo: engagement, document: { root: { localName: 'accept' } } })
  const id = await say(fromText('<hello/>'), { engagement })
  expect(await hear()).toMatchObject({ engagement, replyTo: id, document: { text: '<hello/>' } })
  await say(instruction('dismiss'), { engagement })
  expect(await hear()).toMatchObject({ engagement, document: { root: { localName: 'resign' } } })
})

it('answers a repeated hire again, and begins nothing new', async () => {
  const { vm, say, hear, instruction } = meet()
  const id = await say(instruction('hire'))
  await say(instruction('hire'), { id })
  expect([rootOf(await hear()), rootOf(await hear())]).toEqual(['accept', 'accept'])
  expect(vm.status().contracts).toHaveLength(1)
})

it('gives a repeated document the same answer without working twice', async () => {
  let calls = 0
  const counting = defineRole(ECHO, (): Document => element('n', { calls: ++calls }))
  const { say, hear, instruction } = meet([counting])
  const engagement = await say(instruction('hire'))
  await hear()
  const id = await say(fromText('<q/>'), { engagement })
  await say(fromText('<q/>'), { engagement, id })
  expect([(await hear()).document?.text, (await hear()).document?.text]).toEqual(['<n calls="1"/>', '<n calls="1"/>'])
})

it('serves a peer that names no engagement, by role or by the document element', async () => {
  const other = defineRole('urn:test:other', () => element('other'), { accepts: [{ namespace: '', localName: 'odd' }] })
  const { say, hear, instruction } = meet([echo, other])
  await say(instruction('hire'))
  await say(instruction('hire', 'urn:test:other'))
  await hear()
  await hear()
  await say(fromText('<odd/>'))
  expect(rootOf(await hear())).toBe('other')
  await say(fromText('<odd/>'), { role: ECHO })
  expect(rootOf(await hear())).toBe('odd')
  await say(instruction('dismiss'))
  expect(rootOf(await hear())).toBe('resign')
})

it('changes nothing for an instruction in another name', async () => {
  const { vm, say, dropped } = meet()
  await say(writeInstruction('hire', { from: vm.self, role: ECHO, group }))
  await expect.poll(dropped).toEqual(['wrong-sender'])
  expect(vm.status().contracts).toEqual([])
})

it('resigns from all it does for others, and keeps those who work for it', async () => {
  const mesh = createMemoryMesh()
  await using boss = createVm(mesh.peer('boss'))
  await using middle = createVm(mesh.peer('middle'), { roles: [echo] })
  await using worker = createVm(mesh.peer('worker'), { roles: [echo] })
  const engagements = [await boss.hire(middle.self, ECHO), await boss.hire(middle.self, ECHO)]
  const held = await middle.hire(worker.self, ECHO)

  middle.resign('not-now')
  for (const { ended } of engagements) expect(await ended).toEqual({ how: 'resigned', reason: 'not-now' })
  expect((await held.ask(fromText('<still/>'))).text).toBe('<still/>')
  await (await boss.hire(middle.self, ECHO)).dismiss()
})

it.each([
  ['a document that is no XML', fromText('hello'), 'bad-xml'],
  ['bytes that are no text', fromBytes(Uint8Array.of(0xff, 0xfe, 0x00)), 'bad-xml'],
  ['a document type', fromText('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), 'bad-xml'],
  ['a hire that lacks its role', fromText(`<hire xmlns="${AGENT}" from="urn:a" group="urn:b"/>`), 'bad-instruction'],
] as const)('drops and counts %s', async (_, document, why) => {
  const { say, dropped } = meet()
  await say(document)
  await expect.poll(dropped).toEqual([why])
})

it.each<[string, () => Document | undefined, Partial<Message>, string]>([
  ['a document outside an engagement', () => fromText('<hello/>'), {}, 'resign'],
  ['a heartbeat of an unknown engagement', () => undefined, { engagement: messageId() }, 'resign'],
  [
    'an answer in an unknown engagement',
    () => fromText('<x/>'),
    { engagement: messageId(), replyTo: messageId() },
    'dismiss',
  ],
  ['an instruction nobody knows', () => fromText(`<promote xmlns="${AGENT}"/>`), {}, 'unsupported'],
  ['an instruction of ours nobody knows', () => fromText(`<promote xmlns="${AGENT_2026}"/>`), {}, 'unsupported'],
])('answers %s', async (_, document, frame, answer) => {
  const { say, hear } = meet()
  await say(document(), frame)
  expect(rootOf(await hear())).toBe(answer)
})

it('dismisses whoever accepts what was not offered', async () => {
  const { say, hear, instruction } = meet()
  await say(instruction('accept'), { engagement: messageId() })
  expect(rootOf(await hear())).toBe('dismiss')
})

it('answers a reminder: with the answer if it is known, else that the document is missing', async () => {
  const { say, hear, instruction } = meet()
  const engagement = await say(instruction('hire'))
  await hear()
  const id = await say(fromText('<q/>'), { engagement })
  await hear()
  await say(element({ namespace: AGENT_2026, localName: 'reminder' }, { of: id }), { engagement })
  expect(await hear()).toMatchObject({ replyTo: id, document: { text: '<q/>' } })
  const unknown = messageId()
  await say(element({ namespace: AGENT_2026, localName: 'reminder' }, { of: unknown }), { engagement })
  expect(await hear()).toMatchObject({ replyTo: unknown, document: { root: { localName: 'missing' } } })
})

it('answers a document that is not what the role takes, and stays engaged', async () => {
  const picky = defineRole(ECHO, (document) => fromText(`<t>${document.tree().localName}</t>`))
  const { vm, say, hear, instruction } = meet([picky])
  const engagement = await say(instruction('hire'))
  await hear()
  await say(fromText('<a><b></a>'), { engagement })
  expect((await hear()).document?.text).toMatch(/^<error .*1:7|line 1/s)
  expect(vm.status().contracts).toHaveLength(1)
})

it('answers a document that is no XML, within an engagement', async () => {
  const { say, hear, instruction, dropped } = meet()
  const engagement = await say(instruction('hire'))
  await hear()
  const id = await say(fromText('hello'), { engagement })
  expect(await hear()).toMatchObject({ replyTo: id, document: { root: { localName: 'error' } } })
  expect(dropped()).toEqual(['bad-xml'])
})

it('resigns when a role crashes, tells why, and lives', async () => {
  const fragile = defineRole(ECHO, () => {
    throw new Error('oops')
  })
  const { vm, say, hear, instruction, events } = meet([fragile])
  const engagement = await say(instruction('hire'))
  await hear()
  await say(fromText('<q/>'), { engagement })
  expect(await hear()).toMatchObject({ reason: 'crashed', document: { root: { localName: 'resign' } } })
  expect(events).toContainEqual(expect.objectContaining({ type: 'role-crashed', error: new Error('oops') }))
  expect(vm.status().contracts).toEqual([])
})

it('refuses a hundred thousand hires of one peer one by one, and serves the next', { timeout: 60_000 }, async () => {
  const { vm, host, say, hear, instruction } = meet([echo], { maxHires: 8 })
  const verdicts = new Map<string, number>()
  const heard = (async () => {
    for (let answers = 0; answers < 100_000;) {
      const { document, reason = 'accepted' } = await hear()
      // The six engagements have heartbeats.
      if (!document) continue
      answers++
      verdicts.set(reason, (verdicts.get(reason) ?? 0) + 1)
    }
  })()
  for (let i = 0; i < 100_000; i++) await say(instruction('hire'))
  await heard
  expect(Object.fromEntries(verdicts)).toEqual({ accepted: 6, limit: 99_994 })
  await using engagement = await vm.hire(host, ECHO)
  expect((await engagement.ask(fromText('<still-here/>'))).text).toBe('<still-here/>')
})

it('works for itself when it is hired by itself', async () => {
  const { vm, host } = meet()
  await using engagement = await vm.hire(host, ECHO)
  expect((await engagement.ask(fromText('<me/>'))).text).toBe('<me/>')
  expect(await engagement.dismiss()).toEqual({ how: 'dismissed', silent: false })
  expect(vm.status().contracts).toEqual([])
})

it('tells its status to anyone', async () => {
  const { vm, say, hear } = meet([echo], { maxHires: 5 })
  await say(element({ namespace: AGENT_2026, localName: 'status' }))
  const { document } = await hear()
  expect(document?.text).toContain(`peer="${vm.self}"`)
  expect(document?.text).toContain('max-hires="5"')
  expect(document?.text).toContain(`iri="${ECHO}"`)
})

it('shuts down for an operator and for nobody else', async () => {
  const asking = element({ namespace: AGENT_2026, localName: 'shutdown' })
  const stranger = meet()
  await stranger.say(asking)
  expect(rootOf(await stranger.hear())).toBe('unsupported')
  const operator = meet([echo], { operators: [stranger.guest] })
  await operator.say(asking)
  expect(rootOf(await operator.hear())).toBe('shutting-down')
  expect(await operator.vm.shutdownRequested).toBe(operator.guest)
})

it('learns further instructions', async () => {
  const weather = () => element({ namespace: 'urn:weather', localName: 'sunny' })
  const { say, hear } = meet([], { instructions: { '{urn:weather}how-is-it': weather } })
  const id = await say(element({ namespace: 'urn:weather', localName: 'how-is-it' }))
  expect(await hear()).toMatchObject({ replyTo: id, document: { root: { localName: 'sunny' } } })
})

it('resigns from everything when it closes, and refuses from then on', async () => {
  const { vm, say, hear, instruction } = meet()
  await say(instruction('hire'))
  await hear()
  await vm.close()
  expect(await hear()).toMatchObject({ reason: 'shutting-down', document: { root: { localName: 'resign' } } })
  await say(instruction('hire'))
  expect(await hear()).toMatchObject({ reason: 'shutting-down', document: { root: { localName: 'refuse' } } })
})

it('keeps documents for the VM away from workers', async () => {
  const { vm, host, instruction } = meet()
  await using engagement = await vm.hire(host, ECHO)
  await expect(engagement.ask(instruction('hire'))).rejects.toMatchObject({ code: 'ERR_RESERVED' })
  await expect(engagement.ask(fault('fine'))).resolves.toBeDefined()
})
