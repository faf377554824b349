import { PipelineError, type RunCommand } from '@xeerkat/pipeline'
import { describe, expect, it } from 'vitest'
import { commandsOf, type CommandOptions } from './commands.ts'
import { memoryOfGroup } from './process-group.ts'

const node = process.execPath
const never = new AbortController().signal

/** Runs JavaScript in a process of its own. */
function script(
  code: string,
  { input = '', maxBytes = 2 ** 20, signal = never, ...options }: Partial<Call> & CommandOptions = {},
): ReturnType<RunCommand> {
  const args = ['--eval', code, 'one two', '$(three)']
  return commandsOf({ node }, options)({ name: 'node', args, input: pieces(input), maxBytes, signal })
}

interface Call {
  readonly input: string
  readonly maxBytes: number
  readonly signal: AbortSignal
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += 65_536) yield Buffer.from(text.slice(at, at + 65_536))
}

const ECHO = 'process.stdin.pipe(process.stdout)'
/** Starts another process, which stays and keeps the output open. */
const PARENT = `
  const stays = ['--eval', 'setInterval(() => {}, 1000)']
  const child = require('node:child_process').spawn(process.execPath, stays, { stdio: 'inherit' })`

/** When a group began, and when it was over. */
function trackOne() {
  const started = Promise.withResolvers<number>()
  const ended = Promise.withResolvers<void>()
  const track = (group: number): Disposable => {
    started.resolve(group)
    return { [Symbol.dispose]: () => ended.resolve() }
  }
  return { track, started: started.promise, ended: ended.promise }
}

describe('programs', { timeout: 60_000 }, () => {
  it('what goes in comes out, however much', async () => {
    const input = 'ü'.repeat(2 ** 20)
    const { output, exitCode, complaint } = await script(ECHO, { input, maxBytes: 2 ** 22 })
    expect({ exitCode, complaint }).toEqual({ exitCode: 0, complaint: '' })
    expect(new TextDecoder().decode(output) === input).toBe(true)
  })

  it('nothing is left behind by waiting for a program to read', async () => {
    const warnings: string[] = []
    const onWarning = ({ name }: Error): void => void warnings.push(name)
    process.on('warning', onWarning)
    await script(ECHO, { input: 'x'.repeat(2 ** 22), maxBytes: 2 ** 23 })
    process.off('warning', onWarning)
    expect(warnings).toEqual([])
  })

  it('arguments arrive as they are: no shell reads them', async () => {
    const { output } = await script('process.stdout.write(JSON.stringify(process.argv.slice(1)))')
    expect(JSON.parse(new TextDecoder().decode(output))).toEqual(['one two', '$(three)'])
  })

  it('the last of its complaint and its exit code are told; a program need not read its input', async () => {
    const code = `for (let n = 0; n < 2000; n++) console.error('trouble', n); process.exitCode = 3`
    const { exitCode, complaint } = await script(code, { input: 'x'.repeat(2 ** 20) })
    expect(exitCode).toBe(3)
    expect(complaint).toMatch(/^trouble \d+\n(.|\n)*trouble 1999$/)
    expect(complaint.length).toBeLessThanOrEqual(4096)
  })

  it('a program gets no secret of this process', async () => {
    process.env['XEERKAT_TEST_SECRET'] = 'secret'
    const { output } = await script('process.stdout.write(Object.keys(process.env).join())')
    delete process.env['XEERKAT_TEST_SECRET']
    expect(new TextDecoder().decode(output)).not.toContain('SECRET')
  })

  it.for(['sh', 'constructor', ''])('"%s" is not allowed, and how to allow it is said', async (name) => {
    const run = commandsOf({ node })({ name, args: [], input: pieces(''), maxBytes: 1, signal: never })
    await expect(run).rejects.toMatchObject({ code: 'ERR_PIPELINE_FORBIDDEN' })
    await expect(run).rejects.toThrow(`--allow-command ${name}=PATH`)
  })

  it('a program that is not there is said not to start', async () => {
    const run = commandsOf({ gone: '/nowhere/gone' })
    const started = run({ name: 'gone', args: [], input: pieces(''), maxBytes: 1, signal: never })
    await expect(started).rejects.toMatchObject({ code: 'ERR_PIPELINE_STEP', cause: { code: 'ENOENT' } })
    await expect(started).rejects.toThrow(/^the program "gone" does not start: its file, .* is not there$/)
  })

  it.for([
    ['too long', 'x'.repeat(8 * 2 ** 20), 'its arguments are too long'],
    ['not what an argument can be', 'a\0b', 'an argument has a character in it that no argument can have'],
  ] as const)('arguments that are %s are said to be', async ([, arg, why]) => {
    const started = commandsOf({ node })({ name: 'node', args: [arg], input: pieces(''), maxBytes: 1, signal: never })
    await expect(started).rejects.toMatchObject({ code: 'ERR_PIPELINE_STEP' })
    await expect(started).rejects.toThrow(`the program "node" does not start: ${why}`)
  })

  it('one that prints without end is ended', async () => {
    const code = `const more = () => process.stdout.write('x'.repeat(65536), more); more()`
    const run = script(code, { maxBytes: 2 ** 20 })
    await expect(run).rejects.toMatchObject({ code: 'ERR_PIPELINE_LIMIT', message: /more than 1048576 bytes/ })
  })

  it('an input that breaks ends it, and is the reason', async () => {
    async function* broken() {
      yield Buffer.from('<a>')
      throw new PipelineError('ERR_PIPELINE_STEP', 'broken')
    }
    const run = commandsOf({ node })
    const started = run({ name: 'node', args: ['--eval', ECHO], input: broken(), maxBytes: 99, signal: never })
    await expect(started).rejects.toThrow('broken')
  })
})

describe.runIf(process.platform !== 'win32')('process groups', { timeout: 60_000 }, () => {
  it('what a program leaves running when it is done is ended', async () => {
    const tracked = trackOne()
    const { exitCode } = await script(`${PARENT}; child.unref()`, { track: tracked.track })
    expect(exitCode).toBe(0)
    await tracked.ended
    await expect.poll(async () => memoryOfGroup(await tracked.started), { timeout: 30_000 }).toBe(0)
  })

  it('what left the group and keeps the output open is not waited for', async () => {
    const leaves = "{ stdio: ['ignore', 'inherit', 'ignore'], detached: true }"
    const lasts =
      "['--eval', 'process.stdout.on(\"error\", () => process.exit()); setInterval(() => console.log(1), 100)']"
    const code = `require('node:child_process').spawn(process.execPath, ${lasts}, ${leaves}).unref()`
    await expect(script(code)).rejects.toThrow('ended, but left something running elsewhere that keeps its output open')
  })

  it('an abort ends a program and all it has started, and gives its reason', async () => {
    const controller = new AbortController()
    const tracked = trackOne()
    const run = script(`${PARENT}; setInterval(() => {}, 1000)`, { signal: controller.signal, track: tracked.track })
    const held = async (): Promise<number> => memoryOfGroup(await tracked.started)
    await expect.poll(held, { timeout: 30_000 }).toBeGreaterThan(0)
    controller.abort(new Error('time is up'))
    await expect(run).rejects.toThrow('time is up')
    await tracked.ended
    await expect.poll(held, { timeout: 30_000 }).toBe(0)
  })

  it('one that holds more memory than it may is ended', async () => {
    const run = script('globalThis.held = Buffer.alloc(300e6, 1); setInterval(() => {}, 1000)', { memory: 200 })
    await expect(run).rejects.toMatchObject({ code: 'ERR_PIPELINE_LIMIT', message: /held more than 200 MiB/ })
  })
})
