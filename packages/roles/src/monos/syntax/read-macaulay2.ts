import type { Builder, Declared, Ring } from './builder.ts'
import { readCharacteristic } from './characteristic.ts'
import { indexed, type Notation } from './expression.ts'
import type { MonomialOrder } from './ideal.ts'
import { expandRange } from './ranges.ts'
import type { Comments, Scanner } from './scanner.ts'

export const macaulay2Comments: Comments = { line: '--', block: ['-*', '*-'] }

const notation: Notation = { indices: 'subscript', suffix: true }

/** `R = QQ[x, y]; I = monomialIdeal(x^2*y, y^3);`: what Macaulay2 itself would take, as far as it declares an ideal. */
export function readMacaulay2(scanner: Scanner, builder: Builder): void {
  let rings = 0
  let ideals = 0
  while (!Number.isNaN(scanner.peek())) {
    if (scanner.take(';')) continue
    const begin = scanner.at
    const ring = readRing(scanner)
    if (ring !== undefined) {
      if (rings++ > 0) scanner.fault('ERR_MONOS_INVALID', 'a second ring; one is expected', begin)
      builder.declare(ring)
      continue
    }
    const word = scanner.word()
    if (word === 'ideal' || word === 'monomialIdeal') {
      if (rings === 0) scanner.fault('ERR_MONOS_INVALID', 'no ring is declared before the ideal', begin)
      if (ideals++ > 0) scanner.fault('ERR_MONOS_INVALID', 'a second ideal; one is expected', begin)
      readGenerators(scanner, builder)
    } else if (word === 'use') scanner.word()
    else if (word === '' || !(scanner.take(':=') || scanner.take('='))) {
      scanner.fail('a ring such as QQ[x, y], or an ideal such as monomialIdeal(x^2, y)', begin)
    }
  }
  if (ideals === 0) scanner.fail('an ideal such as monomialIdeal(x^2, y)')
}

/** A ring, if one begins here. */
function readRing(scanner: Scanner): Ring | undefined {
  scanner.peek()
  const begin = scanner.at
  const characteristic = readField(scanner)
  if (characteristic === undefined) {
    scanner.at = begin
    return undefined
  }
  scanner.expect('[', 'before the variables')
  const variables: Declared[] = []
  let order: MonomialOrder | undefined
  let options = 0
  if (!scanner.take(']')) {
    do {
      const variable = readVariable(scanner)
      if (scanner.take('=>')) {
        order = readOption(scanner, variable, variables.length) ?? order
        options++
      } else if (options > 0) scanner.fail('another option, since variables come before options', variable.at)
      else if (scanner.take('..')) variables.push(...expandRange(scanner, variable, readVariable(scanner)))
      else variables.push(variable)
      if (variables.length > scanner.limits.variables) break
    } while (scanner.take(','))
    if (variables.length <= scanner.limits.variables) scanner.expect(']', 'or "," after a variable')
  }
  // Macaulay2's own order is grevlex.
  return { variables, characteristic, notation, order: order ?? { kind: 'grevlex', eliminate: 0 } }
}

function readField(scanner: Scanner): bigint | undefined {
  const begin = scanner.at
  const word = scanner.word()
  if (word === 'QQ') return 0n
  if (word === 'GF') {
    const parenthesized = scanner.take('(')
    const characteristic = readCharacteristic(scanner)
    if (parenthesized) scanner.expect(')', 'after the prime')
    return characteristic
  }
  const parenthesized = word === '' && scanner.take('(') && scanner.word() === 'ZZ'
  if (word !== 'ZZ' && !parenthesized) return undefined
  if (!scanner.take('/'))
    scanner.fault('ERR_MONOS_INVALID', 'coefficients are of a field: QQ or ZZ/p with a prime p', begin)
  const characteristic = readCharacteristic(scanner)
  if (parenthesized) scanner.expect(')', 'after the prime')
  return characteristic
}

function readVariable(scanner: Scanner): Declared {
  scanner.peek()
  const at = scanner.at
  const name = indexed(scanner, notation, () => true)
  if (name === '') scanner.fail('a variable')
  return { name, at }
}

const OTHER_OPTIONS = new Set(['Degrees', 'Heft', 'DegreeRank'])

/** The order, if it is that option. */
function readOption(scanner: Scanner, { name, at }: Declared, variables: number): MonomialOrder | undefined {
  if (OTHER_OPTIONS.has(name)) {
    skipValue(scanner)
    return undefined
  }
  if (name !== 'MonomialOrder') scanner.fault('ERR_MONOS_INVALID', `the option ${name} is not known here`, at)
  const braces = scanner.take('{')
  scanner.peek()
  const begin = scanner.at
  const order = (braces ? readBlocks(scanner) : undefined) ?? orderCalled(scanner.word(), scanner, variables)
  if (order === undefined) scanner.fail('an order: Lex, GRevLex, Eliminate n or {n, m}', begin)
  if (braces) scanner.expect('}', 'after the order')
  return order
}

/** `{2, 3}`: the first two variables by grevlex, then the others. */
function readBlocks(scanner: Scanner): MonomialOrder | undefined {
  const first = scanner.digits()
  if (first === '') return undefined
  if (!scanner.take(',')) return { kind: 'grevlex', eliminate: 0 }
  if (scanner.digits() === '') scanner.fail('how many variables the second block has')
  return { kind: 'elimination', eliminate: Math.min(Number(first), scanner.limits.variables) }
}

function orderCalled(word: string, scanner: Scanner, variables: number): MonomialOrder | undefined {
  switch (word) {
    case 'Lex':
      return { kind: 'lex', eliminate: 0 }
    case 'GRevLex':
      return { kind: 'grevlex', eliminate: 0 }
    case 'Eliminate': {
      const digits = scanner.digits()
      if (digits === '') scanner.fail('how many variables are eliminated')
      const weight = Array.from({ length: variables }, (_, i) => (i < Number(digits) ? 1n : 0n))
      return { kind: 'grevlex', eliminate: 0, weight }
    }
    default:
      return undefined
  }
}

/** Of `ideal(a, b)`, `ideal {a, b}`, `ideal matrix {{a, b}}` and `ideal a`, what follows the first word. */
function readGenerators(scanner: Scanner, builder: Builder): void {
  if (takeWord(scanner, 'matrix')) {
    scanner.expect('{', 'before the rows of a matrix')
    readList(scanner, builder, '{', '}')
    scanner.expect('}', 'since the matrix has one row')
  } else if (scanner.take('(')) {
    const inner = scanner.at
    if (takeWord(scanner, 'matrix') || scanner.take('{')) {
      scanner.at = inner
      readGenerators(scanner, builder)
      scanner.expect(')', 'after the generators')
    } else {
      scanner.at = inner - 1
      readList(scanner, builder, '(', ')')
    }
  } else if (scanner.take('{')) {
    scanner.at--
    readList(scanner, builder, '{', '}')
  } else builder.generator()
}

function readList(scanner: Scanner, builder: Builder, open: string, close: string): void {
  scanner.expect(open, 'before the generators')
  if (scanner.take(close)) return
  do builder.generator()
  while (scanner.take(','))
  scanner.expect(close, 'or "," after a generator')
}

function takeWord(scanner: Scanner, word: string): boolean {
  scanner.peek()
  const begin = scanner.at
  if (scanner.word() === word) return true
  scanner.at = begin
  return false
}

/** Passes over the value of an option that does not matter: an integer, or braces with anything in them. */
function skipValue(scanner: Scanner): void {
  if (scanner.digits() !== '') return
  scanner.expect('{', 'or an integer')
  let depth = 1
  while (depth > 0) {
    const code = scanner.peek()
    if (Number.isNaN(code)) scanner.fail('"}"')
    if (code === 0x7b) depth++
    if (code === 0x7d) depth--
    scanner.at++
  }
}
