import { HostError } from '../errors.ts'

/** One flag of a command: how it is read from the command line, the environment and the configuration file alike. */
export interface Flag<T> {
  /** What stands for its value in the help; a flag without one is switched on by its name. */
  readonly value?: string
  readonly help: string
  /** Whether it may be given several times. */
  readonly many?: boolean
  /** Gets every text that was given, at least one, and the flag's name for the error. @throws HostError `ERR_USAGE` */
  readonly read: (texts: readonly [string, ...string[]], name: string) => T
  /** When it is given nowhere. */
  readonly fallback: T
}

export type Flags = Readonly<Record<string, Flag<unknown>>>
export type Values<F extends Flags> = { readonly [Name in keyof F]: F[Name] extends Flag<infer T> ? T : never }

export function toggle(help: string): Flag<boolean> {
  return { help, fallback: false, read: ([text], name) => readBoolean(text, name) }
}

export function text(value: string, help: string): Flag<string | undefined>
export function text(value: string, help: string, fallback: string): Flag<string>
export function text(value: string, help: string, fallback?: string): Flag<string | undefined> {
  return { value, help, fallback, read: ([text]) => text }
}

/** One of these words. */
export function choice<const Word extends string>(
  words: readonly Word[],
  help: string,
  fallback: NoInfer<Word>,
): Flag<Word> {
  return {
    value: words.join('|'),
    help,
    fallback,
    read([text], name) {
      const word = words.find((each) => each === text)
      if (word !== undefined) return word
      throw new HostError('ERR_USAGE', `${name} is ${words.join(' or ')}, not "${text}".`)
    },
  }
}

/** Given several times, or once with commas between. */
export function list(value: string, help: string): Flag<readonly string[]> {
  return {
    value,
    help,
    many: true,
    fallback: [],
    read: (texts) => texts.flatMap((text) => text.split(',').map((part) => part.trim())).filter((part) => part !== ''),
  }
}

interface Range {
  readonly min?: number
  readonly max?: number
}

export function whole(value: string, help: string, range?: Range): Flag<number | undefined>
export function whole(value: string, help: string, range: Range & { readonly fallback: number }): Flag<number>
export function whole(
  value: string,
  help: string,
  { min = 0, max = 2 ** 31 - 1, fallback }: Range & { readonly fallback?: number } = {},
): Flag<number | undefined> {
  return {
    value,
    help,
    fallback,
    read([text], name) {
      const number = Number(text)
      if (/^[+-]?\d+$/.test(text) && number >= min && number <= max) return number
      throw new HostError('ERR_USAGE', `${name} takes a whole number from ${min} to ${max}, not "${text}".`)
    },
  }
}

/** A number above 0, with decimals. */
export function decimal(value: string, help: string, { max }: { readonly max: number }): Flag<number | undefined> {
  return {
    value,
    help,
    fallback: undefined,
    read([text], name) {
      const number = Number(text)
      if (/^\d+(?:\.\d+)?$/.test(text) && number > 0 && number <= max) return number
      throw new HostError('ERR_USAGE', `${name} takes a number above 0, at most ${max}, such as 0.5, not "${text}".`)
    },
  }
}

function readBoolean(text: string, name: string): boolean {
  if (['', '1', 'true', 'yes', 'on'].includes(text.toLowerCase())) return true
  if (['0', 'false', 'no', 'off'].includes(text.toLowerCase())) return false
  throw new HostError('ERR_USAGE', `${name} is true or false, not "${text}".`)
}
