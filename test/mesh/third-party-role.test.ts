import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createHome } from './processes.ts'

const ECHO = `
import { defineRole, element, attribute } from 'agent-host'

export default defineRole(
  'urn:example:echo',
  (document) => {
    console.log('heard ' + document.root.localName)
    if (attribute(document, 'for') === 'ever') for (;;);
    return element('echoed', { what: attribute(document, 'what') })
  },
  { title: 'Echo', accepts: [{ namespace: '', localName: 'shout', example: '<shout what="hello"/>' }] },
)
`

it('a role in a file anywhere is hired through a gateway elsewhere in the mesh, which learns of it', async () => {
  await using home = await createHome()
  await writeFile(join(home.folder, 'echo.js'), ECHO)
  const gateway = home.start(['gateway', '--port', '0', '--no-mdns'])
  const [, url = ''] = await gateway.line(/^ready \S+ (http:\S+)$/)
  const [, address = ''] = await gateway.logged(/address +(\/ip4\/127\S+)/)
  const host = home.start(['--roles', './echo.js', '--no-mdns', '--bootstrap', address])
  await host.line(/^ready/)

  await expect.poll(async () => (await fetch(`${url}/services`)).text(), { timeout: 5000 }).toContain('shout')
  const submitted = await home.run(['submit', '-'], { stdin: '<shout what="hello"/>' })
  expect(submitted).toMatchObject({ code: 0, stdout: '<echoed what="hello"/>' })
  await host.logged(/^role: heard shout$/)

  // It loops for ever in its thread, and the host is as quick as before.
  const looping = home.start(['submit', '-', '--no-wait'], { stdin: '<shout for="ever"/>' })
  await looping.finished
  expect((await home.run(['submit', '-'], { stdin: '<shout what="again"/>' })).stdout).toBe('<echoed what="again"/>')
  host.kill('SIGTERM')
  expect((await host.finished).code).toBe(0)
})

it('SIGHUP reads role files again, and the ad follows at once', async () => {
  await using home = await createHome()
  const file = join(home.folder, 'echo.js')
  await writeFile(file, ECHO)
  const host = home.start(['--roles', './echo.js', '--no-mdns'])
  await host.line(/^ready/)
  const ads = home.start(['ads', '--watch', '--json'])
  await ads.line(/"roles":\["urn:example:echo"\]/)
  await writeFile(file, ECHO.replace('urn:example:echo', 'urn:example:louder'))
  const changed = performance.now()
  host.kill('SIGHUP')
  await ads.line(/"roles":\["urn:example:louder"\]/)
  expect(performance.now() - changed).toBeLessThan(5_000)

  await writeFile(file, 'export default 7')
  host.kill('SIGHUP')
  await host.logged(/the old ones stay: .*echo\.js.*default export/)
})

it('a package of roles is found from the working directory', async () => {
  await using home = await createHome()
  const folder = join(home.folder, 'node_modules', '@lab', 'roles')
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: '@lab/roles', exports: { import: './echo.mjs' } }),
  )
  await writeFile(join(folder, 'echo.mjs'), ECHO)
  const host = home.start(['--roles', '@lab/roles', '--no-mdns'])
  await host.logged(/plays +urn:example:echo/)
})

it.for([
  ['./nothing.js', /There is no file .*nothing\.js/],
  ['nothing-at-all', /neither a role of this host \(ping.*npm install nothing-at-all/],
  ['ping#Nobody', /"ping" has no role that ends in "Nobody"/],
] as const)(
  'a role that is not there is said to be missing, and where it was looked for: %s',
  async ([name, words]) => {
    await using home = await createHome()
    const { code, stderr } = await home.run(['--roles', name, '--no-mdns'])
    expect(code).toBe(1)
    expect(stderr).toMatch(words)
  },
)
