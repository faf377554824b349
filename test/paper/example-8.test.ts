import { readFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createHome } from '../mesh/processes.ts'

const EXAMPLE = fileURLToPath(new URL('example-8.xml', import.meta.url))
const P = 'http://www.smallx.com/Vocabulary/Pipeline/2005/1/0'
/** Processes on a busy machine. */
const PATIENCE = 120_000

test('Example 8 is in the fixture as the paper prints it', () => {
  expect(readFileSync(EXAMPLE, 'utf8')).toBe(`<p:pipe xmlns:p="${P}" name="echo"> <p:identity/> </p:pipe>`)
})

test('Example 8 plays the ping worker, hired by a coordinator elsewhere', { timeout: PATIENCE }, async () => {
  await using home = await createHome()
  await copyFile(EXAMPLE, join(home.folder, 'echo.xml'))
  const worker = home.start(['--roles', './echo.xml', '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns'])
  const [, address = ''] = await worker.logged(/(\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/\S+)/)
  await worker.line(/^ready /)
  const byAddress = ['--bootstrap', address, '--no-mdns']
  const gateway = home.start(['--roles', 'ping#Coordinator', '--gateway', '0', ...byAddress])
  const [, url = ''] = await gateway.line(/^ready \S+ (http:\S+)$/)
  await gateway.logged(/^connected to/)
  const answer = await fetch(url, {
    method: 'POST',
    body: '<ping-request count="200" hire-limit="1"/>',
    headers: { 'Content-Type': 'application/xml', Prefer: 'wait=60' },
  })
  expect(await answer.text()).toMatch(/^<ping-stats count="200" failures="0" elapsed="\d+"\/>$/)
  await worker.logged(/^hired as Ping\/Worker/)
})

test('Example 8 gives the same bytes off the grid and on it', { timeout: PATIENCE }, async () => {
  await using home = await createHome()
  await copyFile(EXAMPLE, join(home.folder, 'echo.xml'))
  await copyFile(fileURLToPath(new URL('example-4.xml', import.meta.url)), join(home.folder, 'submit.xml'))
  const document = `<?xml version="1.0"?>\n<!-- one --><ping   count='3'\n></ping><?and so?>`
  const alone = await home.run(['pipeline', 'run', 'echo.xml'], { stdin: document })
  expect(alone).toMatchObject({ code: 0, stdout: document })

  const host = home.start(['--roles', './echo.xml', '--gateway', '0', '--front', 'submit=submit.xml', '--no-mdns'])
  const [, url = ''] = await host.line(/^ready \S+ (http:\S+)$/)
  const headers = { 'Content-Type': 'application/xml', Prefer: 'wait=60' }
  const hired = await fetch(url, { method: 'POST', body: document, headers })
  expect([hired.status, await hired.text()]).toEqual([200, document])
  await host.logged(/^hired as Ping\/Worker/)
})
