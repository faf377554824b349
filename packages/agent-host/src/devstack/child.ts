import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { HostError } from '../errors.ts'

/** What a host's `ready` line says, as it prints it with `--json`. */
export interface Ready {
  readonly ready: string
  readonly gateway: string | null
  readonly addresses: readonly string[]
}

/** An `agent-host` in a process of its own, started again whenever it ends by itself. */
export interface Child extends AsyncDisposable {
  readonly name: string
  readonly ready: Ready
}

export interface ChildOptions {
  readonly name: string
  readonly args: readonly string[]
  /** Gets what the process logs, a line each. */
  readonly log: (line: string) => void
  /** Gives up waiting until it is ready. */
  readonly signal: AbortSignal
  /** Milliseconds in which it must be ready the first time. Default 30 000. */
  readonly patience?: number
}

const BIN = fileURLToPath(new URL('../../bin/agent-host.js', import.meta.url))
const PATIENCE = 30_000
const FIRST_PAUSE = 200
const LONGEST_PAUSE = 5000
/** A process that ran this long was well: the next pause is short again. */
const WELL_AFTER = 10_000
/** Lines kept to explain why a process did not start. */
const LAST_WORDS = 20
const KILL_AFTER = 2000

/** Starts a host and waits until it can be found and hired. @throws HostError `ERR_CHILD` with what it said last. */
export async function startChild({ name, args, log, signal, patience = PATIENCE }: ChildOptions): Promise<Child> {
  let stopping = false
  let pause = FIRST_PAUSE
  let timer: NodeJS.Timeout | undefined
  const lastWords: string[] = []
  const first = Promise.withResolvers<Ready>()
  let current = start()

  const giveUp = (): void => first.reject(signal.reason)
  if (signal.aborted) giveUp()
  else signal.addEventListener('abort', giveUp, { once: true })
  const late = setTimeout(() => first.reject(failed(`was not ready within ${patience} ms`)), patience)
  try {
    const ready = await first.promise
    return { name, ready, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    signal.removeEventListener('abort', giveUp)
    clearTimeout(late)
  }

  function start(): ChildProcess {
    const started = performance.now()
    // Over the channel the child notices when this process is gone, however it went.
    const child = spawn(process.execPath, [BIN, ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const value = JSON.parse(line) as Ready // our own program wrote it
      if ('ready' in value) first.resolve(value)
    })
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      lastWords.push(line)
      if (lastWords.length > LAST_WORDS) lastWords.shift()
      log(line)
    })
    child.on('exit', (code, signal) => {
      if (stopping) return
      first.reject(failed(`ended with ${signal ?? code}`))
      if (performance.now() - started > WELL_AFTER) pause = FIRST_PAUSE
      log(`ended with ${signal ?? code}; starting it again in ${pause} ms`)
      timer = setTimeout(() => (current = start()), pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE)
    })
    return child
  }

  async function stop(): Promise<void> {
    stopping = true
    clearTimeout(timer)
    if (current.exitCode !== null || current.signalCode !== null) return
    const gone = new Promise((resolve) => current.once('exit', resolve))
    current.kill('SIGTERM')
    const killer = setTimeout(() => current.kill('SIGKILL'), KILL_AFTER)
    await gone
    clearTimeout(killer)
  }

  function failed(how: string): HostError {
    return new HostError('ERR_CHILD', `The process "${name}" ${how}. It said:\n${lastWords.join('\n')}`)
  }
}
