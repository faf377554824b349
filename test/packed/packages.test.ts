import { execFile, type ExecFileOptions } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHome } from '../mesh/processes.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const names = (await readdir(join(root, 'packages'))).toSorted()

/** What `npm publish` would send: built here, installed in a folder that knows nothing of the workspace. */
let folder = ''
let tarballs: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xk-packed-'))
  await run('tsc', ['-b', 'packages/agent-host'], { cwd: root })
  const pack = ['-y', 'pnpm@12.21.0', '--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder]
  await run('npx', pack, { cwd: root })
  tarballs = (await readdir(folder)).filter((file) => file.endsWith('.tgz')).map((file) => join(folder, file))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'elsewhere', private: true, type: 'module' }))
  await run('npm', ['install', '--no-audit', '--no-fund', 'node@22', ...tarballs], { cwd: folder })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it('every package is packed', () => {
  expect(tarballs).toHaveLength(names.length)
})

it('publint and attw find nothing in any of them', async () => {
  for (const tarball of tarballs) {
    await run('publint', ['run', tarball, '--strict'], { cwd: root })
    await run('attw', [tarball, '--profile', 'esm-only', '--quiet'], { cwd: root })
  }
})

it('no package carries sources, tests or build state', async () => {
  for (const tarball of tarballs) {
    const { stdout } = await run('tar', ['-tzf', tarball])
    expect(stdout.split('\n').filter((file) => /\.test\.|tsbuildinfo|(?<!\.d)\.ts$/.test(file))).toEqual([])
  }
})

describe.for([
  ['the Node of the workspace', () => process.execPath],
  ['Node 22', () => join(folder, 'node_modules', 'node', 'bin', 'node')],
] as const)('on %s', ([, node]) => {
  it('every package can be imported, by every name it exports', async () => {
    for (const name of names) {
      const path = join(root, 'packages', name, 'package.json')
      const manifest = JSON.parse(await readFile(path, 'utf8')) as { name: string; exports: Record<string, unknown> }
      for (const entry of Object.keys(manifest.exports)) {
        const specifier = join(manifest.name, entry)
        await run(node(), ['--input-type=module', '--eval', `await import('${specifier}')`], { cwd: folder })
      }
    }
  })

  it('the command helps, hosts, and carries a document there and back', async () => {
    await using home = await createHome()
    const installed = { node: node(), bin: join(folder, 'node_modules', 'agent-host', 'bin', 'agent-host.js') }
    const help = await home.run(['--help'], installed)
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('agent-host --roles ping') })
    const host = home.start(['--roles', 'ping', '--gateway', '127.0.0.1:0', '--no-mdns'], installed)
    const [, url = ''] = await host.line(/^ready \S+ (http\S+)$/)
    const stdin = '<ping-request count="20" hire-limit="1"/>'
    const submitted = await home.run(['submit', '-', '--gateway', url], { ...installed, stdin })
    expect(submitted).toMatchObject({ code: 0, stdout: expect.stringMatching(/^<ping-stats count="20" failures="0"/) })
  })
})

/** Runs a command; when it fails, what it printed is the message. */
async function run(
  command: string,
  args: readonly string[],
  options: ExecFileOptions = {},
): Promise<{ readonly stdout: string }> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { ...options, encoding: 'utf8', maxBuffer: 2 ** 26 })
    return { stdout }
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error })
  }
}
