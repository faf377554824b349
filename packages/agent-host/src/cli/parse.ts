import { parseArgs } from 'node:util'
import { HostError } from '../errors.ts'
import type { Flag, Flags, Values } from './flags.ts'
import { suggest } from './suggest.ts'

/** Where a flag's value may come from besides the command line; the earlier wins. */
export interface Sources {
  /** `AGENT_HOST_MAX_HIRES` for `--max-hires`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** What `agent-host.config.json` holds, by flag name. */
  readonly config: Readonly<Record<string, unknown>>
}

export interface Parsed<F extends Flags> {
  readonly values: Values<F>
  readonly positionals: readonly string[]
}

/**
 * Reads a command's arguments: flag, then environment, then configuration file, then default.
 * @throws HostError `ERR_USAGE` naming what was wrong and what was probably meant.
 */
export function parse<F extends Flags>(flags: F, argv: readonly string[], sources: Sources): Parsed<F> {
  const given = new Map<string, [string, ...string[]]>()
  const positionals: string[] = []
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      { type: flag.value === undefined ? 'boolean' : 'string' } as const,
    ]),
  )
  for (const token of parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true })
    .tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind === 'option') take(given, flags, token)
  }
  const values = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, valueOf(name, flag, given.get(name), sources)]),
  ) as Values<F> // each value was read by the flag of its name
  return { values, positionals }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
}

function take(given: Map<string, [string, ...string[]]>, flags: Flags, { name, rawName, value }: OptionToken): void {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined
  if (flag === undefined) throw new HostError('ERR_USAGE', `There is no flag ${rawName}.${meant(name, flags)}`)
  if (flag.value !== undefined && (value === undefined || value.startsWith('--')))
    throw new HostError('ERR_USAGE', `${rawName} needs a value: ${rawName} ${flag.value}`)
  const before = given.get(name)
  if (before === undefined) given.set(name, [value ?? ''])
  else if (flag.many === true) before.push(value ?? '')
  else throw new HostError('ERR_USAGE', `${rawName} is given twice.`)
}

function meant(name: string, flags: Flags): string {
  const guess = suggest(name, Object.keys(flags))
  return guess === undefined ? '' : ` Did you mean --${guess}?`
}

function valueOf(
  name: string,
  flag: Flag<unknown>,
  given: readonly [string, ...string[]] | undefined,
  { env, config }: Sources,
): unknown {
  if (given !== undefined) return flag.read(given, `--${name}`)
  const variable = environmentName(name)
  const fromEnv = env[variable]
  if (fromEnv !== undefined && fromEnv !== '') return flag.read([fromEnv], variable)
  const configured = config[name]
  if (configured === undefined) return flag.fallback
  const [first, ...rest] = (Array.isArray(configured) ? configured : [configured]).map(String)
  return first === undefined ? flag.fallback : flag.read([first, ...rest], `"${name}" in agent-host.config.json`)
}

export function environmentName(flag: string): string {
  return `AGENT_HOST_${flag.toUpperCase().replaceAll('-', '_')}`
}
