import { readFileSync } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileSchema, fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { answerAt } from '../mesh/grid.ts'
import { createHome, type Home } from '../mesh/processes.ts'

const EXAMPLE = fileURLToPath(new URL('example-4.xml', import.meta.url))
const PING_XSD = fileURLToPath(new URL('../../schema/ping.xsd', import.meta.url))
const MG = 'http://www.mathgrid.org/Vocabulary/Services/2005/1/0'
/** Processes on a busy machine. */
const PATIENCE = 120_000

/** A gateway whose front end is the paper's, and one host that plays the ping roles; they know each other by address only. */
async function start(home: Home) {
  await copyFile(EXAMPLE, join(home.folder, 'submit.xml'))
  const anyPort = '/ip4/127.0.0.1/tcp/0'
  const flags = ['--front', 'submit=./submit.xml', '--port', '0', '--listen', anyPort, '--no-mdns']
  const gateway = home.start(['gateway', ...flags])
  const [, url = ''] = await gateway.line(/^ready \S+ (http:\S+)$/)
  const [, address = ''] = await gateway.logged(/(\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/\S+)/)
  const host = home.start(['--roles', 'ping', '--bootstrap', address, '--no-mdns'])
  await host.logged(/^connected to/)
  const post = (document: string, { path = '/submit', ...headers }: Record<string, string> = {}) =>
    fetch(url + path, { method: 'POST', body: document, headers: { 'Content-Type': 'application/xml', ...headers } })
  return { url, post }
}

async function validatorsWords(document: string): Promise<string> {
  using schema = await compileSchema(readFileSync(PING_XSD, 'utf8'))
  return schema
    .validate(fromText(document))
    .map(({ message, line, column }) => `${message} (line ${line}, column ${column})`)
    .join('; ')
}

test('Example 4 is in the fixture as the paper prints it', () => {
  const text = readFileSync(EXAMPLE, 'utf8')
  expect(text).toMatch(/^<p:pipe name="submit" xmlns:p=/)
  expect(text).toContain(
    '<p:trap> <p:validate assert="true"> <p:map href="ping.xsd"/> </p:validate> <p:on-error> <p:template> <mg:error> <xsl:text>Your document was not valid due to: </xsl:text> <xsl:value-of select="/c:error-context/c:error"/> </mg:error> </p:template> </p:on-error> </p:trap>',
  )
  expect(text).toMatch(/<\/p:otherwise> <\/p:route> <\/p:pipe>$/)
})

test(
  'Example 4 serves over HTTP what it says, and what it queues is answered by the mesh',
  { timeout: PATIENCE },
  async () => {
    await using home = await createHome()
    const { url, post } = await start(home)

    const invalid = '<ping count="three"/>'
    const refused = await post(invalid)
    expect(refused.headers.get('content-type')).toBe('application/xml; charset=utf-8')
    expect([refused.status, await refused.text()]).toEqual([
      422,
      `<mg:error xmlns:mg="${MG}">Your document was not valid due to: ${(await validatorsWords(invalid)).replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</mg:error>`,
    ])

    const queued = await post('<ping count="3"/>')
    const location = queued.headers.get('location') ?? ''
    const [, ref = ''] = /^\/receipts\/([\w-]{22})$/.exec(location) ?? []
    expect([queued.status, queued.headers.get('retry-after'), await queued.text()]).toEqual([
      202,
      '1',
      `<mg:message xmlns:mg="${MG}" ref="${ref}">Your message has been successfully queued.</mg:message>`,
    ])
    expect(await answerAt(url + location)).toBe('<ping count="3"/>')

    const receipt = await fetch(url + location, { headers: { Accept: 'application/json' } })
    expect(await receipt.json()).toMatchObject({ queue: 'mathgrid-net-in', state: 'done' })
  },
)

test('the front called submit is what is behind the gateway’s own door, too', { timeout: PATIENCE }, async () => {
  await using home = await createHome()
  const { url, post } = await start(home)

  const waited = await post('<ping-request count="20"/>', { path: '/', Prefer: 'wait=60' })
  expect([waited.status, await waited.text()]).toEqual([
    200,
    expect.stringMatching(/^<ping-stats count="20" failures="0" elapsed="\d+"\/>$/),
  ])

  const keyed = { path: '/', 'Idempotency-Key': 'k' }
  const first = await (await post('<ping count="7"/>', keyed)).text()
  expect(first).toMatch(/^<mg:message /)
  expect(await (await post('<ping count="7"/>', keyed)).text()).toBe(first)
  expect((await post('<ping count="8"/>', keyed)).status).toBe(422)

  expect((await post('<ping count="1">')).status).toBe(400)
  expect((await post('<other/>')).status).toBe(422)
  // Valid by ping.xsd, and no role is for it: that is an answer, too.
  const stats = await post('<ping-stats count="1" failures="0" elapsed="0"/>', { Prefer: 'wait=60' })
  expect([stats.status, await stats.text()]).toEqual([
    200,
    `<error xmlns="${MG}">No service takes ping-stats documents.</error>`,
  ])

  expect(await (await fetch(`${url}/services`)).text()).toContain('<front name="submit" href="/submit"')
  const got = await fetch(`${url}/submit`)
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
})

test.each([
  [['--front', 'receipts=./submit.xml'], 2, /"receipts" cannot be the name of a front/],
  [['--front', './submit.xml'], 2, /--front takes NAME=FILE/],
  [['--front', 'a=./a.xml', '--front', 'a=./b.xml'], 2, /--front a=… is given twice/],
  [['--front', 'a=./none.xml'], 1, /none\.xml/],
  [['--front', 'a=./submit.xml'], 1, /submit\.xml:2:3: .*p:nothing/],
] as const)('%s is refused in a sentence', { timeout: PATIENCE }, async (flags, code, message) => {
  await using home = await createHome()
  const pipeline = readFileSync(EXAMPLE, 'utf8').replace('> <p:trap>', '>\n  <p:nothing/> <p:trap>')
  await writeFile(join(home.folder, 'submit.xml'), pipeline)
  const ended = await home.run(['gateway', ...flags, '--port', '0', '--no-mdns'])
  expect(ended).toMatchObject({ code, stdout: '' })
  expect(ended.stderr).toMatch(message)
  expect(ended.stderr).not.toMatch(/^\s+at /m)
})
