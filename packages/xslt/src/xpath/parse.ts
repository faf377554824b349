import { parsePredicates, parseSteps, startsCall, startsStep } from './parse-step.ts'
import type { Reader } from './reader.ts'
import { anyDepth, type Call, type Chain, type Expression, type Link } from './syntax.ts'

/** Binary operators, loosest first (XPath 1.0, 3.4 and 3.5). */
const levels: readonly (readonly [Chain['type'], ReadonlySet<string>])[] = [
  ['or', new Set(['or'])],
  ['and', new Set(['and'])],
  ['comparison', new Set(['=', '!='])],
  ['comparison', new Set(['<', '<=', '>', '>='])],
  ['arithmetic', new Set(['+', '-'])],
  ['arithmetic', new Set(['*', 'div', 'mod'])],
]

/** Reads one expression (XPath 1.0, section 3), as far as it goes. */
export function parseExpression(reader: Reader): Expression {
  return parseLevel(reader, 0)
}

function parseLevel(reader: Reader, level: number): Expression {
  const [type, operators] = levels[level] ?? []
  if (type === undefined || operators === undefined) return parseUnary(reader)
  const first = parseLevel(reader, level + 1)
  const rest: Link[] = []
  while (reader.token().type === 'operator' && operators.has(reader.token().text)) {
    const operator = reader.take().text
    rest.push({ operator, operand: parseLevel(reader, level + 1) })
  }
  return rest.length === 0 ? first : { type, first, rest }
}

function parseUnary(reader: Reader): Expression {
  let signs = 0
  while (reader.accept('-')) signs++
  const operand = parseUnion(reader)
  return signs === 0 ? operand : { type: 'negation', odd: signs % 2 === 1, operand }
}

function parseUnion(reader: Reader): Expression {
  const { at } = reader.token()
  const first = parsePath(reader)
  if (!reader.sees('|')) return first
  const operands = [first]
  while (reader.accept('|')) operands.push(parsePath(reader))
  return { type: 'union', operands, at }
}

function parsePath(reader: Reader): Expression {
  const { at } = reader.token()
  if (reader.accept('//'))
    return { type: 'path', start: 'root', steps: [anyDepth, ...parseSteps(reader, parseExpression)], at }
  if (reader.accept('/')) {
    return { type: 'path', start: 'root', steps: startsStep(reader) ? parseSteps(reader, parseExpression) : [], at }
  }
  if (startsStep(reader) && !startsCall(reader)) {
    return { type: 'path', start: 'context', steps: parseSteps(reader, parseExpression), at }
  }
  const start = parseFilter(reader)
  if (reader.accept('//')) return { type: 'path', start, steps: [anyDepth, ...parseSteps(reader, parseExpression)], at }
  if (reader.accept('/')) return { type: 'path', start, steps: parseSteps(reader, parseExpression), at }
  return start
}

function parseFilter(reader: Reader): Expression {
  const { at } = reader.token()
  const base = parsePrimary(reader)
  const predicates = parsePredicates(reader, parseExpression)
  return predicates.length === 0 ? base : { type: 'filter', base, predicates, at }
}

function parsePrimary(reader: Reader): Expression {
  const token = reader.token()
  if (startsCall(reader)) return parseCall(reader)
  if (reader.accept('(')) {
    const inner = reader.nested(() => parseExpression(reader))
    reader.expect(')')
    return inner
  }
  switch (token.type) {
    case 'literal':
      return { type: 'literal', value: reader.take().text }
    case 'number':
      return { type: 'literal', value: Number(reader.take().text) }
    case 'variable':
      return { type: 'variable', name: reader.nameOf(reader.take()), at: token.at }
    default:
      return reader.unexpected('an expression')
  }
}

/** Also of patterns, which may begin with `id()` or `key()`. */
export function parseCall(reader: Reader): Call {
  const token = reader.take()
  const name = reader.nameOf(token)
  reader.expect('(')
  const operands: Expression[] = []
  if (!reader.sees(')')) {
    do operands.push(reader.nested(() => parseExpression(reader)))
    while (reader.accept(','))
  }
  reader.expect(')')
  return { type: 'call', name, operands, at: token.at }
}
