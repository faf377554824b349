import type { Builder, Declared, Ring } from './builder.ts'
import { readCharacteristic } from './characteristic.ts'
import { indexed, type Notation } from './expression.ts'
import type { MonomialOrder } from './ideal.ts'
import { expandRange } from './ranges.ts'
import type { Comments, Scanner } from './scanner.ts'

export const singularComments: Comments = { line: '//', block: ['/*', '*/'] }

const notation: Notation = { indices: 'parentheses', short: true }

/** `ring R = 0, (x, y), dp; ideal I = x2y, y3;`: what Singular itself would take, as far as it declares an ideal. */
export function readSingular(scanner: Scanner, builder: Builder): void {
  let ring: Ring | undefined
  let ideals = 0
  while (!Number.isNaN(scanner.peek())) {
    if (scanner.take(';')) continue
    const begin = scanner.at
    switch (scanner.word()) {
      case 'ring':
        if (ring !== undefined) scanner.fault('ERR_MONOS_INVALID', 'a second ring; one is expected', begin)
        ring = readRing(scanner)
        break
      case 'ideal':
        if (ring === undefined) return scanner.fault('ERR_MONOS_INVALID', 'no ring is declared before the ideal', begin)
        if (ideals++ > 0) scanner.fault('ERR_MONOS_INVALID', 'a second ideal; one is expected', begin)
        builder.declare(ring)
        readIdeal(scanner, builder)
        break
      case 'int':
        if (readInteger(scanner) === 1 && ring !== undefined) ring = { ...ring, variables: [] }
        break
      default:
        scanner.fail('"ring" or "ideal"', begin)
    }
  }
  if (ideals === 0) scanner.fail('"ideal"')
}

/** `int noVars = 1;`, by which frobby says that the one variable of the ring is none: Singular must have one. */
function readInteger(scanner: Scanner): number {
  readName(scanner)
  const digits = scanner.digits()
  if (digits === '') scanner.fail('an integer')
  scanner.expect(';', 'after the integer')
  return Number(digits)
}

function readRing(scanner: Scanner): Ring {
  readName(scanner)
  const characteristic = readField(scanner)
  scanner.expect(',', 'after the characteristic')
  const variables = readVariables(scanner)
  scanner.expect(',', 'after the variables')
  const order = readOrder(scanner)
  scanner.expect(';', 'after the order')
  return { variables, characteristic, order, notation }
}

function readIdeal(scanner: Scanner, builder: Builder): void {
  readName(scanner)
  const parenthesized = scanner.take('ideal')
  if (parenthesized) scanner.expect('(', 'after "ideal"')
  do builder.generator()
  while (scanner.take(','))
  if (parenthesized) scanner.expect(')', 'or "," after a generator')
  scanner.expect(';', 'or "," after a generator')
}

/** Passes over a name and the sign after it. */
function readName(scanner: Scanner): void {
  if (scanner.word() === '') scanner.fail('a name')
  scanner.expect('=', 'after the name')
}

/** `0` or `QQ`, `32003` or `ZZ/32003`, with or without parentheses. */
function readField(scanner: Scanner): bigint {
  const parenthesized = scanner.take('(')
  const rational = scanner.take('QQ')
  if (!rational) scanner.take('ZZ/')
  const characteristic = rational ? 0n : readCharacteristic(scanner)
  if (parenthesized) scanner.expect(')', 'after the characteristic')
  return characteristic
}

function readVariables(scanner: Scanner): Declared[] {
  const variables: Declared[] = []
  const parenthesized = scanner.take('(')
  do {
    variables.push(...readVariable(scanner))
    if (variables.length > scanner.limits.variables) break
  } while (parenthesized && scanner.take(','))
  if (parenthesized && variables.length <= scanner.limits.variables) scanner.expect(')', 'or "," after a variable')
  return variables
}

/** One variable, or those of `x(1..3)` or `x(1..2)(1..2)`. */
function readVariable(scanner: Scanner): Declared[] {
  scanner.peek()
  const at = scanner.at
  const name = indexed(scanner, notation, () => true)
  if (name === '') scanner.fail('a variable')
  if (scanner.text.charAt(scanner.at) !== '(') return [{ name, at }]
  const range = /(?:\(\s*\d{1,9}\s*(?:\.\.\s*\d{1,9}\s*)?\)){1,4}/y
  range.lastIndex = scanner.at
  const found = range.exec(scanner.text)?.[0]
  if (found === undefined) return scanner.fail('indices such as (1..3)')
  scanner.at = range.lastIndex
  const ends = [...found.matchAll(/\(\s*(\d+)\s*(?:\.\.\s*(\d+))?/g)]
  const from = [name, ...ends.map(([, low = '']) => low)].join('_')
  const to = [name, ...ends.map(([, low = '', high = low]) => high)].join('_')
  return expandRange(scanner, { name: from, at }, { name: to, at })
}

function readOrder(scanner: Scanner): MonomialOrder {
  if (!scanner.take('(')) return readBlock(scanner).order
  const blocks: Block[] = []
  do blocks.push(readBlock(scanner))
  while (scanner.take(','))
  scanner.expect(')', 'or "," after an order')
  // A component of a module says nothing about an ideal.
  const [first, second, third] = blocks.filter(({ name }) => name !== 'C' && name !== 'c')
  if (first === undefined) return scanner.fail('an order')
  if (second === undefined) return first.order
  if (third === undefined && first.name === 'dp' && second.name === 'dp' && first.size !== undefined)
    return { kind: 'elimination', eliminate: first.size }
  return scanner.fault('ERR_MONOS_INVALID', 'of the orders that are put together, only (dp(n), dp(m)) is known here')
}

interface Block {
  readonly name: string
  readonly order: MonomialOrder
  readonly size: number | undefined
}

/** `dp` or `dp(2)`. */
function readBlock(scanner: Scanner): Block {
  scanner.peek()
  const begin = scanner.at
  const name = scanner.word()
  const known = ['lp', 'dp', 'C', 'c'].includes(name)
  if (!known) scanner.fault('ERR_MONOS_INVALID', `the order ${name || 'here'} is not known; lp and dp are`, begin)
  let size: number | undefined
  if (scanner.take('(')) {
    size = Math.min(Number(scanner.digits()), scanner.limits.variables)
    scanner.expect(')', 'after the number of variables')
  }
  return { name, order: { kind: name === 'lp' ? 'lex' : 'grevlex', eliminate: 0 }, size }
}
