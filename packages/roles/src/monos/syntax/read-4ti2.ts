import type { Builder, Declared } from './builder.ts'
import { defaultNames, type IntegerMatrix } from './ideal.ts'
import { type Exponent, exponentOf } from './rows.ts'
import { isLetter, type Scanner } from './scanner.ts'

const MOST_EMPTY = 1000

/** `rows columns`, then exponents row by row, then perhaps the names of the variables, as frobby writes them. */
export function read4ti2(scanner: Scanner, builder: Builder, names?: readonly string[]): void {
  const { rows, columns } = readSize(scanner)
  const begin = scanner.at
  const entries = rows * columns
  for (let i = 0; i < entries; i++) readEntry(scanner, i, columns)
  builder.declare({ variables: readNames(scanner, columns, names) })
  const end = scanner.at
  scanner.at = begin
  const row: Exponent[] = []
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) row[j] = exponent(scanner, j)
    builder.row(row)
  }
  scanner.at = end
}

/** A matrix of integers in the same form. */
export function read4ti2Matrix(scanner: Scanner): IntegerMatrix {
  const { rows, columns } = readSize(scanner)
  const matrix: bigint[][] = []
  for (let i = 0; i < rows; i++)
    matrix.push(Array.from({ length: columns }, (_, j) => BigInt(readEntry(scanner, i * columns + j, columns))))
  if (!Number.isNaN(scanner.peek())) scanner.fail('the end after the last row')
  return { columns, rows: matrix }
}

function readSize(scanner: Scanner): { readonly rows: number; readonly columns: number } {
  const { limits, fault } = scanner
  const rows = size('rows', limits.rows)
  const columns = size('columns', limits.variables)
  if (rows * columns > limits.entries)
    fault('ERR_MONOS_LIMIT', `${rows} rows of ${columns} are more than ${limits.entries} entries`, 0)
  // Rows without anything in them take no text, so nothing else would bound them.
  if (columns === 0 && rows > MOST_EMPTY)
    fault('ERR_MONOS_LIMIT', `${rows} rows without columns; at most ${MOST_EMPTY} are read`, 0)
  return { rows, columns }

  function size(what: string, most: number): number {
    const digits = scanner.digits()
    if (digits === '') scanner.fail(`the number of ${what}`)
    if (Number(digits) > most)
      fault('ERR_MONOS_LIMIT', `${digits.slice(0, 40)} ${what}; at most ${most} are read`, scanner.at - digits.length)
    return Number(digits)
  }
}

/** The digits of an entry with their sign. */
function readEntry(scanner: Scanner, index: number, columns: number): string {
  const sign = scanner.take('-') ? '-' : ''
  const digits = scanner.digits()
  if (digits === '') scanner.fail(`entry ${(index % columns) + 1} of row ${Math.floor(index / columns) + 1}`)
  const code = scanner.text.charCodeAt(scanner.at)
  if (isLetter(code) || code === 0x2e) scanner.fail('a blank between integers')
  return sign + digits
}

function exponent(scanner: Scanner, column: number): Exponent {
  scanner.peek()
  const at = scanner.at
  if (!scanner.take('-')) return exponentOf(scanner.digits())
  const digits = scanner.digits()
  return scanner.fault('ERR_MONOS_INVALID', `exponent ${column + 1} of this row, -${digits}, is negative`, at)
}

function readNames(scanner: Scanner, columns: number, given: readonly string[] | undefined): Declared[] {
  const variables: Declared[] = []
  for (let name = scanner.word(); name !== ''; name = scanner.word())
    variables.push({ name, at: scanner.at - name.length })
  if (!Number.isNaN(scanner.peek())) scanner.fail('the end after the last row')
  const names = given ?? (variables.length === 0 ? defaultNames(columns) : undefined)
  if (names === undefined ? variables.length === columns : names.length === columns)
    return names === undefined ? variables : names.map((name) => ({ name, at: 0 }))
  const count = names === undefined ? variables.length : names.length
  return scanner.fault('ERR_MONOS_INVALID', `${count} names for ${columns} columns`)
}
