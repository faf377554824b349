// Runs a task of this repository on any machine that has Node 20 or newer and npm: installs what is missing, then hands
// over to the Node the workspace pins. Plain JavaScript without dependencies: nothing is installed yet when it starts.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PNPM = 'pnpm@12.21.0'
const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'

/** What each task runs, with the workspace's own Node. */
const tasks = {
  start: ['packages/agent-host/bin/agent-host.js', 'devstack'],
  test: ['tools/test.ts'],
  bench: ['bench/index.ts'],
}

const [name = 'start', ...args] = process.argv.slice(2)
if (!Object.hasOwn(tasks, name)) {
  console.error(`There is no task "${name}". Tasks: ${Object.keys(tasks).join(', ')}.`)
  process.exit(2)
}
if (!isInstalled()) install()
run(join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node'), [...tasks[name], ...args])

/** Newer than every file that says what to install? */
function isInstalled() {
  const installed = modified(join(root, 'node_modules', '.cache', 'installed'))
  return installed > 0 && manifests().every((file) => modified(file) < installed)
}

function manifests() {
  const packages = ['packages', 'examples']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')))
  return ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packages].map((file) => join(root, file))
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function install() {
  console.error('Installing what the workspace needs (about a minute the first time) …')
  const command = ['-y', PNPM, 'install', '--frozen-lockfile']
  // On Windows npx is a script, which only a shell can start.
  const { status, stdout, stderr, error } = spawnSync('npx', command, { cwd: root, encoding: 'utf8', shell: windows })
  if (status !== 0) {
    console.error(stdout ?? '', stderr ?? '', error?.message ?? '')
    console.error(
      `"npx ${command.join(' ')}" failed. It needs the network and npm's registry; run it by hand to see more.`,
    )
    process.exit(1)
  }
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
  writeFileSync(join(root, 'node_modules', '.cache', 'installed'), '')
}

function run(node, command) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const child = spawn(node, command, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } })
  // Ctrl-C reaches the whole foreground group; the child decides how to end, and this process ends with it.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${node} does not start: ${error.message}. Remove node_modules and try again.`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}
