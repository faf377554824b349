import type { Builder, Declared } from './builder.ts'
import type { Scanner } from './scanner.ts'

/** `vars x, y; [ x^2*y, y^3 ];`: the first text format of the Monos program of 2005. */
export function readMonos(scanner: Scanner, builder: Builder): void {
  if (scanner.word() !== 'vars') scanner.fail('"vars"', 0)
  builder.declare({ variables: namesBetween(scanner, 'a variable, "," or ";"') })
  scanner.expect(';', 'or "," after a variable')
  scanner.expect('[', 'before the generators')
  if (!scanner.take(']')) {
    do builder.generator()
    while (scanner.take(','))
    scanner.expect(']', 'or "," after a generator')
  }
  scanner.take(';')
  readEnd(scanner)
}

/** `(monomial-ideal-with-order (lex-order x y) x^2*y y^3)`: its second one, which frobby calls `newmonos`. */
export function readFrobby(scanner: Scanner, builder: Builder): void {
  scanner.expect('(', 'before monomial-ideal-with-order')
  scanner.expect('monomial-ideal-with-order', 'after "("')
  scanner.expect('(', 'before lex-order')
  scanner.expect('lex-order', 'after "("')
  const variables: Declared[] = []
  while (!scanner.take(')')) variables.push(nameOf(scanner, 'a variable or ")"'))
  builder.declare({ variables, order: { kind: 'lex', eliminate: 0 } })
  while (!scanner.take(')')) {
    if (Number.isNaN(scanner.peek())) scanner.fail('a monomial or ")"')
    builder.generator()
  }
  readEnd(scanner)
}

/** Names with commas between; there may be none. */
function namesBetween(scanner: Scanner, expected: string): Declared[] {
  const variables: Declared[] = []
  const first = scanner.word()
  if (first === '') return variables
  variables.push({ name: first, at: scanner.at - first.length })
  while (scanner.take(',')) variables.push(nameOf(scanner, expected))
  return variables
}

function readEnd(scanner: Scanner): void {
  if (!Number.isNaN(scanner.peek())) scanner.fail('the end, since there is one ideal only')
}

function nameOf(scanner: Scanner, expected: string): Declared {
  const name = scanner.word()
  if (name === '') scanner.fail(expected)
  return { name, at: scanner.at - name.length }
}
