import type { RoleErrorCode } from '../../errors.ts'
import type { MonomialOrder } from '../syntax/ideal.ts'
import { type Entered, fault, quote } from './cursor.ts'

type Fault = (message: string, code?: RoleErrorCode) => never

/** The attributes of an element, which are to be asked for; then `done` refuses all others. */
export interface Attributes {
  readonly text: (name: string) => string | undefined
  readonly oneOf: <Word extends string>(name: string, words: readonly Word[]) => Word | undefined
  readonly boolean: (name: string) => boolean
  /** From 0 on, and not above `most`. */
  readonly count: (name: string, most?: number) => number | undefined
  readonly number: (name: string) => number | undefined
  readonly integer: (name: string, digits: number) => bigint | undefined
  /** Integers with blanks between. */
  readonly integers: (name: string, digits: number) => bigint[] | undefined
  /** Words with blanks between. */
  readonly words: (name: string) => string[] | undefined
  /** Insists that one is there. */
  readonly need: <Value>(name: string, value: Value | undefined) => Value
  readonly done: () => void
  readonly fault: Fault
}

export function attributesOf({ name: element, attributes, place }: Entered): Attributes {
  const known = new Set<string>()
  return { text, oneOf, boolean, count, number, integer, integers, words, need, done, fault: fail }

  function text(name: string): string | undefined {
    known.add(name)
    return attributes.get(name)?.trim()
  }

  function oneOf<Word extends string>(name: string, allowed: readonly Word[]): Word | undefined {
    const value = text(name)
    if (value === undefined) return undefined
    return allowed.find((word) => word === value) ?? wrong(name, value, `one of ${allowed.join(', ')}`)
  }

  function boolean(name: string): boolean {
    const value = oneOf(name, ['true', 'false', '1', '0'])
    return value === 'true' || value === '1'
  }

  function count(name: string, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = text(name)
    if (value === undefined) return undefined
    const found = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN
    return found <= most ? found : wrong(name, value, `an integer from 0 to ${most}`)
  }

  function number(name: string): number | undefined {
    const value = text(name)
    if (value === undefined) return undefined
    const found = value === '' || value.length > 40 ? Number.NaN : Number(value)
    return found >= 0 && found < Infinity ? found : wrong(name, value, 'a number that is not negative')
  }

  function integer(name: string, digits: number): bigint | undefined {
    const values = integers(name, digits)
    if (values !== undefined && values.length !== 1) wrong(name, text(name) ?? '', 'an integer')
    return values?.[0]
  }

  function integers(name: string, digits: number): bigint[] | undefined {
    return words(name)?.map((word) => {
      if (!/^[+-]?\d+$/.test(word)) return wrong(name, word, 'integers')
      if (word.length > digits) return fail(`an integer in ${name} has more than ${digits} digits`, 'ERR_MONOS_LIMIT')
      return BigInt(word)
    })
  }

  function words(name: string): string[] | undefined {
    return text(name)
      ?.split(/\s+/)
      .filter((word) => word !== '')
  }

  function need<Value>(name: string, value: Value | undefined): Value {
    return value ?? fail(`<${element}> needs the attribute ${name}`)
  }

  function done(): void {
    for (const name of attributes.keys()) if (!known.has(name)) fail(`<${element}> has no attribute ${name}`)
  }

  function wrong(name: string, value: string, expected: string): never {
    return fail(`the attribute ${name} of <${element}> is ${quote(value)}, not ${expected}`)
  }

  function fail(message: string, code: RoleErrorCode = 'ERR_MONOS_SYNTAX'): never {
    return fault(code, message, place)
  }
}

const kinds = ['lex', 'grevlex', 'elimination', 'ascending'] as const satisfies readonly MonomialOrder['kind'][]

/** The attributes `order`, `eliminate` and `weight`; `undefined` if there is none. */
export function readOrder(attributes: Attributes, variables: number, digits: number): MonomialOrder | undefined {
  const kind = attributes.oneOf('order', kinds)
  const eliminate = attributes.count('eliminate', variables)
  const weight = attributes.integers('weight', digits)
  if (weight !== undefined && weight.length !== variables)
    attributes.fault(`the weight has ${weight.length} entries for ${variables} variables`, 'ERR_MONOS_INVALID')
  if (kind === 'elimination' && eliminate === undefined)
    attributes.fault('the order elimination needs the attribute eliminate', 'ERR_MONOS_INVALID')
  if (kind !== 'elimination' && eliminate !== undefined)
    attributes.fault('the attribute eliminate goes with the order elimination', 'ERR_MONOS_INVALID')
  if (kind === undefined && weight === undefined) return undefined
  const order: MonomialOrder = { kind: kind ?? 'grevlex', eliminate: eliminate ?? 0 }
  return weight === undefined ? order : { ...order, weight }
}
