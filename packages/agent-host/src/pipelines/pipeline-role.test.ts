import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PING_WORKER } from '@xeerkat/roles/ping'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadRoles, type LoadOptions } from '../roles/load-roles.ts'
import { openRoleBook } from '../host/role-book.ts'

const P = 'http://www.smallx.com/Vocabulary/Pipeline/2005/1/0'
const R = 'http://www.xeerkat.org/Vocabulary/Pipeline/Role/2026/1/0'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xk-pipelines-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** In a thread, and in the thread of whoever asks. */
const ways = [{ inline: false }, { inline: true }] as const

/** Loads a pipeline as a role. */
async function load(
  text: string,
  { source = './my.xml', ...options }: LoadOptions & { readonly source?: string } = {},
) {
  const log: string[] = []
  await writeFile(join(folder, 'my.xml'), text)
  const book = await openRoleBook([source], { folder, log: (line) => log.push(line), ...options })
  return { role: book.roles()[0], files: book.files(), log }
}

const named = (name: string, more = ''): string =>
  `<p:pipe xmlns:p="${P}" name="${name}" ${more}><p:identity/></p:pipe>`

it.for(ways)('a pipeline plays the role that its file names: %j', { timeout: 60_000 }, async (way) => {
  await writeFile(join(folder, 'hello.xsd'), '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>')
  await writeFile(join(folder, 'hello.xml'), '<hello/>')
  const role = `xmlns:r="${R}" r:iri="urn:test:mine" r:title="Mine" r:accepts="hello" r:schema="hello.xsd" r:example="hello.xml" r:public="false"`
  const { role: loaded, log } = await load(named('echo', role), way)
  expect(loaded).toMatchObject({
    iri: 'urn:test:mine',
    title: 'Mine',
    accepts: [{ namespace: '', localName: 'hello', example: '<hello/>', public: false }],
  })
  expect(loaded?.accepts?.[0]?.schema).toContain('xs:schema')
  expect(log).toEqual([])
})

it.for(ways)('without a role in it, echo is the ping worker: %j', { timeout: 60_000 }, async (way) => {
  const { role, log } = await load(named('echo'), way)
  expect(role).toMatchObject({ iri: PING_WORKER, title: 'Ping worker', accepts: [{ localName: 'ping' }] })
  expect(log).toEqual([])
})

it.for(ways)('any other plays a role of its own name, and says so: %j', { timeout: 60_000 }, async (way) => {
  const { role, log } = await load(named('add up'), way)
  expect(role).toMatchObject({ iri: 'urn:xeerkat:role:add%20up', title: 'add up' })
  await expect
    .poll(() => log.join('\n'), { timeout: 30_000 })
    .toMatch(/my\.xml names no role, so it plays urn:xeerkat:role:add%20up/)
})

it.for(ways)('what comes after # is the role that it plays: %j', { timeout: 60_000 }, async (way) => {
  const source = './my.xml#http://example.org/roles#Echo'
  const { role, files, log } = await load(named('echo'), { source, ...way })
  expect(role).toMatchObject({ iri: 'http://example.org/roles#Echo' })
  expect(Array.from(files.keys())).toEqual(way.inline ? [] : ['./my.xml'])
  expect(log).toEqual([])
})

it.for(ways)('one that is wrong is refused with file, line and column: %j', { timeout: 60_000 }, async (way) => {
  const refused = load(`<p:pipe xmlns:p="${P}" name="x">\n  <p:idnetity/>\n  <p:validate/>\n</p:pipe>`, way)
  await expect(refused).rejects.toMatchObject({ code: 'ERR_ROLE_INVALID' })
  await expect(refused).rejects.toThrow(
    /my\.xml:2:3: .*p:idnetity.* \(and 1 more: "agent-host pipeline check .*my\.xml"\)/,
  )
  await expect(load('<p:pipe', way)).rejects.toThrow(/my\.xml:1:1: /)
  await expect(load('<html/>', way)).rejects.toThrow(/my\.xml:1:1: the document element is html/)
  await expect(load(named('x'), { source: './my.xml#nothing', ...way })).rejects.toThrow(
    /"nothing" is not an absolute IRI/,
  )
})

it('a pipeline that is not there is said to be missing', async () => {
  await expect(loadRoles('./nothing.xml', { folder })).rejects.toMatchObject({ code: 'ERR_ROLE_NOT_FOUND' })
})
