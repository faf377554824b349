import { HostError, sentence } from '../errors.ts'
import { type Command, EXIT_DONE, EXIT_FAILED, EXIT_USAGE, type Io } from './command.ts'
import { help, overview } from './help.ts'
import { suggest } from './suggest.ts'

export interface DispatchOptions {
  readonly version: string
  /** Reads `agent-host.config.json`. */
  readonly config: () => Promise<Readonly<Record<string, unknown>>>
}

/** Runs the command that the arguments name, the first of the table if they name none, and resolves with the exit code. */
export async function dispatch(
  commands: readonly [Command, ...Command[]],
  argv: readonly string[],
  io: Io,
  { version, config }: DispatchOptions,
): Promise<number> {
  const [word, ...rest] = argv
  const named = word === undefined || word.startsWith('-') ? undefined : word
  const asksHelp = named === 'help' || argv.includes('--help') || argv.includes('-h')
  const topic = named === 'help' ? rest[0] : named
  const command = commands.find(({ name }) => name === topic)
  try {
    if (topic !== undefined && command === undefined) throw unknownCommand(topic, commands)
    if (asksHelp) io.out(command === undefined ? overview(commands) : help(command))
    else if (word === '--version' || word === '-v') io.out(version)
    else
      return await (command ?? commands[0]).start(
        named === undefined ? argv : rest,
        { env: io.env, config: await config() },
        io,
      )
    return EXIT_DONE
  } catch (error) {
    return failed(error, command, io)
  }
}

function failed(error: unknown, command: Command | undefined, io: Io): number {
  if (io.signal.aborted) {
    io.log('interrupted')
    return EXIT_FAILED
  }
  io.log(`agent-host: ${sentence(error)}`)
  if (io.env['AGENT_HOST_DEBUG'] !== undefined && error instanceof Error) io.log(error.stack ?? '')
  if (!(error instanceof HostError) || (error.code !== 'ERR_USAGE' && error.code !== 'ERR_CONFIG')) return EXIT_FAILED
  io.log(`"agent-host ${command === undefined ? '' : `${command.name} `}--help" shows what there is.`)
  return EXIT_USAGE
}

function unknownCommand(word: string, commands: readonly Command[]): HostError {
  const guess = suggest(
    word,
    commands.map(({ name }) => name),
  )
  const hint = guess === undefined ? '' : ` Did you mean "agent-host ${guess}"?`
  return new HostError('ERR_USAGE', `There is no command "${word}".${hint}`)
}
