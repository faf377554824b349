import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dispatch } from '../cli/dispatch.ts'
import { runCommand } from './run.ts'
import { pipelineCommand } from './pipeline.ts'

const P = 'http://www.smallx.com/Vocabulary/Pipeline/2005/1/0'
const R = 'http://www.xeerkat.org/Vocabulary/Pipeline/Role/2026/1/0'
const JMSS = 'http://www.smallx.com/Vocabulary/Pipeline/JMS/Steps/2005/1/0'

const files: Readonly<Record<string, string>> = {
  'echo.xml': `<p:pipe xmlns:p="${P}" name="echo"><p:identity/></p:pipe>`,
  'strict.xml': `<p:pipe xmlns:p="${P}" xmlns:r="${R}" name="strict" r:iri="urn:test:strict" r:accepts="ping">
  <p:validate assert="true"><p:map href="ping.xsd"/></p:validate>
</p:pipe>`,
  'queue.xml': `<p:pipe xmlns:p="${P}" xmlns:s="${JMSS}" name="queue"><s:send queue="in"/></p:pipe>`,
  'wrong.xml': `<p:pipe xmlns:p="${P}" name="wrong">\n  <p:idnetity/>\n  <p:validate><p:map href="nothing.xsd"/></p:validate>\n</p:pipe>`,
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xk-pipeline-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
})
afterAll(() => rm(folder, { recursive: true }))

interface Outcome {
  readonly code: number
  readonly out: string
  readonly log: string
}

/** Runs `agent-host pipeline …`; the last argument is a file of the folder. */
async function pipeline(
  args: readonly string[],
  input: string | Readable = '',
  signal = new AbortController().signal,
): Promise<Outcome> {
  const stdout = new PassThrough()
  const out = textOf(stdout)
  const log: string[] = []
  const io = {
    out: (line: string) => void stdout.write(`${line}\n`),
    log: (line: string) => log.push(line),
    stdin: typeof input === 'string' ? Readable.from([Buffer.from(input)]) : input,
    stdout,
    env: {},
    signal,
    onReload: () => ({ [Symbol.dispose]: () => {} }),
  }
  const argv = ['pipeline', ...args.map((arg) => (arg in files ? join(folder, arg) : arg))]
  const config = () => Promise.resolve({})
  const code = await dispatch([runCommand, pipelineCommand], argv, io, { version: '1', config })
  stdout.end()
  return { code, out: await out, log: log.join('\n') }
}

it('a document goes through, byte for byte', async () => {
  const input = `<?xml version="1.0"?>\n<ping  count='1' ><!-- ü --></ping >\n`
  expect(await pipeline(['run', 'echo.xml'], input)).toEqual({ code: 0, out: input, log: '' })
  expect(await pipeline(['run', 'echo.xml', '--json'], '<a/>')).toMatchObject({ out: '{"document":"<a/>"}\n' })
})

it.for([
  ['echo.xml', '<ping count="1"', /^stdin: a start tag begins here and does not end/],
  ['echo.xml', '', /^stdin: /],
  ['strict.xml', '<ping count="one"/>', /strict\.xml:2:3: p:validate: .*one/],
  ['queue.xml', '<ping count="1"/>', /there is no queue "in" here; .*--gateway URL/],
] as const)(
  'what goes wrong in %s is a line on stderr, and the document that an employer gets: %s',
  async ([file, input, words]) => {
    const { code, out, log } = await pipeline(['run', file], input)
    expect(code).toBe(1)
    expect(log).toMatch(words)
    expect(out).toMatch(/^<c:error-context xmlns:c="[^"]*"><c:error.*<\/c:error><\/c:error-context>$/)
    expect(out).not.toContain(folder)
    const { out: json } = await pipeline(['run', file, '--json'], input)
    expect(JSON.parse(json)).toEqual({ document: out })
  },
)

it('parameters are given by name, and programs allowed by name', { timeout: 60_000 }, async () => {
  const examples = fileURLToPath(new URL('../../../../examples/pipelines/', import.meta.url))
  const sample = '<sample><value>1</value></sample>'
  const table = await pipeline(['run', `${examples}table.xpl`, '--param', 'caption=a, b=c'], sample)
  expect(table.out).toMatch(/^<table><caption>a, b=c<\/caption>/)
  const factor = ['run', `${examples}factor.xpl`]
  const twelve = '<factor n="12"/>'
  expect((await pipeline(factor, twelve)).out).toMatch(/--allow-command node=PATH<\/mg:error>/)
  const allowed = await pipeline([...factor, '--allow-command', `node=${process.execPath}`], twelve)
  const factors = '<factors n="12"><prime power="2">2</prime><prime power="1">3</prime></factors>'
  expect(allowed).toEqual({ code: 0, out: factors, log: '' })
})

it('what has been written before a fault stays written, and nothing is written after it', async () => {
  const pieces = ['<a>', 'x'.repeat(1000), '</b>'].map((text) => Buffer.from(text))
  const { code, out, log } = await pipeline(['run', 'echo.xml'], Readable.from(pieces))
  expect({ code, out }).toEqual({ code: 1, out: '<a>' })
  expect(log).toMatch(/^stdin: .*<\/b>/)
})

it('a document is bounded', async () => {
  const { code, log } = await pipeline(['run', 'echo.xml', '--max-bytes', '100'], `<a>${'x'.repeat(200)}</a>`)
  expect(code).toBe(1)
  expect(log).toMatch(/100 bytes/)
})

it.for([
  [['run'], 'pipeline run takes one file.'],
  [[], 'pipeline takes run, check, explain, and a file.'],
  [['runn', 'echo.xml'], 'Did you mean "agent-host pipeline run"?'],
  [['explain', 'echo.xml', 'strict.xml'], 'pipeline explain takes one file.'],
  [['run', 'echo.xml', '--param', 'year'], '--param takes NAME=VALUE, not "year".'],
  [['run', 'echo.xml', '--param', 'year=2005'], 'no parameter "year"'],
  [['run', 'echo.xml', '--allow-command', 'gp'], '--allow-command takes NAME=PATH'],
  [['run', 'echo.xml', '--allow-command', '../sh=/bin/sh'], '--allow-command takes NAME=PATH'],
  [['run', 'echo.xml', '--allow-command', '__proto__=/bin/sh'], '--allow-command takes NAME=PATH'],
  [['run', 'echo.xml', '--allow-http', 'https://*.example.org'], '--allow-http takes an origin'],
  [['run', 'echo.xml', '--allow-http', 'ftp://example.org'], '--allow-http takes an origin'],
  [['run', 'echo.xml', '--allow-http', 'example.org'], '--allow-http takes an origin'],
  [['run', 'echo.xml', '--allow-http', 'https://example.org/path'], '--allow-http takes an origin'],
] as const)('usage that is wrong exits 2 and says what was meant: %j', async ([args, words]) => {
  const { code, out, log } = await pipeline(args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(log).toContain(words)
})

it('what went wrong is told once, with its place in the input', async () => {
  const { log } = await pipeline(['run', 'strict.xml'], '<ping count="1">')
  const file = join(folder, 'strict.xml')
  expect(log).toBe(`${file}:2:3: p:validate: the document ends before </ping> (line 1, column 17 of the input)`)
})

it('a pipeline that is not UTF-8 is not guessed at', async () => {
  const file = join(folder, 'latin.xml')
  await writeFile(
    file,
    Buffer.from(`<p:pipe xmlns:p="${P}"><p:template><a b="\u00E9"/></p:template></p:pipe>`, 'latin1'),
  )
  expect((await pipeline(['check', file])).out).toBe(`${file}: the file is not UTF-8\n`)
})

it('a pipeline that is wrong does not run', async () => {
  const { code, out, log } = await pipeline(['run', 'wrong.xml'], '<a/>')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(log).toMatch(/wrong\.xml:2:3: .*idnetity/)
})

it('check tells every fault as compilers do, or as JSON', async () => {
  const { code, out } = await pipeline(['check', 'wrong.xml', 'echo.xml'])
  expect(code).toBe(1)
  const lines = out.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/\/wrong\.xml:2:3: .*p:idnetity/)
  expect(lines[1]).toMatch(/\/wrong\.xml:3:15: .*nothing\.xsd/)
  const json = await pipeline(['check', 'wrong.xml', 'echo.xml', '--json'])
  expect(
    json.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([
    {
      valid: false,
      faults: [
        { line: 2, column: 3 },
        { line: 3, column: 15 },
      ],
    },
    { valid: true, faults: [] },
  ])
  expect(await pipeline(['check', 'echo.xml'])).toMatchObject({ code: 0, out: '' })
  expect((await pipeline(['check', 'nothing.xml'])).out).toBe('nothing.xml: there is no such file\n')
  expect((await pipeline(['run', 'nothing.xml'])).log).toBe('agent-host: nothing.xml: there is no such file')
  expect((await pipeline(['explain', folder])).log).toBe(`agent-host: ${folder}: this is a folder, not a file`)
})

it('explain shows the steps as a tree, with what each holds', async () => {
  const { code, out } = await pipeline(['explain', 'strict.xml'])
  expect(code).toBe(0)
  expect(out).toBe('strict\n  plays    urn:test:strict\n  accepts  ping\n└ p:validate ping.xsd  (holds the document)\n')
  expect(JSON.parse((await pipeline(['explain', 'strict.xml', '--json'])).out)).toMatchObject({
    name: 'strict',
    role: { iri: 'urn:test:strict' },
    parameters: [],
    stage: { name: 'p:pipe', stages: [{ name: 'p:validate', holds: 'document' }] },
  })
})

it('an interrupted run ends at once, whether or not anything comes', async () => {
  const nothing = new PassThrough()
  expect(await pipeline(['run', 'echo.xml'], nothing, AbortSignal.abort())).toEqual({
    code: 1,
    out: '',
    log: 'interrupted',
  })
})
