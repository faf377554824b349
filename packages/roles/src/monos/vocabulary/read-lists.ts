import { createMonomialBuilder, createPolynomialBuilder } from '../syntax/builder.ts'
import {
  defaultNames,
  type IntegerMatrix,
  type MonomialIdeal,
  type Polynomial,
  type PolynomialIdeal,
  syntaxes,
} from '../syntax/ideal.ts'
import { checkCharacteristic } from '../syntax/characteristic.ts'
import { readMatrix, readMonomialIdeal, readPolynomialIdeal } from '../syntax/read.ts'
import { createScanner, type Scanner } from '../syntax/scanner.ts'
import { type Attributes, attributesOf } from './attributes.ts'
import { type Cursor, type Entered, fault, type Passage } from './cursor.ts'
import { eachExponentRow, readIntegerRows } from './integer-rows.ts'

const NAMELESS = ', since <ideal> has no attribute variables'

/** Reads `<m:ideal>` as one that monomials generate. */
export function readMonomials(cursor: Cursor, entered: Entered): MonomialIdeal {
  const attributes = attributesOf(entered)
  const syntax = attributes.oneOf('syntax', syntaxes)
  attributes.oneOf('characteristic', ['0'])
  const count = attributes.count('count')
  const names = namesOf(attributes, cursor)
  attributes.done()
  const ideal =
    syntax === undefined && names !== undefined
      ? readExponents(cursor, names, entered)
      : readForeign(cursor, attributes, syntax, (text, from) =>
          readMonomialIdeal(text, { syntax, names, from, limits: cursor.limits }),
        )
  checkCount(attributes, count, ideal.generators.length)
  return ideal
}

/** What came must be what was announced, if anything was. */
export function checkCount(attributes: Attributes, said: number | undefined, found: number): void {
  if (said === undefined || said === found) return
  attributes.fault(`${said} were announced here, and ${found} came`, 'ERR_MONOS_INVALID')
}

function readForeign<Ideal>(
  cursor: Cursor,
  attributes: Attributes,
  syntax: string | undefined,
  read: (text: string, from: Passage['place']) => Ideal,
): Ideal {
  const { text, place } = cursor.text(syntax === undefined ? NAMELESS : '')
  if (syntax === undefined && text.trim() === '')
    attributes.fault('<ideal> needs the attribute variables, or a text in another language')
  return read(text, place)
}

/** Reads the rest of an element that holds monomials in these variables, one by one or in rows. */
export function readExponents(cursor: Cursor, names: readonly string[], { name, place }: Entered): MonomialIdeal {
  const scanner = createScanner('', cursor.limits, {}, place)
  const builder = createMonomialBuilder(scanner)
  builder.declare({ variables: names.map((name) => ({ name, at: 0 })) })
  for (let child = cursor.child(); child !== undefined; child = cursor.child()) {
    attributesOf(child).done()
    if (child.name === 'exponents')
      eachExponentRow(restart(cursor, scanner), names.length, cursor.limits, (row) => builder.row(row))
    else if (child.name === 'monomial') readOne(cursor, scanner, builder.generator)
    else unexpected(child, name, '<monomial> or <exponents>')
  }
  return builder.finish()
}

/** Reads `<m:ideal>` as one of polynomials. */
export function readPolynomials(cursor: Cursor, entered: Entered): PolynomialIdeal {
  const attributes = attributesOf(entered)
  const syntax = attributes.oneOf('syntax', syntaxes)
  const names = namesOf(attributes, cursor)
  const characteristic = readCharacteristic(attributes)
  const count = attributes.count('count')
  attributes.done()
  const ideal =
    syntax === undefined && names !== undefined
      ? readPolynomialList(cursor, { names, characteristic }, entered)
      : readForeign(cursor, attributes, syntax, (text, from) =>
          readPolynomialIdeal(text, { syntax, names, from, limits: cursor.limits }),
        )
  checkCount(attributes, count, ideal.generators.length)
  return ideal
}

/** Reads the rest of an element that holds polynomials. */
export function readPolynomialList(
  cursor: Cursor,
  ring: Omit<PolynomialIdeal, 'generators'>,
  { name, place }: Entered,
  options: { readonly zeros?: boolean } = {},
): PolynomialIdeal {
  const scanner = createScanner('', cursor.limits, {}, place)
  const builder = createPolynomialBuilder(scanner, options)
  const { names, characteristic } = ring
  builder.declare({ variables: names.map((name) => ({ name, at: 0 })), characteristic })
  for (let child = cursor.child(); child !== undefined; child = cursor.child()) {
    attributesOf(child).done()
    if (child.name === 'exponents')
      eachExponentRow(restart(cursor, scanner), names.length, cursor.limits, (row) => builder.row(row))
    else if (child.name === 'polynomial' || child.name === 'monomial') readOne(cursor, scanner, builder.generator)
    else unexpected(child, name, '<polynomial>, <monomial> or <exponents>')
  }
  return { ...ring, generators: builder.finish().generators }
}

/** Reads one `<m:polynomial>` that was entered, in the variables of a ring; 0 has no terms. */
export function readPolynomial(
  cursor: Cursor,
  { names, characteristic }: Omit<PolynomialIdeal, 'generators'>,
  { place }: Entered,
): Polynomial {
  const scanner = createScanner('', cursor.limits, {}, place)
  const builder = createPolynomialBuilder(scanner)
  builder.declare({ variables: names.map((name) => ({ name, at: 0 })), characteristic })
  readOne(cursor, scanner, builder.generator)
  return builder.finish().generators[0] ?? []
}

/** Reads `<m:matrix>` or `<m:lattice>`. */
export function readIntegerMatrix(
  cursor: Cursor,
  entered: Entered,
): { readonly names: readonly string[]; readonly matrix: IntegerMatrix } {
  const attributes = attributesOf(entered)
  const columns = attributes.count('columns', cursor.limits.variables)
  const given = namesOf(attributes, cursor)
  const syntax = attributes.oneOf('syntax', ['4ti2'])
  attributes.done()
  const passage = cursor.text()
  const matrix = syntax
    ? readMatrix(passage.text, { from: passage.place, limits: cursor.limits })
    : rowsOf(attributes.need('columns', columns ?? given?.length))
  const names = given ?? defaultNames(matrix.columns)
  if (names.length !== matrix.columns || (columns ?? matrix.columns) !== matrix.columns)
    attributes.fault(`${names.length} variables for a matrix of ${matrix.columns} columns`, 'ERR_MONOS_INVALID')
  return { names, matrix }

  function rowsOf(width: number): IntegerMatrix {
    return { columns: width, rows: readIntegerRows(passage, width, cursor.limits) }
  }
}

/** Reads the rest of an element that holds nothing but `<m:rows>`. */
export function readRows(cursor: Cursor, columns: number, { name }: Entered): bigint[][] {
  const rows: bigint[][] = []
  for (let child = cursor.child(); child !== undefined; child = cursor.child()) {
    if (child.name !== 'rows') unexpected(child, name, '<rows>')
    attributesOf(child).done()
    const more = readIntegerRows(cursor.text(), columns, cursor.limits)
    if (rows.length + more.length > cursor.limits.rows)
      fault('ERR_MONOS_LIMIT', `there are more than ${cursor.limits.rows} rows`, child.place)
    for (const row of more) rows.push(row)
  }
  return rows
}

/** The names in `variables`; `undefined` if the attribute is not there. */
function namesOf(attributes: Attributes, { limits }: Cursor): string[] | undefined {
  const names = attributes.words('variables')
  if (names === undefined) return undefined
  if (names.length > limits.variables)
    attributes.fault(`there are more than ${limits.variables} variables`, 'ERR_MONOS_LIMIT')
  const bad = names.find((name) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || name.length > limits.name)
  if (bad !== undefined)
    attributes.fault(`"${bad.slice(0, 40)}" is no name of a variable: a letter, then letters, digits and underscores`)
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) attributes.fault(`the variable ${name} is declared twice`, 'ERR_MONOS_INVALID')
    seen.add(name)
  }
  return names
}

/** The names in `variables`, which must be there. */
export function neededNames(attributes: Attributes, cursor: Cursor): string[] {
  return attributes.need('variables', namesOf(attributes, cursor))
}

export function readCharacteristic(attributes: Attributes): bigint {
  const value = attributes.count('characteristic') ?? 0
  return BigInt(checkCharacteristic(value, String(value), (code, message) => attributes.fault(message, code)))
}

export function unexpected({ name, place }: Entered, within: string, expected: string): never {
  return fault('ERR_MONOS_SYNTAX', `in <${within}> is ${expected} expected, not <${name}>`, place)
}

/** Exponents of a list, when its text is next; the scanner names places in it. */
function restart(cursor: Cursor, scanner: Scanner): ReturnType<Cursor['text']> {
  const passage = cursor.text()
  scanner.restart('', passage.place)
  return passage
}

function readOne(cursor: Cursor, scanner: Scanner, read: () => void): void {
  const { text, place } = cursor.text()
  scanner.restart(text, place)
  read()
  if (!Number.isNaN(scanner.peek())) scanner.fail('an operator, since there is one here only')
}
