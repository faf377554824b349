import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { createHome, type Home } from './processes.ts'

const ECHO = fileURLToPath(new URL('../../packages/roles/src/ping/echo.xml', import.meta.url))
const BIN = fileURLToPath(new URL('../../packages/agent-host/bin/agent-host.js', import.meta.url))
const P = 'http://www.smallx.com/Vocabulary/Pipeline/2005/1/0'
const QUEUE = `<p:pipe xmlns:p="${P}" xmlns:s="http://www.smallx.com/Vocabulary/Pipeline/JMS/Steps/2005/1/0" name="queue">
  <s:send queue="mathgrid-net-in"/>
</p:pipe>`

/** A home with the paper's Example 8 in it. */
async function createHomeWithEcho(): Promise<Home> {
  const home = await createHome()
  await copyFile(ECHO, join(home.folder, 'echo.xml'))
  return home
}

/** A gateway, and what other hosts need to join it. */
async function startGateway(home: Home) {
  const gateway = home.start(['gateway', '--port', '0', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0'])
  const [, url = ''] = await gateway.line(/^ready \S+ (http:\S+)$/)
  const [, address = ''] = await gateway.logged(/address +(\/ip4\/127\S+)/)
  return { url, join: ['--bootstrap', address, '--no-mdns'] }
}

it('the paper’s Example 8, as it is, is hired as the ping worker, and every ping comes back', async () => {
  await using home = await createHomeWithEcho()
  const { url, join: joining } = await startGateway(home)
  const worker = home.start(['--roles', './echo.xml', ...joining])
  const coordinator = home.start(['--roles', 'ping#Coordinator', ...joining])
  await Promise.all([worker, coordinator].map((host) => host.line(/^ready /)))
  await worker.logged(/plays +http:\/\/www\.xeerkat\.org\/Agents\/Roles\/Examples\/Ping\/Worker$/)

  const pinged = await home.run(['ping', '--gateway', url, '--count', '200', '--hire-limit', '1'])
  expect(pinged).toMatchObject({ code: 0, stdout: expect.stringMatching(/^<ping-stats count="200" failures="0" /) })
})

it('a pipeline that is wrong, or not there, ends the start with where and why', async () => {
  await using home = await createHome()
  await writeFile(join(home.folder, 'wrong.xml'), `<p:pipe xmlns:p="${P}" name="wrong">\n  <p:idnetity/>\n</p:pipe>`)
  const wrong = await home.run(['--roles', './wrong.xml', '--no-mdns'])
  expect(wrong).toMatchObject({ code: 1, stdout: '' })
  expect(wrong.stderr).toMatch(/\/wrong\.xml:2:3: .*p:idnetity/)
  const missing = await home.run(['--roles', './missing.xml', '--no-mdns'])
  expect(missing.stderr).toMatch(/There is no file .*missing\.xml/)
})

it('what a pipeline sends to a queue gets a real receipt of the gateway that is named', async () => {
  await using home = await createHome()
  const { url, join: joining } = await startGateway(home)
  const host = home.start(['--roles', 'ping', ...joining])
  await host.line(/^ready /)
  await writeFile(join(home.folder, 'queue.xml'), QUEUE)
  const stdin = '<ping-request count="3" hire-limit="1"/>'
  const sent = await home.run(['pipeline', 'run', 'queue.xml', '--gateway', url], { stdin })
  expect(sent).toMatchObject({ code: 0, stderr: '' })
  const message = fromText(sent.stdout)
  expect(message.root).toMatchObject({
    localName: 'message',
    namespace: 'http://www.smallx.com/Vocabulary/Pipeline/JMS/2005/1/0',
  })
  const ref = message.root.attributes.find(({ localName }) => localName === 'ref')?.value ?? ''
  const result = await home.run(['receipt', ref, '--wait', '--gateway', url])
  expect(result.stdout).toMatch(/^<ping-stats count="3" failures="0" /)
})

it('a document much larger than the heap goes through, and nobody reading it is no error', async () => {
  await using home = await createHomeWithEcho()
  const child = spawn(process.execPath, ['--max-old-space-size=64', BIN, 'pipeline', 'run', 'echo.xml'], {
    cwd: home.folder,
    stdio: 'pipe',
  })
  const complaint: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaint.push(text))
  child.stdin.on('error', () => {})
  let size = 0
  child.stdout.on('data', (piece: Buffer) => {
    size += piece.length
  })
  const ended = once(child, 'close')
  const item = Buffer.from(`<item>${'x'.repeat(1000)}</item>\n`.repeat(64))
  child.stdin.write('<list>')
  const pieces = 3000
  for (let n = 0; n < pieces; n++) if (!child.stdin.write(item)) await once(child.stdin, 'drain')
  child.stdin.end('</list>')
  expect(await ended).toEqual([0, null])
  expect(complaint.join('')).toBe('')
  expect(size).toBe(item.length * pieces + '<list></list>'.length)

  const reader = spawn(process.execPath, [BIN, 'pipeline', 'run', 'echo.xml'], { cwd: home.folder, stdio: 'pipe' })
  const words: string[] = []
  reader.stderr.setEncoding('utf8').on('data', (text: string) => words.push(text))
  reader.stdin.on('error', () => {})
  const left = once(reader, 'exit')
  reader.stdin.write('<list>')
  reader.stdin.write(item)
  reader.stdin.write(item)
  await once(reader.stdout, 'data')
  reader.stdout.destroy()
  const more = (): void => void reader.stdin.write(item, (error) => error ?? more())
  more()
  expect(await left).toEqual([0, null])
  expect(words.join('')).toBe('')
})
