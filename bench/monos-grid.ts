// Irreducible decompositions by 1, 2 and 4 worker processes and their coordinator, next to the kernel on one thread in the
// same run; bench/monos.ts has that kernel next to other programs. `node bench/monos-grid.ts [name…]` prints a table. Answers
// are compared with those in the fixtures; `sqfree-v34g80k6` is made up (80 squarefree products of 6 of 34 variables, drawn
// with repetition), takes more than 10 s on one thread, and has its components counted.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { irreducible } from '../packages/roles/src/monos/monomial/irreducible.ts'
import { canonical, type Monomials, monomials } from '../packages/roles/src/monos/monomial/monomials.ts'

const FIXTURES = fileURLToPath(new URL('../packages/roles/src/monos/fixtures/algebra/', import.meta.url))
const BIN = fileURLToPath(new URL('../packages/agent-host/bin/agent-host.js', import.meta.url))
const NAMESPACE = 'http://www.xeerkat.org/Vocabulary/Monos/2026/1/0'
const WORKERS = [1, 2, 4]
const CORES = availableParallelism()

if (process.argv[2] === '--kernel') {
  const ideal = read(process.argv[3] ?? '')
  const begun = performance.now()
  const before = process.cpuUsage()
  const { length: count } = canonical(irreducible(ideal))
  const { user, system } = process.cpuUsage(before)
  console.log(JSON.stringify({ count, seconds: (performance.now() - begun) / 1000, processor: (user + system) / 1e6 }))
} else await compare(process.argv.slice(2))

async function compare(asked: readonly string[]): Promise<void> {
  const names = asked.length > 0 ? asked : ['L09-generic-v12g30', 'X01-rand-v10g100-e30000', 'sqfree-v34g80k6']
  const kernels = new Map(names.map((name) => [name, kernelTimes(name)]))
  const rows: object[] = []
  for (const workers of [0, ...WORKERS]) {
    await using hosts = await startGrid(workers)
    for (const name of names) {
      const { verified, peers, ...grid } = await hosts.decompose(name)
      const kernel = kernels.get(name) ?? { seconds: NaN, processor: NaN, count: NaN }
      if (grid.count !== kernel.count) throw new Error(`${name}: ${grid.count} components, not ${kernel.count}`)
      rows.push({
        input: name,
        components: grid.count,
        workers,
        hired: peers,
        verified,
        'kernel s': round(kernel.seconds),
        s: round(grid.seconds),
        'speed-up': round(kernel.seconds / grid.seconds),
        'kernel processor s': round(kernel.processor),
        'processor s': grid.processor,
        'overhead %': Math.round((grid.processor / kernel.processor - 1) * 100),
      })
    }
  }
  console.log(
    `Irreducible decomposition on ${CORES} cores, which is all that can work at once; the coordinator takes a share.`,
  )
  console.log('Overhead: processor time of all hosts, over that of the kernel; a quorum has every part computed twice.')
  console.table(rows.sort((a, b) => names.indexOf(nameOf(a)) - names.indexOf(nameOf(b))))
}

function nameOf(row: object): string {
  return 'input' in row ? String(row.input) : ''
}

interface Times {
  readonly seconds: number
  /** Of all processes and threads together. */
  readonly processor: number
  /** Components. */
  readonly count: number
}

/** In a process of its own, fresh. */
function kernelTimes(name: string): Times {
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--kernel', name], {
    encoding: 'utf8',
  })
  return JSON.parse(stdout)
}

interface Grid extends AsyncDisposable {
  /** `seconds` as the coordinator measures: the consumer's way to it is not the grid's. */
  readonly decompose: (name: string) => Promise<Times & { readonly verified: string; readonly peers: number }>
}

async function startGrid(workers: number): Promise<Grid> {
  const folder = mkdtempSync(join(tmpdir(), 'xk-bench-'))
  const children: ChildProcess[] = []
  const start = async (...args: string[]): Promise<{ readonly ready: string; readonly address: string }> => {
    const env = { ...process.env, XDG_DATA_HOME: join(folder, 'data'), TMPDIR: folder }
    const child = spawn(process.execPath, [BIN, '--no-mdns', '--no-nice', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    const address = line(child.stderr, /(\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/\S+)/)
    return { ready: await line(child.stdout, /^ready \S+ (\S+)/), address: await address }
  }
  const { ready: url, address } = await start('--roles', 'monos#Coordinator', '--gateway', '0')
  for (let n = 0; n < workers; n++) await start('--roles', 'monos#Worker', '--bootstrap', address)

  return {
    async decompose(name) {
      const wanted = expected(name)
      const attributes = `${workers === 0 ? ' hire-limit="0"' : ''}${wanted === undefined ? ' count-only="true"' : ''}`
      const ideal = `<m:ideal syntax="4ti2">${inputOf(name)}</m:ideal>`
      const body = `<m:irreducible-decomposition xmlns:m="${NAMESPACE}"${attributes}>${ideal}</m:irreducible-decomposition>`
      const before = processorSeconds(children)
      const headers = { Prefer: 'wait=60' }
      let response = await fetch(url, { method: 'POST', body, headers })
      const receipt = new URL(response.headers.get('location') ?? '', url)
      while (response.status === 202) response = await fetch(receipt, { headers })
      const answer = await response.text()
      const processor = processorSeconds(children) - before
      const rows = [...answer.matchAll(/<m:exponents>([^<]*)/g)].map(([, block]) => block).join('')
      if (wanted !== undefined && createHash('sha256').update(rows).digest('hex') !== wanted)
        throw new Error(`${name} with ${workers} workers is wrong: ${answer.slice(0, 300)}`)
      const of = (attribute: string): string => new RegExp(` ${attribute}="([^"]*)"`).exec(answer)?.[1] ?? ''
      return {
        count: Number(of('count')),
        seconds: Number(of('seconds')),
        processor,
        verified: of('verified'),
        peers: Number(of('peers')),
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        children.map(async (child) => {
          const gone = new Promise((resolve) => child.once('exit', resolve))
          child.kill('SIGTERM')
          await gone
        }),
      )
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** In whole seconds, as `ps` says. */
function processorSeconds(children: readonly ChildProcess[]): number {
  const { stdout } = spawnSync('ps', ['-o', 'time=', '-p', children.map(({ pid }) => pid).join()], { encoding: 'utf8' })
  const times = stdout.trim().split('\n')
  return times.reduce((sum, time) => sum + time.split(/[-:]/).reduce((all, part) => all * 60 + Number(part), 0), 0)
}

function line(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stream })
    lines.on('line', (text) => {
      const [, found] = pattern.exec(text) ?? []
      if (found !== undefined) resolve(found)
    })
    lines.on('close', () => reject(new Error(`a host ended before ${pattern}`)))
  })
}

function read(name: string): Monomials {
  const [head = '', ...rest] = inputOf(name).split('\n')
  const [rows = 0, variables = 0] = head.split(' ').map(Number)
  return monomials(
    variables,
    rest.slice(0, rows).map((text) => text.split(/\s+/).filter(Boolean).map(BigInt)),
  )
}

/** In 4ti2's form: a fixture, or what the name says. */
function inputOf(name: string): string {
  const [, v, g, k] = /^sqfree-v(\d+)g(\d+)k(\d+)$/.exec(name) ?? []
  if (v === undefined) return readFileSync(`${FIXTURES}inputs/${name}.mon`, 'utf8')
  const random = createRandom()
  const rows = Array.from({ length: Number(g) }, () => {
    const row = Array.from({ length: Number(v) }, () => 0)
    for (let i = 0; i < Number(k); i++) row[random(row.length)] = 1
    return row.join(' ')
  })
  return `${g} ${v}\n${rows.join('\n')}\n`
}

/** The same numbers every time (Knuth's linear congruential generator). */
function createRandom(): (below: number) => number {
  let state = 1n
  return (below) => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n)
    return Number((state >> 33n) % BigInt(below))
  }
}

/** The digest of the canonical text; `undefined` for what is no fixture. */
function expected(name: string): string | undefined {
  if (!existsSync(`${FIXTURES}expected/${name}.json`)) return undefined
  const { ops } = JSON.parse(readFileSync(`${FIXTURES}expected/${name}.json`, 'utf8'))
  return ops.irreducible.sha256
}

function round(number: number): number {
  return Number(number.toPrecision(3))
}
