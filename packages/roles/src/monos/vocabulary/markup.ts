import type { Monomials } from '../monomial/monomials.ts'
import type { ExponentRows, MonomialOrder } from '../syntax/ideal.ts'
import { rowTexts } from '../syntax/row-texts.ts'

type Values = Readonly<Record<string, string | number | bigint | boolean | undefined>>

/** A start tag of this vocabulary; `undefined` leaves an attribute out. */
export function tag(name: string, attributes: Values = {}, end: '>' | '/>' = '>'): string {
  let text = `<m:${name}`
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) text += ` ${key}="${escaped(value)}"`
  return text + end
}

export function endTag(name: string): string {
  return `</m:${name}>`
}

/** Text as XML can carry it. What it cannot carry at all is replaced. */
export function escaped(value: string | number | bigint | boolean): string {
  if (typeof value !== 'string') return String(value)
  if (!/[^ !#-%'-;=?-~]/.test(value)) return value
  return (
    value
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
      .replaceAll(/[&<>"\r]/g, (found) => `&#${found.charCodeAt(0)};`)
  )
}

/** The attributes that say what an order is. */
export function orderValues(order: MonomialOrder | undefined): Values {
  if (order === undefined) return {}
  const { kind, eliminate, weight } = order
  return { order: kind, eliminate: kind === 'elimination' ? eliminate : undefined, weight: weight?.join(' ') }
}

/** A text in one element is never longer than this, by much: whoever reads it must hold it. */
const BLOCK = 2 ** 20

/** Rows of exponents as `<m:exponents>`, some thousands in each. Without variables a row is `<m:monomial>1</m:monomial>`. */
export function* exponentRows(rows: ExponentRows): Generator<string, void> {
  if ('rows' in rows) yield* exponentTexts(rows.rows)
  else if (rows.variables > 0) yield* blocks('exponents', lines(rowTexts(rows)))
  else yield* unitRows(rows)
}

/** Rows of integers as `<m:rows>`. */
export function integerRows(rows: Iterable<ArrayLike<bigint | number>>): Generator<string, void> {
  return blocks('rows', lines(rows))
}

function* exponentTexts(rows: Iterable<readonly bigint[]>): Generator<string, void> {
  const iterator = rows[Symbol.iterator]()
  const first = iterator.next()
  if (first.done === true) return
  const all = (function* () {
    yield first.value
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) yield next.value
  })()
  if (first.value.length > 0) yield* blocks('exponents', lines(all))
  else for (const _ of all) yield UNIT
}

const UNIT = '<m:monomial>1</m:monomial>'

function* unitRows({ length }: Monomials): Generator<string, void> {
  for (let i = 0; i < length; i++) yield UNIT
}

function* lines(rows: Iterable<ArrayLike<bigint | number | string>>): Generator<string, void> {
  for (const row of rows) yield `${Array.prototype.join.call(row, ' ')}\n`
}

function* blocks(name: string, lines: Iterable<string>): Generator<string, void> {
  let length = 0
  for (const line of lines) {
    yield length === 0 ? tag(name) + line : line
    length += line.length
    if (length < BLOCK) continue
    yield endTag(name)
    length = 0
  }
  if (length > 0) yield endTag(name)
}
