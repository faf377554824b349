import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { type CommandResult, PipelineError, type RunCommand } from '@xeerkat/pipeline'
import { killGroup, killedAtExit, memoryOfGroup } from './process-group.ts'

/** How programs run. */
export interface ProgramOptions {
  /** Mebibytes that a program and all it started may hold, looked at twice a second. Default 2048. */
  readonly memory?: number
  /** Told of each process group; disposed when it has ended. Default: it is killed when this process ends. */
  readonly track?: (group: number) => Disposable
}

/** Lower than what a person at this machine waits for. */
const NICE = 10
const COMPLAINT = 4096
const WATCH_EVERY = 500
/** Milliseconds until what a program has printed is read, once it has ended. */
const CLOSING = 10_000
const MEBIBYTE = 2 ** 20
/** What a program is told of this process: enough to find its files and speak the user's language, and no secret. */
const ENVIRONMENT = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot']

export interface CommandOptions extends ProgramOptions {
  /** Where programs run. Default: the working directory. */
  readonly folder?: string
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/**
 * Runs programs, and only those that are named here, each with its path. No shell sees a word of it. A program has a
 * process group of its own and all of that group is killed when it is done, takes too long, prints too much or holds too much.
 */
export function commandsOf(
  allowed: Readonly<Record<string, string>>,
  { folder, memory = 2048, track = killedAtExit }: CommandOptions = {},
): RunCommand {
  return async ({ name, args, input, maxBytes, signal }) => {
    const program = Object.hasOwn(allowed, name) ? allowed[name] : undefined
    if (program === undefined) throw forbidden(name)
    signal.throwIfAborted()
    const child = await start(name, program, args, folder)
    const group = child.pid ?? 0
    using _tracked = track(group)
    return await new Promise<CommandResult>((resolve, reject) => {
      const output = collect(child.stdout, maxBytes, () =>
        stop(limit(`the program "${name}" printed more than ${maxBytes} bytes`)),
      )
      const complaint = lastOf(child.stderr, COMPLAINT)
      const watch = setInterval(() => void watchMemory(), WATCH_EVERY)
      let escape: NodeJS.Timeout | undefined
      const abort = (): void => stop(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      child.on('exit', () => {
        // Whatever it has started and left behind would keep its output open, and run on.
        killGroup(group)
        // What left the group can still keep it open.
        escape = setTimeout(() => stop(escaped(name)), CLOSING)
      })
      child.on('close', (code, killedBy) => {
        release()
        resolve({ exitCode: exitCodeOf(code, killedBy), output: output(), complaint: complaint() })
      })
      feed(child.stdin, input).catch(stop)

      async function watchMemory(): Promise<void> {
        const held = await memoryOfGroup(group)
        if (held > memory * MEBIBYTE) stop(limit(`the program "${name}" held more than ${memory} MiB`))
      }

      function stop(reason: unknown): void {
        release()
        killGroup(group)
        for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
        reject(reason)
      }

      function release(): void {
        clearInterval(watch)
        clearTimeout(escape)
        signal.removeEventListener('abort', abort)
      }
    })
  }
}

async function start(name: string, program: string, args: readonly string[], cwd: string | undefined): Promise<Child> {
  const env = Object.fromEntries(ENVIRONMENT.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])))
  const child = await new Promise<Child>((resolve, reject) => {
    // Some things that are wrong it throws at once: that the arguments are too many, say.
    const child = spawn(program, args, { cwd, env, stdio: 'pipe', detached: process.platform !== 'win32' })
    child.once('spawn', () => resolve(child))
    child.once('error', reject)
  }).catch((cause: unknown) => {
    throw new PipelineError('ERR_PIPELINE_STEP', `the program "${name}" does not start: ${whyNot(cause)}`, { cause })
  })
  // Later errors (it could not be killed, say) have no listener of their own; what counts is how it ends.
  child.on('error', () => {})
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICE)
  } catch {
    // It is over already, or this system has no priorities.
  }
  return child
}

/** In words that do not say where the program is: whoever sent the document may read them. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its file, or the folder to run it in, is not there',
  EACCES: 'its file may not be run',
  E2BIG: 'its arguments are too long',
  EAGAIN: 'too many processes are running',
  ERR_INVALID_ARG_VALUE: 'an argument has a character in it that no argument can have',
}

function whyNot(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return reasons[code] ?? (code || 'the system does not say why')
}

/** Writes as it is read; a program that does not want all of it is none the worse. @throws what reading throws */
async function feed(stdin: Writable, input: AsyncIterable<Uint8Array>): Promise<void> {
  stdin.on('error', () => {})
  for await (const piece of input) {
    if (stdin.destroyed) return
    if (!stdin.write(piece)) await drained(stdin)
  }
  stdin.end()
}

/** There is room for more, or no need for it. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done)
      resolve()
    }
    stream.on('drain', done).on('close', done)
  })
}

function collect(stream: Readable, maxBytes: number, onMore: () => void): () => Uint8Array {
  const pieces: Uint8Array[] = []
  let size = 0
  stream.on('data', (piece: Uint8Array) => {
    size += piece.length
    if (size > maxBytes) onMore()
    else pieces.push(piece)
  })
  return () => Buffer.concat(pieces)
}

/** The last whole lines. */
function lastOf(stream: Readable, characters: number): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (piece: string) => (text = (text + piece).slice(-2 * characters)))
  return () => (text.length > characters ? text.slice(-characters).replace(/^[^\n]*\n/, '') : text).trim()
}

/** As shells tell of a program that a signal ended. */
function exitCodeOf(code: number | null, killedBy: NodeJS.Signals | null): number {
  return code ?? 128 + (killedBy === null ? 0 : constants.signals[killedBy])
}

function forbidden(name: string): PipelineError {
  const allow = `whoever runs the pipeline allows it with --allow-command ${name}=PATH`
  return new PipelineError('ERR_PIPELINE_FORBIDDEN', `the program "${name}" is not allowed here; ${allow}`)
}

function escaped(name: string): PipelineError {
  const what = 'ended, but left something running elsewhere that keeps its output open'
  return new PipelineError('ERR_PIPELINE_STEP', `the program "${name}" ${what}`)
}

function limit(message: string): PipelineError {
  return new PipelineError('ERR_PIPELINE_LIMIT', message)
}
