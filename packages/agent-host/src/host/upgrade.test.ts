import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AGENT_2026, isFault, roleIri, SERVICES } from '@xeerkat/agent-vm'
import { compileSchema, type Document, element, textContent } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import type { HostEvent } from './events.ts'
import type { Host } from './host.ts'
import { createLab } from './testing/lab.ts'
import { digestOf, writeUpgrade } from './upgrade.ts'

const ROLE = roleIri('urn:test:greeter')
const greeter = (greeting: string, role: string = ROLE): string => `
  import { defineRole, element } from 'agent-host'
  export default defineRole('${role}', () => element('${greeting}'))
`

async function situation() {
  const lab = await createLab()
  const file = join(lab.folder, 'mine.js')
  await writeFile(file, greeter('hello'))
  const operator = await lab.host()
  const events: HostEvent[] = []
  const host = await lab.host({
    roles: ['./mine.js', 'ping#Worker'],
    operators: [operator.self],
    observe: { host: (event) => events.push(event) },
  })
  const upgrade = (sha256: string, module = './mine.js', by: Host = operator): Promise<Document> =>
    by.vm.instruct(host.self, writeUpgrade({ module, sha256 }))
  return { lab, file, operator, host, events, upgrade, [Symbol.asyncDispose]: () => lab[Symbol.asyncDispose]() }
}

it('an operator’s upgrade is for engagements to come; those that stand keep the old code', async () => {
  await using there = await situation()
  const { operator, host, file, upgrade, events } = there
  const before = await operator.vm.hire(host.self, ROLE)
  expect((await before.ask(element('a'))).text).toBe('<hello/>')

  await writeFile(file, greeter('welcome'))
  const sha256 = await digestOf(file)
  const answer = await upgrade(sha256)
  expect(answer.text).toBe(`<upgraded xmlns="${AGENT_2026}" module="./mine.js" sha256="${sha256}"/>`)
  expect((await before.ask(element('a'))).text).toBe('<hello/>')
  const after = await operator.vm.hire(host.self, ROLE)
  expect((await after.ask(element('a'))).text).toBe('<welcome/>')
  expect(events).toEqual([{ type: 'upgrade', operator: operator.self, module: './mine.js' }])
})

it('a pipeline is upgraded as a module is', { timeout: 60_000 }, async () => {
  await using lab = await createLab()
  const file = join(lab.folder, 'mine.xml')
  const pipe = (attributes: string): string =>
    `<p:pipe xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0" ${attributes}><p:identity/></p:pipe>`
  await writeFile(file, pipe('name="mine"'))
  const operator = await lab.host()
  const host = await lab.host({ roles: ['./mine.xml'], operators: [operator.self] })
  const before = await operator.vm.hire(host.self, roleIri('urn:xeerkat:role:mine'))
  expect((await before.ask(element('a'))).text).toBe('<a/>')

  await writeFile(file, pipe('name="ours"'))
  const sha256 = await digestOf(file)
  const answer = await operator.vm.instruct(host.self, writeUpgrade({ module: './mine.xml', sha256 }))
  expect(answer.root.localName).toBe('upgraded')
  expect(host.report().roles).toEqual(['urn:xeerkat:role:ours'])

  await writeFile(file, pipe('nom="ours"'))
  const broken = { module: './mine.xml', sha256: await digestOf(file) }
  const refused = await operator.vm.instruct(host.self, writeUpgrade(broken))
  expect(textContent(refused.tree())).toMatch(/mine\.xml:1:1: .*nom.*Nothing has changed/)
  expect(host.report().roles).toEqual(['urn:xeerkat:role:ours'])
})

it('an upgrade that brings another role changes what the host plays', async () => {
  await using there = await situation()
  await writeFile(there.file, greeter('hello', 'urn:test:other'))
  await there.upgrade(await digestOf(there.file))
  expect(there.host.report().roles).not.toContain(ROLE)
  expect(there.host.report().roles).toContain('urn:test:other')
})

it('what is not as it was meant changes nothing, and is answered with why', async () => {
  await using there = await situation()
  const { upgrade, file, host } = there
  const roles = host.report().roles
  const problem = async (answer: Document): Promise<string> => {
    expect(isFault(answer)).toBe(true)
    return textContent(answer.tree())
  }
  expect(await problem(await upgrade('0'.repeat(64)))).toMatch(/has the SHA-256 [0-9a-f]{64}, not 0{64}\. Nothing/)
  expect(await problem(await upgrade('f'))).toMatch(/64 hexadecimal digits/)
  expect(await problem(await upgrade(await digestOf(file), './other.js'))).toMatch(/only \.\/mine\.js can/)
  expect(await problem(await upgrade(await digestOf(file), 'ping'))).toMatch(/only \.\/mine\.js can/)
  await writeFile(file, 'export default 7')
  expect(await problem(await upgrade(await digestOf(file)))).toMatch(/cannot be read again: .*Nothing has changed\.$/)
  expect(host.report().roles).toEqual(roles)
})

it('who is no operator is told nothing, and a host without operators does not know the instruction', async () => {
  await using there = await situation()
  const { lab, file, upgrade, operator } = there
  const stranger = await lab.host()
  const unsupported = `<unsupported xmlns="${AGENT_2026}" name="upgrade"/>`
  expect((await upgrade(await digestOf(file), './mine.js', stranger)).text).toBe(unsupported)
  const instruction = writeUpgrade({ module: './mine.js', sha256: await digestOf(file) })
  expect((await operator.vm.instruct(stranger.self, instruction)).text).toBe(unsupported)
})

it('the instruction and its answer are valid against their schema', async () => {
  const schema = await readFile(new URL('../../../../schema/agent-2026.xsd', import.meta.url), 'utf8')
  using validator = await compileSchema(schema)
  const upgrade = { module: './mine.js', sha256: '0'.repeat(64) }
  expect(validator.validate(writeUpgrade(upgrade))).toEqual([])
  expect(validator.validate(element({ namespace: AGENT_2026, localName: 'upgraded' }, upgrade))).toEqual([])
  expect(validator.validate(writeUpgrade({ ...upgrade, sha256: 'f' }))).not.toEqual([])
  expect(validator.validate(element({ namespace: SERVICES, localName: 'upgraded' }, upgrade))).not.toEqual([])
})
