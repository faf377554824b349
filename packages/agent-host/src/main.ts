import { readFile } from 'node:fs/promises'
import type { Io } from './cli/command.ts'
import { readConfig } from './cli/config.ts'
import { dispatch } from './cli/dispatch.ts'
import { commands } from './commands/index.ts'

/** The program: runs a command in this process and ends it. */
export async function main(argv: readonly string[]): Promise<void> {
  const io = processIo()
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  process.exitCode = await dispatch(commands, argv, io, {
    version,
    config: () => readConfig(process.cwd(), commands),
  })
  // Whatever a library has still open must not hold up the end; what was printed must be out.
  await Promise.all([process.stdout, process.stderr].map(flushed))
  process.exit()
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}

function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWhenNobodyReads)
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    log: (line) => process.stderr.write(`${line}\n`),
    ...(process.stderr.isTTY && { status: rewrite }),
    stdin: process.stdin,
    stdout: process.stdout,
    env: process.env,
    signal: interrupted(),
    onReload(reload) {
      process.on('SIGHUP', reload)
      return { [Symbol.dispose]: () => process.off('SIGHUP', reload) }
    },
  }
}

function rewrite(text: string): void {
  process.stderr.write(`\r\u001B[K${text.slice(0, process.stderr.columns - 1)}`)
}

function endWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}

/** Aborts at the first signal, or when the process that started this one over an IPC channel is gone. The second ends at once. */
function interrupted(): AbortSignal {
  const controller = new AbortController()
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  if (process.connected) process.once('disconnect', () => controller.abort()).channel?.unref()
  return controller.signal
}
