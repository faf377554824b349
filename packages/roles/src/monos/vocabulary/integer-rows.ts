import type { RoleErrorCode } from '../../errors.ts'
import type { MonosLimits } from '../syntax/limits.ts'
import { type Exponent, exponentOf } from '../syntax/rows.ts'
import { advance, faultAt } from '../syntax/scanner.ts'
import type { Passage } from './cursor.ts'

const NEWLINE = 0x0a
const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39

/**
 * Reads rows of exponents, a row a line, and hands each over in one and the same array. Lines with nothing in them do not
 * count.
 * @throws RoleError that names line and column.
 */
export function eachExponentRow(
  passage: Passage,
  columns: number,
  { digits }: MonosLimits,
  take: (row: readonly Exponent[]) => void,
): void {
  const row: Exponent[] = Array.from({ length: columns }, () => 0)
  scan(passage, columns, digits, 'an exponent', {
    set(column, text, begin, end) {
      if (text.charCodeAt(begin) === MINUS) {
        const which = `exponent ${column + 1} of this row, ${text.slice(begin, end)}, is negative`
        throw wrong('ERR_MONOS_INVALID', passage, which, begin)
      }
      row[column] = valueOf(text, begin, end)
    },
    end: () => take(row),
  })
}

/** Reads rows of integers, a row a line. */
export function readIntegerRows(passage: Passage, columns: number, { digits, rows, entries }: MonosLimits): bigint[][] {
  const found: bigint[][] = []
  let row: bigint[] = []
  scan(passage, columns, digits, 'an integer', {
    set(column, text, begin, end) {
      row[column] = BigInt(text.slice(begin, end))
    },
    end(at) {
      found.push(row)
      row = []
      if (found.length > rows || found.length * columns > entries)
        throw wrong('ERR_MONOS_LIMIT', passage, `there are more than ${rows} rows or ${entries} entries`, at)
    },
  })
  return found
}

interface RowSink {
  readonly set: (column: number, text: string, begin: number, end: number) => void
  /** A row is complete, which ends here. */
  readonly end: (at: number) => void
}

function scan(passage: Passage, columns: number, digits: number, what: string, sink: RowSink): void {
  const { text } = passage
  let column = 0
  let rowBegin = 0
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === NEWLINE || at === text.length) {
      if (column > 0) endRow(at)
    } else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) {
      if (column === 0) rowBegin = at
      const end = endOfInteger(at)
      if (column < columns) sink.set(column, text, at, end)
      column++
      at = end - 1
    }
  }

  function endRow(at: number): void {
    if (column !== columns) {
      const message = `this row has ${column} ${column === 1 ? 'entry' : 'entries'}, not ${columns}`
      throw wrong('ERR_MONOS_INVALID', passage, message, rowBegin)
    }
    sink.end(at)
    column = 0
  }

  function endOfInteger(begin: number): number {
    let end = text.charCodeAt(begin) === MINUS ? begin + 1 : begin
    const first = end
    while (isDigitCode(text.charCodeAt(end))) end++
    if (end - first > digits) {
      const message = `an integer has ${end - first} digits; at most ${digits} are read`
      throw wrong('ERR_MONOS_LIMIT', passage, message, begin)
    }
    const code = text.charCodeAt(end)
    if (end > first && (Number.isNaN(code) || code === 0x20 || (code >= 0x09 && code <= 0x0d))) return end
    const found = JSON.stringify(/^\S{1,40}/u.exec(text.slice(begin, begin + 80))?.[0] ?? '')
    throw wrong('ERR_MONOS_SYNTAX', passage, `expected ${what}, not ${found}`, begin)
  }
}

function valueOf(text: string, begin: number, end: number): Exponent {
  if (end - begin > 15) return exponentOf(text.slice(begin, end))
  let value = 0
  for (let at = begin; at < end; at++) value = value * 10 + text.charCodeAt(at) - ZERO
  return value
}

function isDigitCode(code: number): boolean {
  return code >= ZERO && code <= NINE
}

function wrong(code: RoleErrorCode, { text, place }: Passage, message: string, at: number): Error {
  return faultAt(code, message, advance(place(), text, at))
}
