// Kernels for toric ideals and for Gröbner bases, on one thread, next to 4ti2, Singular and Macaulay2 where these are
// installed. A kernel is timed in a fresh process, and again when it has run there before, as in a host that stays up.
// `node bench/monos-binomial.ts [name…]` prints two tables; answers are compared with the fixtures, or by their counts.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { circuits } from '../packages/roles/src/monos/binomial/circuits.ts'
import { graverBasis } from '../packages/roles/src/monos/binomial/graver.ts'
import { latticeGroebnerBasis, toricIdeal } from '../packages/roles/src/monos/binomial/lattice-ideal.ts'
import type { IntegerMatrix } from '../packages/roles/src/monos/binomial/matrix.ts'
import { groebnerBasis } from '../packages/roles/src/monos/polynomial/groebner-basis.ts'
import { modularGroebnerBasis } from '../packages/roles/src/monos/polynomial/modular-groebner-basis.ts'
import type { PolynomialIdeal } from '../packages/roles/src/monos/polynomial/polynomials.ts'

const FIXTURES = fileURLToPath(new URL('../packages/roles/src/monos/fixtures/algebra/toric/', import.meta.url))
/** Seconds after which a program is given up on. */
const PATIENCE = 60

type Rows = readonly (readonly bigint[])[]

/** What is computed of a matrix; as a command, 4ti2 computes it of the file `input`. */
const lattices: Readonly<
  Record<string, { readonly run: (matrix: IntegerMatrix, cost: Rows) => Rows; readonly command: string }>
> = {
  markov: { run: (matrix) => toricIdeal(matrix).generators, command: '4ti2-markov -q input' },
  groebner: {
    run: (matrix, weights) => latticeGroebnerBasis(toricIdeal(matrix), { weights, ties: 'ascending' }),
    command: '4ti2-groebner -q input',
  },
  graver: { run: (matrix) => graverBasis(matrix), command: '4ti2-graver -q input' },
  circuits: { run: (matrix) => circuits(matrix), command: '4ti2-circuits -q input' },
}

const matrices = [
  't02-rnc6',
  't04-transport3x4',
  't05-no3way333',
  't07-binary-c4',
  't10-knap7',
  't11-binary-c5',
  't12-cutexact-3-5-7-13',
]

interface System {
  readonly family: 'katsura' | 'cyclic'
  readonly size: number
  readonly characteristic: number
  readonly order: 'grevlex' | 'lex'
  readonly modular?: boolean
}

const systems: readonly System[] = [
  { family: 'cyclic', size: 6, characteristic: 32_003, order: 'grevlex' },
  { family: 'katsura', size: 7, characteristic: 32_003, order: 'grevlex' },
  { family: 'katsura', size: 8, characteristic: 32_003, order: 'grevlex' },
  { family: 'cyclic', size: 5, characteristic: 32_003, order: 'lex' },
  { family: 'cyclic', size: 6, characteristic: 0, order: 'grevlex' },
  { family: 'katsura', size: 6, characteristic: 0, order: 'grevlex' },
  { family: 'katsura', size: 7, characteristic: 0, order: 'grevlex' },
  { family: 'katsura', size: 7, characteristic: 0, order: 'grevlex', modular: true },
  { family: 'katsura', size: 4, characteristic: 0, order: 'lex' },
]

const [flag, task = '{}'] = process.argv.slice(2)
if (flag === '--lattice') time(latticeTask(JSON.parse(task)))
else if (flag === '--system') time(systemTask(JSON.parse(task)))
else {
  const asked = process.argv.slice(2)
  const chosen = (name: string) => asked.length === 0 || asked.some((part) => name.includes(part))
  console.log('Lattices: seconds of processor time')
  console.table(matrices.filter(chosen).flatMap(latticeRows))
  console.log('Gröbner bases: seconds of processor time')
  console.table(systems.filter(({ family, size }) => chosen(`${family} ${size}`)).map(systemRow))
}

/** In a process of its own: the first run, the best of two more, and how many rows came out. */
function time(run: () => number): void {
  let count = 0
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage().user
    count = run()
    return (process.cpuUsage().user - before) / 1e6
  })
  console.log(JSON.stringify({ fresh: times[0], warm: Math.min(...times.slice(1)), count }))
}

function latticeTask({ name, op }: { readonly name: string; readonly op: string }): () => number {
  const [matrix, cost] = [read(`${name}.mat`), costOf(name)]
  return () => lattices[op]?.run(matrix, cost).length ?? 0
}

function systemTask(system: System): () => number {
  const [ideal, order] = [idealOf(system), { ties: system.order }]
  const compute = system.modular ? modularGroebnerBasis : groebnerBasis
  return () => compute(ideal, order).polynomials.length
}

function latticeRows(name: string) {
  const expected = JSON.parse(readFileSync(`${FIXTURES}expected/${name}.json`, 'utf8')).ops
  return Object.entries(lattices).flatMap(([op, { run, command }]) => {
    const wanted = expected[op]
    if (wanted === undefined) return []
    const rows = run(read(`${name}.mat`), costOf(name))
    const text = rows.map((row) => `${row.join(' ')}\n`).join('')
    const same = !('sha256' in wanted) || createHash('sha256').update(text).digest('hex') === wanted.sha256
    const ours = measured('--lattice', { name, op })
    const theirs = fourTi2(name, command)
    return [
      {
        input: name,
        op,
        rows: rows.length,
        right: same && rows.length === wanted.count,
        'fresh s': ours?.fresh,
        'warm s': ours?.warm,
        '4ti2 s': theirs,
        'fresh / 4ti2': ratio(ours?.fresh, theirs),
        'warm / 4ti2': ratio(ours?.warm, theirs),
      },
    ]
  })
}

function systemRow(system: System) {
  const ours = measured('--system', system)
  const [singular, macaulay2] = [singularRun(system), macaulay2Run(system)]
  return {
    input: `${system.family} ${system.size}`,
    field: system.characteristic === 0 ? 'Q' : `Z/${system.characteristic}`,
    order: system.order,
    method: system.modular ? 'modular' : 'exact',
    elements: ours?.count,
    right: [singular, macaulay2].every((other) => other === undefined || other.count === ours?.count),
    'fresh s': ours?.fresh,
    'warm s': ours?.warm,
    'Singular s': singular?.seconds,
    'Macaulay2 s': macaulay2?.seconds,
    'fresh / Singular': ratio(ours?.fresh, singular?.seconds),
    'fresh / Macaulay2': ratio(ours?.fresh, macaulay2?.seconds),
  }
}

function measured(flag: string, task: object): { fresh: number; warm: number; count: number } | undefined {
  const { stdout, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), flag, JSON.stringify(task)], {
    timeout: 4 * PATIENCE * 1000,
  })
  return status === 0 ? JSON.parse(stdout.toString()) : undefined
}

/** Seconds of processor time of a command of 4ti2; `undefined` if it is not there or given up on. */
function fourTi2(name: string, command: string): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), '4ti2-'))
  try {
    // Some of its commands look for a suffix, and the others refuse it.
    const suffix = command.includes('graver') ? '.mat' : ''
    copyFileSync(`${FIXTURES}inputs/${name}.mat`, join(folder, `input${suffix}`))
    if (existsSync(`${FIXTURES}inputs/${name}.cost`))
      copyFileSync(`${FIXTURES}inputs/${name}.cost`, join(folder, 'input.cost'))
    const timed = `TIMEFORMAT=%U; time ${command} > log 2>&1`
    const { status, stderr } = spawnSync('bash', ['-c', timed], { cwd: folder, timeout: PATIENCE * 1000 })
    return status === 0 ? Number(stderr.toString()) : undefined
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function singularRun({ family, size, characteristic, order }: System) {
  const { names, polynomials } = texts(family, size)
  return counted(
    'Singular',
    ['-q'],
    [
      'system("--ticks-per-sec",1000000);',
      `ring r=${characteristic},(${names}),${order === 'lex' ? 'lp' : 'dp'};`,
      `ideal i=${polynomials}; option(redSB); int t=timer; ideal g=std(i); t=timer-t;`,
      'print(string(size(g))+" "+string(t)+"e-6"); quit;',
    ],
  )
}

function macaulay2Run({ family, size, characteristic, order }: System) {
  const { names, polynomials } = texts(family, size)
  const field = characteristic === 0 ? 'QQ' : `(ZZ/${characteristic})`
  return counted(
    'M2',
    ['--silent', '--no-readline', '--stop'],
    [
      `R=${field}[${names},MonomialOrder=>${order === 'lex' ? 'Lex' : 'GRevLex'}];`,
      `I=ideal(${polynomials}); t=cpuTime(); G=gb I; t=cpuTime()-t;`,
      '<< numgens source gens G << " " << toString t << endl; exit 0;',
    ],
  )
}

/** Runs a program on some lines; the last pair of numbers that it prints is what it found, and in how many seconds. */
function counted(command: string, options: readonly string[], lines: readonly string[]) {
  const { stdout } = spawnSync(command, options, { input: `${lines.join('\n')}\n`, timeout: PATIENCE * 1000 })
  const pairs = [...(stdout?.toString() ?? '').matchAll(/^(?:.*: )?(\d+) ([\d.]+(?:e-?\d+)?)$/gm)]
  const [, count, seconds] = pairs.at(-1) ?? []
  return count === undefined || seconds === undefined ? undefined : { count: Number(count), seconds: Number(seconds) }
}

function texts(family: System['family'], size: number): { readonly names: string; readonly polynomials: string } {
  const { variables, polynomials } = idealOf({ family, size, characteristic: 0, order: 'lex' })
  const names = Array.from({ length: variables }, (_, i) => `x${i}`)
  const written = polynomials.map((polynomial) =>
    polynomial
      .map(({ numerator, exponents }) =>
        [`(${numerator})`, ...exponents.flatMap((e, i) => (e > 0n ? [`${names[i]}^${e}`] : []))].join('*'),
      )
      .join('+'),
  )
  return { names: names.join(','), polynomials: written.join(',') }
}

function idealOf({ family, size, characteristic }: System): PolynomialIdeal {
  const { variables, polynomials } = family === 'katsura' ? katsura(size) : cyclic(size)
  return { variables, characteristic: BigInt(characteristic), polynomials }
}

function katsura(size: number) {
  const variables = size + 1
  const all = Array.from({ length: variables }, (_, i) => i)
  const sum = [...all.map((i) => term(variables, i === 0 ? 1 : 2, [i])), term(variables, -1, [])]
  const products = all.slice(0, size).map((m) => {
    const range = Array.from({ length: 2 * size + 1 }, (_, at) => at - size).filter((l) => Math.abs(m - l) <= size)
    return [...range.map((l) => term(variables, 1, [Math.abs(l), Math.abs(m - l)])), term(variables, -1, [m])]
  })
  return { variables, polynomials: [sum, ...products] }
}

function cyclic(variables: number) {
  const all = Array.from({ length: variables }, (_, i) => i)
  const sums = all.slice(1).map((degree) =>
    all.map((from) =>
      term(
        variables,
        1,
        Array.from({ length: degree }, (_, k) => (from + k) % variables),
      ),
    ),
  )
  return { variables, polynomials: [...sums, [term(variables, 1, all), term(variables, -1, [])]] }
}

function term(variables: number, coefficient: number, factors: readonly number[]) {
  const exponents = Array<bigint>(variables).fill(0n)
  for (const factor of factors) exponents[factor] = (exponents[factor] ?? 0n) + 1n
  return { numerator: BigInt(coefficient), exponents }
}

function read(file: string): IntegerMatrix {
  const [head = '', ...lines] = readFileSync(`${FIXTURES}inputs/${file}`, 'utf8').split('\n')
  const [rows = 0, columns = 0] = head.split(' ').map(Number)
  return { columns, rows: lines.slice(0, rows).map((line) => line.trim().split(/\s+/).map(BigInt)) }
}

function costOf(name: string): Rows {
  return existsSync(`${FIXTURES}inputs/${name}.cost`) ? read(`${name}.cost`).rows : []
}

function ratio(ours: number | undefined, theirs: number | undefined): number | undefined {
  return ours === undefined || theirs === undefined
    ? undefined
    : Number((ours / Math.max(theirs, 0.001)).toPrecision(3))
}
