// Everything that must hold before a change lands. Prints a line for each step, and a step's own output only when it fails.
import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'

/** Fast checks first. The packed packages are checked by the tests in test/packed, which need what `types` builds. */
const steps: Readonly<Record<string, readonly string[]>> = {
  format: ['oxfmt', '--check'],
  lint: ['oxlint', '--type-aware'],
  types: ['tsc', '-b'],
  'unused code': ['knip'],
  'embedded schemas': ['node', 'tools/embed-schemas.ts', '--check'],
}

const REPORT = 'node_modules/.cache/vitest-report.json'

interface Tally {
  readonly passed: number
  readonly failed: number
}

// With arguments only the tests they select run: `npm test -- packages/xml`.
const filters = process.argv.slice(2)
const tallies: Tally[] = []
if (filters.length === 0) for (const [name, command] of Object.entries(steps)) tallies.push(await check(name, command))
tallies.push(await test(filters))

const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function check(name: string, [command = '', ...args]: readonly string[]): Promise<Tally> {
  const started = performance.now()
  const { code, output } = await run(command, args, 'pipe')
  const ok = code === 0
  console.log(`${ok ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  if (!ok) console.log(`\n$ ${[command, ...args].join(' ')}\n${output}`)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
}

async function test(args: readonly string[]): Promise<Tally> {
  await rm(REPORT, { force: true })
  const { code } = await run(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile=${REPORT}`, ...args],
    'inherit',
  )
  const report = await readFile(REPORT, 'utf8').catch(() => '{}')
  const { numPassedTests = 0, numFailedTests = 0 } = JSON.parse(report) as {
    numPassedTests?: number
    numFailedTests?: number
  }
  // A file that does not load, or an error outside any test, fails the run without a failed test.
  return { passed: numPassedTests, failed: code === 0 ? numFailedTests : Math.max(1, numFailedTests) }
}

/** `tools/run.mjs` has put the workspace's commands first on the PATH. */
function run(
  command: string,
  args: readonly string[],
  output: 'pipe' | 'inherit',
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(command, args, { stdio: ['ignore', output, output], shell: process.platform === 'win32' })
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }))
  })
}
