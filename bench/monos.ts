// Kernels for monomial ideals, on one thread, next to frobby and Macaulay2 where these are installed. A kernel is timed in a
// fresh process, and again when it has run there before, as in a host that stays up. `node bench/monos.ts [name…]` prints
// tables; all answers are compared with those in the fixtures first.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { multigradedNumerator, univariateNumerator } from '../packages/roles/src/monos/monomial/hilbert.ts'
import { irreducibleComponents, irreducible } from '../packages/roles/src/monos/monomial/irreducible.ts'
import { canonical, type Monomials, monomials, rowsOf } from '../packages/roles/src/monos/monomial/monomials.ts'

const FIXTURES = fileURLToPath(new URL('../packages/roles/src/monos/fixtures/algebra/', import.meta.url))
/** Seconds after which the others are given up on. */
const PATIENCE = 20

interface Task {
  readonly op: string
  /** Runs the kernel and keeps nothing, like the commands beside it. */
  readonly run: (ideal: Monomials) => void
  /** What is to be hashed. */
  readonly text: (ideal: Monomials) => string
  readonly frobby: string
  readonly macaulay2: string
}

const tasks: readonly Task[] = [
  {
    op: 'irreducible',
    run: (ideal) => {
      for (const batch of irreducibleComponents(ideal)) if (batch.length < 0) return
    },
    text: (ideal) => lines(rowsOf(canonical(irreducible(ideal)))),
    frobby: 'irrdecom -oformat null',
    macaulay2: 'irreducibleDecomposition I',
  },
  {
    op: 'hilbertUnivariate',
    run: univariateNumerator,
    text: (ideal) => lines(univariateNumerator(ideal)),
    frobby: 'hilbert -univariate -oformat null',
    macaulay2: 'poincare I',
  },
  {
    op: 'hilbertMultigraded',
    run: multigradedNumerator,
    text: (ideal) => {
      const { monomials, coefficients } = multigradedNumerator(ideal)
      const rows = [...rowsOf(monomials)].map((row, at) => [...row, coefficients[at] ?? 0n])
      rows.sort((a, b) => a.reduce((order, e, i) => order || Number(e - (b[i] ?? 0n)), 0))
      return lines(rows)
    },
    frobby: 'hilbert -oformat null',
    macaulay2: '',
  },
]

if (process.argv[2] === '--run') {
  const [, , , op, name = ''] = process.argv
  const task = tasks.find((other) => other.op === op)
  const ideal = read(name)
  const times = Array.from({ length: 4 }, () => {
    const before = process.cpuUsage().user
    task?.run(ideal)
    return (process.cpuUsage().user - before) / 1e6
  })
  console.log(JSON.stringify({ fresh: times[0], warm: Math.min(...times.slice(1)) }))
} else compare(process.argv.slice(2))

function compare(asked: readonly string[]): void {
  const all = readdirSync(`${FIXTURES}inputs`).flatMap((file) =>
    /^[LX].*\.mon$/.test(file) ? [file.slice(0, -4)] : [],
  )
  const names = asked.length > 0 ? asked : all.sort()
  const [frobby, macaulay2] = [installed('frobby'), installed('M2')]
  for (const task of tasks) {
    const rows = names.flatMap((name) => {
      const wanted = expected(name)[task.op]
      if (wanted === undefined) return []
      const right =
        createHash('sha256')
          .update(task.text(read(name)))
          .digest('hex') === wanted.sha256
      const ours = kernelSeconds(task.op, name)
      const input = `${FIXTURES}inputs/${name}.mon`
      const theirs = frobby ? userSeconds(`frobby ${task.frobby} -iformat 4ti2 < ${input}`) : undefined
      const engine = macaulay2 && task.macaulay2 !== '' ? macaulay2Seconds(name, task.macaulay2) : undefined
      return [
        {
          input: name,
          rows: wanted.count,
          right,
          'fresh s': ours.fresh,
          'warm s': ours.warm,
          'frobby s': theirs,
          'fresh / frobby': theirs === undefined ? undefined : ratio(ours.fresh, theirs),
          'warm / frobby': theirs === undefined ? undefined : ratio(ours.warm, theirs),
          'Macaulay2 s': engine ?? (macaulay2 && task.macaulay2 !== '' ? `over ${PATIENCE}` : undefined),
          'fresh / Macaulay2': engine === undefined ? undefined : ratio(ours.fresh, engine),
        },
      ]
    })
    console.log(`${task.op}: seconds of processor time`)
    console.table(rows)
  }
}

function installed(command: string): boolean {
  return spawnSync('bash', ['-c', `command -v ${command}`]).status === 0
}

/** Macaulay2's own algorithm, without the time it takes to start; `undefined` when it is given up on. */
function macaulay2Seconds(name: string, expression: string): number | undefined {
  const ideal = read(name)
  const rows = [...rowsOf(ideal)].map((row) => `{${row.join()}}`)
  const script = `R = QQ[x_1..x_${ideal.variables}]; I = monomialIdeal apply({${rows.join()}}, e -> R_e);
t = cpuTime(); ${expression}; << "seconds " << cpuTime() - t << endl; exit 0`
  const { stdout } = spawnSync('M2', ['-q', '--stop', '--silent', '-e', script], {
    encoding: 'utf8',
    input: '',
    timeout: PATIENCE * 1000,
  })
  const [, seconds] = /seconds ([\d.e-]+)/.exec(stdout) ?? []
  return seconds === undefined ? undefined : Number(seconds)
}

function kernelSeconds(op: string, name: string): { readonly fresh: number; readonly warm: number } {
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--run', op, name], {
    encoding: 'utf8',
  })
  return JSON.parse(stdout)
}

function userSeconds(command: string): number {
  const { stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='user %U'; time ${command}`], { encoding: 'utf8' })
  return Number(/user ([\d.]+)/.exec(stderr)?.[1] ?? NaN)
}

function ratio(a: number, b: number): number {
  return Number((a / Math.max(b, 0.001)).toPrecision(3))
}

function read(name: string): Monomials {
  const [head = '', ...rest] = readFileSync(`${FIXTURES}inputs/${name}.mon`, 'utf8').split('\n')
  const [rows = 0, variables = 0] = head.split(' ').map(Number)
  return monomials(
    variables,
    rest.slice(0, rows).map((line) => line.split(/\s+/).filter(Boolean).map(BigInt)),
  )
}

function expected(name: string): Readonly<Record<string, { readonly sha256: string; readonly count: number }>> {
  return JSON.parse(readFileSync(`${FIXTURES}expected/${name}.json`, 'utf8')).ops
}

function lines(rows: Iterable<readonly bigint[]>): string {
  let all = ''
  for (const row of rows) all += `${row.join(' ')}\n`
  return all
}
