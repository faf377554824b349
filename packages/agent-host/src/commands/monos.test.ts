import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { MONOS_NAMESPACE as M } from '@xeerkat/roles/monos'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { dispatch } from '../cli/dispatch.ts'
import { monosCommand } from './monos.ts'
import { printAnswer } from './monos-print.ts'
import { createMeter } from './monos-progress.ts'

// A thread loads all kernels, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const files: Readonly<Record<string, string>> = {
  'good.mon': 'vars x, y; [ x^2*y, y^3 ];',
  'undeclared.mon': 'vars x, y;\n[ x^2*y,\n  z^3 ];',
  'negative.mat': '1 2\n-1 2\n',
  'request.xml': `<m:radical xmlns:m="${M}"><m:ideal variables="x y"><m:monomial>x^2*y</m:monomial></m:ideal></m:radical>`,
  'wrong.xml': `<m:radical xmlns:m="${M}">\n<m:ideal variables="x x"/></m:radical>`,
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xk-monos-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
})
afterAll(() => rm(folder, { recursive: true }))

function ioOf(input = '', signal = new AbortController().signal) {
  const stdout = new PassThrough()
  const log: string[] = []
  const out = textOf(stdout)
  const io = {
    out: (line: string) => void stdout.write(`${line}\n`),
    log: (line: string) => void log.push(line),
    stdin: Readable.from([Buffer.from(input)]),
    stdout,
    env: {},
    signal,
    onReload: () => ({ [Symbol.dispose]: () => {} }),
  }
  return { io, log, out }
}

/** Runs `agent-host monos …` here; names of the folder's files stand for the files. */
async function monos(args: readonly string[], input = '', signal?: AbortSignal) {
  const { io, log, out } = ioOf(input, signal)
  const argv = ['monos', ...args.map((arg) => (arg in files ? join(folder, arg) : arg)), '--alone']
  const code = await dispatch([monosCommand], argv, io, { version: '1', config: () => Promise.resolve({}) })
  io.stdout.end()
  return { code, out: await out, log: log.join('\n').replaceAll(`${folder}/`, '') }
}

it.each([
  [[], 2, /takes a file, or -/],
  [['good.mon'], 2, /Say what to compute: --op NAME/],
  [['good.mon', '--op', 'radcal'], 2, /no operation "radcal". Did you mean radical\?/],
  [['good.mon', '--op', 'radical', '--output', 'latex'], 2, /--output takes xml, rows, monos/],
  [['good.mon', '--op', 'radical', '--syntax', 'latex'], 2, /--syntax takes monos/],
  [['good.mon', '--op', 'colon'], 2, /colon takes two files/],
  [['good.mon', 'good.mon', '--op', 'radical'], 2, /radical takes one file/],
  [['good.mon', '--op', 'alexander-dual', '--vector', '3 z'], 2, /--vector takes integers such as "1 2 3", not "z"/],
  [['good.mon', '--op', 'groebner-basis', '--order', 'lexx'], 2, /--order takes lex/],
  [['good.mon', '--op', 'groebner-basis', '--order', 'elimination'], 2, /go together/],
  [['request.xml', '--op', 'sum'], 2, /asks for radical, and --op for sum/],
  [['undeclared.mon', '--op', 'radical'], 1, /undeclared.mon: the variable z is not declared.*line 3, column 3/],
  [['negative.mat', '--op', 'radical'], 1, /negative.mat: .*negative.*line 2, column 1/],
  [['wrong.xml'], 1, /wrong.xml: the variable x is declared twice.*line 2, column 1/],
  [['good.mon', '--op', 'alexander-dual', '--vector', '1 1'], 1, /^agent-host: /m],
] as const)('monos %j is refused with a sentence', async (args, code, message) => {
  const refused = await monos(args)
  expect([refused.code, refused.out]).toEqual([code, ''])
  expect(refused.log).toMatch(message)
})

it('takes an ideal from stdin and answers in its language, or as asked', async () => {
  const args = ['-', '--op', 'irreducible-decomposition']
  const { code, out, log } = await monos(args, files['good.mon'])
  expect([code, out]).toEqual([0, 'vars x, y;\n[\n y\n];\nvars x, y;\n[\n x^2,\n y^3\n];\n'])
  expect(log).toMatch(/^irreducible-decomposition: count 2, variables 2, seconds [\d.]+, peers 0, .*verified proof$/m)
  expect((await monos([...args, '--output', 'rows'], files['good.mon'])).out).toBe('0 1\n2 3\n')
})

it('prints events and output as JSON', async () => {
  const { out, log } = await monos(['request.xml', '--json', '--output', 'rows'])
  expect(JSON.parse(out)).toEqual({ text: '1 1\n' })
  expect(JSON.parse(log)).toMatchObject({ event: 'note', summary: { count: '1', variables: '2' } })
})

it('ends at once when it is interrupted', async () => {
  const { code, out, log } = await monos(['good.mon', '--op', 'radical'], '', AbortSignal.abort())
  expect([code, out, log]).toEqual([1, '', 'interrupted'])
})

it('prints an answer of many pieces as it comes, cut wherever', async () => {
  const rows = Array.from({ length: 1000 }, (_, n) => `${n} 1\n`)
  const blocks = rows.map((row) => `<m:exponents>${row}</m:exponents>`).join('')
  const answer = `<m:result xmlns:m="${M}" operation="radical"><m:summary count="1000"/><m:ideal variables="x y">${blocks}</m:ideal></m:result>`
  const bytes = new TextEncoder().encode(answer)
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, n) => bytes.subarray(n * 7, n * 7 + 7))
  for (const [output, printed] of [
    ['rows', rows.join('')],
    ['xml', `${answer}\n`],
  ] as const) {
    const { io, log, out } = ioOf()
    using meter = createMeter(io, { json: false })
    expect(await printAnswer(pieces, { output, json: false, meter }, io)).toBe(0)
    io.stdout.end()
    expect((await out) === printed).toBe(true)
    expect(log).toEqual(['radical: count 1000'])
  }
})

it('an answer that says why there is none is an error', async () => {
  const fault = '<error xmlns="http://www.mathgrid.org/Vocabulary/Services/2005/1/0">Nobody was found.</error>'
  const { io } = ioOf()
  using meter = createMeter(io, { json: false })
  const printing = printAnswer([new TextEncoder().encode(fault)], { output: 'rows', json: false, meter }, io)
  await expect(printing).rejects.toMatchObject({ code: 'ERR_NO_RESULT', message: 'Nobody was found.' })
})

it('tells how far it is on one line of a terminal', () => {
  const lines: string[] = []
  const meter = createMeter({ log: () => {}, status: (line) => void lines.push(line) }, { json: false })
  meter.progress({ done: 3 })
  meter.stand({ solved: 17, open: 43, found: 90_112 })
  meter.progress({ done: 250_000, total: 1_000_000 })
  meter[Symbol.dispose]()
  expect(lines).toEqual([
    expect.stringMatching(/^3 done, \d+ s gone$/),
    expect.stringMatching(/^25 % done, 17 of 60 parts, 90112 found, \d+ s gone/),
    '',
  ])
})
