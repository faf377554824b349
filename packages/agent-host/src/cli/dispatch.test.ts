import { PassThrough, Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { defineCommand, type Io } from './command.ts'
import { dispatch } from './dispatch.ts'
import { list, text, toggle, whole } from './flags.ts'

const show = defineCommand({
  name: 'show',
  summary: 'Show what was given.',
  arguments: 'FILE',
  flags: {
    count: whole('N', 'how many', { min: 1, max: 10, fallback: 3 }),
    roles: list('NAME', 'roles'),
    data: text('DIR', 'where'),
    'no-mdns': toggle('do not look around'),
  },
  examples: [['agent-host show a.xml', 'show it']],
  run: (values, args, io) => {
    io.out(JSON.stringify({ ...values, args }))
    return Promise.resolve(0)
  },
})

interface Outcome {
  readonly code: number
  readonly out: string
  readonly log: string
}

async function run(
  argv: readonly string[],
  { env = {}, config = {} }: { env?: Record<string, string>; config?: Record<string, unknown> } = {},
): Promise<Outcome> {
  const out: string[] = []
  const log: string[] = []
  const io: Io = {
    out: (line) => out.push(line),
    log: (line) => log.push(line),
    stdin: Readable.from([]),
    stdout: new PassThrough(),
    env,
    signal: new AbortController().signal,
    onReload: () => ({ [Symbol.dispose]: () => {} }),
  }
  const code = await dispatch([show], argv, io, { version: '1.2.3', config: () => Promise.resolve(config) })
  return { code, out: out.join('\n'), log: log.join('\n') }
}

it('the first command is what runs when none is named', async () => {
  expect(await run(['--count', '4'])).toMatchObject({ code: 0, out: expect.stringContaining('"count":4') })
})

it.for([
  [['show', '--count', '7'], { env: { AGENT_HOST_COUNT: '6' }, config: { count: 5 } }, 7],
  [['show'], { env: { AGENT_HOST_COUNT: '6' }, config: { count: 5 } }, 6],
  [['show'], { config: { count: 5 } }, 5],
  [['show'], {}, 3],
] as const)(
  'a flag beats the environment, which beats the file, which beats the default: %j',
  async ([argv, sources, count]) => {
    expect(JSON.parse((await run(argv, sources)).out)).toMatchObject({ count })
  },
)

it('a list is given with commas, several times, or as an array in the file', async () => {
  expect(JSON.parse((await run(['--roles', 'a,b', '--roles=c'])).out)).toMatchObject({ roles: ['a', 'b', 'c'] })
  expect(JSON.parse((await run([], { config: { roles: ['a', 'b'] } })).out)).toMatchObject({ roles: ['a', 'b'] })
})

it.for([
  [['shwo'], 'Did you mean "agent-host show"?'],
  [['show', '--conut', '4'], 'Did you mean --count?'],
  [['show', '--no-mdsn'], 'Did you mean --no-mdns?'],
  [['show', '--count', '11'], '--count takes a whole number from 1 to 10, not "11".'],
  [['show', '--count', '-1'], 'not "-1"'],
  [['show', '--count', '1e1'], 'not "1e1"'],
  [['show', '--count'], '--count needs a value: --count N'],
  [['show', '--data', '--count', '1'], '--data needs a value'],
  [['show', '--count', '1', '--count', '2'], '--count is given twice.'],
  [['quite-something-else'], 'There is no command'],
] as const)('usage that is wrong exits 2 and says what was meant: %j', async ([argv, words]) => {
  const { code, out, log } = await run(argv)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(log).toContain(words)
  expect(log).toContain('--help')
})

it('help has examples on every level, and wins over what else is wrong', async () => {
  expect((await run(['--help'])).out).toContain('agent-host show a.xml')
  expect((await run(['help', 'show'])).out).toContain('--count N')
  expect(await run(['show', '--help', '--nonsense'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('(default 3)'),
  })
})

it('the version is the package’s', async () => {
  expect(await run(['--version'])).toMatchObject({ code: 0, out: '1.2.3' })
})
