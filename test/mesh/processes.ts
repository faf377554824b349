import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const BIN = fileURLToPath(new URL('../../packages/agent-host/bin/agent-host.js', import.meta.url))

/** Compiled code outlives the test: only the first start on a machine is slow. */
const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/node-compile', import.meta.url))

/** A command that ran to its end. */
export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** An `agent-host` process. Disposing it kills it and waits until it is gone. */
export interface Running extends AsyncDisposable {
  readonly pid: number
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  /** The first line of stdout, now or to come, that matches. @throws with all of stderr when the process ends first. */
  readonly line: (pattern: RegExp) => Promise<RegExpMatchArray>
  /** The same of stderr. */
  readonly logged: (pattern: RegExp) => Promise<RegExpMatchArray>
  readonly kill: (signal?: NodeJS.Signals) => void
  readonly finished: Promise<Finished>
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** What runs it, and the program. Default: the workspace's own. */
  readonly node?: string
  readonly bin?: string
  readonly stdin?: string
}

/** A user of their own: data, sockets and files in a folder that is removed at the end. */
export interface Home extends AsyncDisposable {
  readonly folder: string
  readonly start: (args: readonly string[], options?: RunOptions) => Running
  /** Runs a command to its end. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Finished>
}

/** What a person at a machine of their own would have. Everything started in it is killed with it. */
export async function createHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'xk-'))
  const started: Running[] = []
  const start: Home['start'] = (args, options = {}) => {
    // TMPDIR too: the control sockets of these hosts are found by each other and by no one else. At normal priority the
    // times measured are the host's, not those of whatever else this machine does.
    const env = {
      XDG_DATA_HOME: join(folder, 'data'),
      TMPDIR: folder,
      AGENT_HOST_NO_NICE: 'true',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...options.env,
    }
    const running = startProcess(args, { cwd: folder, ...options, env })
    started.push(running)
    return running
  }
  // A test that runs out of time never leaves its scope.
  onTestFinished(leave)
  return {
    folder,
    start,
    run: (args, options) => start(args, options).finished,
    [Symbol.asyncDispose]: leave,
  }

  async function leave(): Promise<void> {
    await Promise.all(started.map((running) => running[Symbol.asyncDispose]()))
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

function startProcess(
  args: readonly string[],
  { cwd, env, node = process.execPath, bin = BIN, stdin = '' }: RunOptions,
): Running {
  const child = spawn(node, [bin, ...args], { cwd, env: { ...process.env, ...env }, stdio: 'pipe' })
  child.stdin.on('error', () => {}).end(stdin)
  const stdout = collectLines(child.stdout)
  const stderr = collectLines(child.stderr)
  const finished = once(child, 'close').then(([code]) => {
    stdout.close()
    stderr.close()
    return { code: code as number | null, stdout: stdout.lines.join('\n'), stderr: stderr.lines.join('\n') }
  })
  const find = async (lines: Lines, pattern: RegExp): Promise<RegExpMatchArray> => {
    const match = await lines.find(pattern)
    if (match !== undefined) return match
    const { code } = await finished
    throw new Error(`agent-host ${args.join(' ')} ended with ${code} before ${pattern}:\n${stderr.lines.join('\n')}`)
  }
  return {
    pid: child.pid ?? 0,
    stdout: stdout.lines,
    stderr: stderr.lines,
    line: (pattern) => find(stdout, pattern),
    logged: (pattern) => find(stderr, pattern),
    kill: (signal = 'SIGKILL') => child.kill(signal),
    finished,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await finished
    },
  }
}

interface Lines {
  readonly lines: readonly string[]
  readonly find: (pattern: RegExp) => Promise<RegExpMatchArray | undefined>
  readonly close: () => void
}

function collectLines(stream: NodeJS.ReadableStream): Lines {
  const lines: string[] = []
  let closed = false
  let more = Promise.withResolvers<void>()
  const wake = (): void => {
    more.resolve()
    more = Promise.withResolvers()
  }
  createInterface({ input: stream }).on('line', (line) => {
    lines.push(line)
    wake()
  })
  return {
    lines,
    async find(pattern) {
      for (let at = 0; ; at++) {
        while (at >= lines.length) {
          if (closed) return undefined
          await more.promise
        }
        const match = lines[at]?.match(pattern)
        if (match) return match
      }
    },
    close() {
      closed = true
      wake()
    },
  }
}
