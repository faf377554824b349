import type { Readable, Writable } from 'node:stream'
import { HostError } from '../errors.ts'
import { type Flag, type Flags, toggle, type Values } from './flags.ts'
import { parse, type Sources } from './parse.ts'

/** The process as a command sees it. */
export interface Io {
  /** Documents and data, a line each. */
  readonly out: (line: string) => void
  /** Events, a line each. */
  readonly log: (line: string) => void
  readonly stdin: Readable
  /** Where `out` writes to, for a document that is too large for a line. */
  readonly stdout: Writable
  /** Rewrites the line at the end of the terminal that `log` prints to, if it prints to one. */
  readonly status?: (text: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborts at the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal
  /** Each SIGHUP: read again what may have changed. */
  readonly onReload: (reload: () => void) => Disposable
}

export interface CommandSpec<F extends Flags> {
  readonly name: string
  readonly summary: string
  /** What follows the flags, as the help shows it; without it the command takes no arguments. */
  readonly arguments?: string
  readonly flags: F
  /** A command line and what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[]
  /** Resolves with the exit code. */
  readonly run: (values: Values<F & Common>, args: readonly string[], io: Io) => Promise<number>
}

/** A command without the types of its flags, which its `start` has closed over. */
export interface Command {
  readonly name: string
  readonly summary: string
  readonly arguments?: string
  readonly flags: Readonly<Record<string, Flag<unknown>>>
  readonly examples: readonly (readonly [line: string, does: string])[]
  readonly start: (argv: readonly string[], sources: Sources, io: Io) => Promise<number>
}

/** Flags that every command has. */
const common = {
  json: toggle('print JSON, one value a line'),
  help: toggle('show this help'),
}
type Common = typeof common

export const EXIT_DONE = 0
export const EXIT_FAILED = 1
export const EXIT_USAGE = 2

export function defineCommand<F extends Flags>({ flags: own, run, ...rest }: CommandSpec<F>): Command {
  const flags: F & Common = { ...own, ...common }
  return {
    ...rest,
    flags,
    async start(argv, sources, io) {
      const { values, positionals } = parse(flags, argv, sources)
      const [unexpected] = positionals
      if (rest.arguments === undefined && unexpected !== undefined)
        throw new HostError('ERR_USAGE', `"agent-host ${rest.name}" takes no argument "${unexpected}".`)
      return run(values, positionals, io)
    },
  }
}
