import type { BettiNumber } from '../monomial/betti.ts'
import { type Monomials, monomials } from '../monomial/monomials.ts'
import { syntaxes } from '../syntax/ideal.ts'
import { defaultMonosLimits, type MonosLimits } from '../syntax/limits.ts'
import { attributesOf, readOrder } from './attributes.ts'
import { createCursor, type Cursor, type Entered, fault, type Source } from './cursor.ts'
import { isOperation } from './names.ts'
import {
  checkCount,
  neededNames,
  readCharacteristic,
  readExponents,
  readPolynomialList,
  readRows,
  unexpected,
} from './read-lists.ts'
import {
  type PrimaryPart,
  type ReadMonosResult,
  type ReadPart,
  type Summary,
  type Value,
  vectorKinds,
  verifications,
} from './result.ts'

/**
 * Reads an answer.
 * @throws RoleError that names line and column; XmlError for what is no XML.
 */
export function readResult(source: Source, limits: Partial<MonosLimits> = {}): ReadMonosResult {
  const cursor = createCursor(source, { ...defaultMonosLimits, ...limits })
  const root = cursor.root()
  if (root.name !== 'result') fault('ERR_MONOS_SYNTAX', `<${root.name}> is no <result>`, root.place)
  const attributes = attributesOf(root)
  const operation = attributes.need('operation', attributes.text('operation'))
  attributes.done()
  if (!isOperation(operation)) return attributes.fault(`there is no operation ${operation.slice(0, 40)}`)
  const first = cursor.child()
  if (first?.name !== 'summary') return attributes.fault('<result> begins with a <summary>')
  const summary = readSummary(cursor, first)
  const parts: ReadPart[] = []
  for (let child = cursor.child(); child !== undefined; child = cursor.child()) {
    const last = parts.at(-1)
    if (child.name === 'text' && child.attributes.has('continued') && last?.kind === 'text') {
      const { text } = readText(cursor, child)
      parts[parts.length - 1] = { ...last, text: [...last.text, ...text] }
      continue
    }
    if (parts.length >= cursor.limits.ideals)
      fault('ERR_MONOS_LIMIT', `there are more than ${cursor.limits.ideals} parts`, child.place)
    const read = parsers.get(child.name) ?? unexpected(child, 'result', 'a part of an answer')
    parts.push(read(cursor, child))
  }
  cursor.end()
  return { operation, summary, parts }
}

function readSummary(cursor: Cursor, entered: Entered): Summary {
  const attributes = attributesOf(entered)
  const count = attributes.need('count', attributes.integer('count', cursor.limits.digits))
  const optional = {
    variables: attributes.count('variables'),
    seconds: attributes.number('seconds'),
    peers: attributes.count('peers'),
    slices: attributes.count('slices'),
    verified: attributes.oneOf('verified', verifications),
    errorBound: attributes.text('error-bound'),
    note: attributes.text('note'),
  }
  attributes.done()
  leave(cursor, entered)
  const given = Object.entries(optional).filter(([, value]) => value !== undefined)
  return { count, ...Object.fromEntries(given) }
}

const parsers = new Map<string, (cursor: Cursor, entered: Entered) => ReadPart>(
  Object.entries({
    ideal(cursor: Cursor, entered: Entered): ReadPart {
      const { names, rows } = readList(cursor, entered)
      return { kind: 'ideal', names, generators: rows }
    },
    monomials: (cursor: Cursor, entered: Entered): ReadPart => ({ kind: 'monomials', ...readList(cursor, entered) }),
    components: (cursor: Cursor, entered: Entered): ReadPart => ({ kind: 'components', ...readList(cursor, entered) }),
    primes: (cursor: Cursor, entered: Entered): ReadPart => ({ kind: 'primes', ...readList(cursor, entered) }),
    'primary-components': readPrimary,
    value: readValue,
    fraction: readFraction,
    faces: readFaces,
    'betti-numbers': readBetti,
    series: readSeries,
    vectors: readVectors,
    polynomials: readPolynomialPart,
    text: readText,
  }),
)

function readList(cursor: Cursor, entered: Entered): { readonly names: readonly string[]; readonly rows: Monomials } {
  const attributes = attributesOf(entered)
  const names = neededNames(attributes, cursor)
  const count = attributes.count('count')
  attributes.done()
  const { generators } = readExponents(cursor, names, entered)
  checkCount(attributes, count, generators.length)
  return { names, rows: generators }
}

function readPrimary(cursor: Cursor, entered: Entered): ReadPart {
  const attributes = attributesOf(entered)
  const names = neededNames(attributes, cursor)
  const count = attributes.count('count')
  attributes.done()
  const components: PrimaryPart[] = []
  let entries = 0
  for (let child = cursor.child(); child !== undefined; child = cursor.child()) {
    if (child.name !== 'primary-component') unexpected(child, entered.name, '<primary-component>')
    const own = attributesOf(child)
    const prime = own.need('prime', own.integers('prime', 1))
    const rows = own.count('count')
    own.done()
    if (prime.length !== names.length || prime.some((entry) => entry !== 0n && entry !== 1n))
      own.fault(`a prime is ${names.length} times 0 or 1`, 'ERR_MONOS_INVALID')
    const { generators } = readExponents(cursor, names, child)
    checkCount(own, rows, generators.length)
    entries += (generators.length + 1) * names.length
    if (components.length >= cursor.limits.rows || entries > cursor.limits.entries)
      own.fault(`there are more than ${cursor.limits.rows} components`, 'ERR_MONOS_LIMIT')
    components.push({ prime, generators })
  }
  checkCount(attributes, count, components.length)
  return { kind: 'primary-components', names, count: components.length, components }
}

function readValue(cursor: Cursor, entered: Entered): ReadPart {
  const name = nameOf(entered)
  const { text, place } = cursor.text()
  const word = text.trim()
  const value: Value | undefined = words.get(word) ?? (isInteger(word, cursor) ? BigInt(word) : undefined)
  if (value === undefined)
    return fault('ERR_MONOS_SYNTAX', 'a value is an integer, true, false, none or infinite', place)
  return { kind: 'value', name, value }
}

const words = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['none', 'none'],
  ['infinite', 'infinite'],
])

function readFraction(cursor: Cursor, entered: Entered): ReadPart {
  const name = nameOf(entered)
  const { text, place } = cursor.text()
  const [numerator = '', denominator = '1', ...more] = text.trim().split('/')
  const sound = isInteger(numerator, cursor) && isInteger(denominator, cursor) && more.length === 0
  if (!sound || BigInt(denominator) <= 0n)
    return fault('ERR_MONOS_SYNTAX', 'a fraction is two integers such as 7/3', place)
  return { kind: 'fraction', name, numerator: BigInt(numerator), denominator: BigInt(denominator) }
}

function readFaces(cursor: Cursor, entered: Entered): ReadPart {
  const attributes = attributesOf(entered)
  const size = attributes.need('size', attributes.count('size', cursor.limits.variables))
  const count = attributes.need('count', attributes.count('count', cursor.limits.rows))
  attributes.done()
  const rows = readRows(cursor, size, entered)
  if (size > 0) checkCount(attributes, count, rows.length)
  return { kind: 'faces', size, count, members: Int32Array.from(size === 0 ? [] : rows.flat(), Number) }
}

function readBetti(cursor: Cursor, entered: Entered): ReadPart {
  const attributes = attributesOf(entered)
  const count = attributes.count('count')
  attributes.done()
  const numbers = readRows(cursor, 3, entered).map(([step = 0n, degree = 0n, count = 0n]): BettiNumber => ({
    step: Number(step),
    degree,
    count,
  }))
  checkCount(attributes, count, numbers.length)
  return { kind: 'betti-numbers', numbers }
}

function readSeries(cursor: Cursor, entered: Entered): ReadPart {
  const attributes = attributesOf(entered)
  const names = neededNames(attributes, cursor)
  const count = attributes.count('count')
  attributes.done()
  const rows = readRows(cursor, names.length + 1, entered)
  checkCount(attributes, count, rows.length)
  if (rows.some((row) => row.some((entry, i) => i < names.length && entry < 0n)))
    attributes.fault('an exponent is negative', 'ERR_MONOS_INVALID')
  const exponents = monomials(
    names.length,
    rows.values().map((row) => row.slice(0, -1)),
    { variables: cursor.limits.variables },
  )
  return { kind: 'series', names, exponents, coefficients: rows.map((row) => row.at(-1) ?? 0n) }
}

function readVectors(cursor: Cursor, entered: Entered): ReadPart {
  const attributes = attributesOf(entered)
  const names = neededNames(attributes, cursor)
  const of = attributes.need('of', attributes.oneOf('of', vectorKinds))
  const columns = attributes.count('columns') ?? names.length
  const count = attributes.count('count')
  attributes.done()
  checkCount(attributes, columns, names.length)
  const rows = readRows(cursor, names.length, entered)
  checkCount(attributes, count, rows.length)
  return { kind: 'vectors', of, names, count: rows.length, rows }
}

function readPolynomialPart(cursor: Cursor, entered: Entered): ReadPart {
  const attributes = attributesOf(entered)
  const names = neededNames(attributes, cursor)
  const characteristic = readCharacteristic(attributes)
  const order = readOrder(attributes, names.length, cursor.limits.digits)
  attributes.count('count')
  attributes.done()
  // A normal form that is 0 is an answer, too.
  const { generators } = readPolynomialList(cursor, { names, characteristic }, entered, { zeros: true })
  const part = {
    kind: 'polynomials',
    names,
    characteristic,
    count: generators.length,
    polynomials: generators,
  } as const
  return order === undefined ? part : { ...part, order }
}

function readText(cursor: Cursor, entered: Entered): Extract<ReadPart, { kind: 'text' }> {
  const attributes = attributesOf(entered)
  const syntax = attributes.need('syntax', attributes.oneOf('syntax', syntaxes))
  attributes.boolean('continued')
  attributes.done()
  return { kind: 'text', syntax, text: [cursor.text().text] }
}

function nameOf(entered: Entered): string {
  const attributes = attributesOf(entered)
  const name = attributes.need('name', attributes.text('name'))
  attributes.done()
  return name
}

function isInteger(text: string, { limits }: Cursor): boolean {
  return text.length <= limits.digits && /^-?\d+$/.test(text)
}

function leave(cursor: Cursor, { name }: Entered): void {
  const child = cursor.child()
  if (child !== undefined) unexpected(child, name, 'nothing')
}
