import type { Reader } from './reader.ts'
import { anyDepth, type Axis, axes, type Expression, type NodeTest, type Step } from './syntax.ts'

/** Reads an expression; given, because expressions and steps hold each other. */
export type Parse = (reader: Reader) => Expression

const nodeTypes: ReadonlySet<string> = new Set(['node', 'text', 'comment', 'processing-instruction'])

export function startsStep(reader: Reader): boolean {
  return reader.token().type === 'name' || reader.sees('.') || reader.sees('..') || reader.sees('@')
}

/** Is the next token the name of a function, not of a node type? */
export function startsCall(reader: Reader): boolean {
  const token = reader.token()
  if (token.type !== 'name' || !isOpening(reader.following())) return false
  return token.prefix !== '' || !nodeTypes.has(token.text)
}

/** `a/b//c`: RelativeLocationPath. */
export function parseSteps(reader: Reader, parse: Parse): readonly Step[] {
  const steps = [parseStep(reader, parse)]
  for (;;) {
    if (reader.accept('//')) steps.push(anyDepth, parseStep(reader, parse))
    else if (reader.accept('/')) steps.push(parseStep(reader, parse))
    else return steps
  }
}

function parseStep(reader: Reader, parse: Parse): Step {
  const abbreviated = reader.accept('.') ? 'self' : reader.accept('..') ? 'parent' : undefined
  if (abbreviated !== undefined) {
    if (reader.sees('[')) reader.unexpected(`no predicate after an abbreviation (write ${abbreviated}::node()[…])`)
    return { axis: abbreviated, test: { type: 'any' }, predicates: [] }
  }
  const axis = parseAxis(reader)
  return { axis, test: parseNodeTest(reader), predicates: parsePredicates(reader, parse) }
}

export function parseAxis(reader: Reader): Axis {
  if (reader.accept('@')) return 'attribute'
  const { text, type } = reader.following()
  if (type !== 'symbol' || text !== '::' || reader.token().type !== 'name') return 'child'
  const name = reader.take()
  reader.expect('::')
  const axis = axes.find((known) => known === name.text)
  if (axis === undefined || (name.type === 'name' && name.prefix !== '')) {
    return reader.fail(name.at, `there is no axis "${name.text}"; there are ${axes.join(', ')}`)
  }
  return axis
}

export function parseNodeTest(reader: Reader): NodeTest {
  const token = reader.token()
  if (token.type !== 'name') return reader.unexpected('the name or type of a node')
  if (isOpening(reader.following())) return parseNodeType(reader)
  reader.take()
  if (token.text !== '*')
    return { type: 'name', namespace: reader.namespaceOf(token.prefix, token.at), localName: token.text }
  const namespace = token.prefix === '' ? undefined : reader.namespaceOf(token.prefix, token.at)
  return { type: 'name', namespace, localName: undefined }
}

function parseNodeType(reader: Reader): NodeTest {
  if (startsCall(reader))
    reader.unexpected('the name or type of a node (in XPath 1.0 a function call only begins a path)')
  const { text } = reader.take()
  reader.expect('(')
  const target = text === 'processing-instruction' && reader.token().type === 'literal' ? reader.take().text : undefined
  reader.expect(')')
  if (text === 'processing-instruction') return { type: 'instruction', target }
  return text === 'text' || text === 'comment' ? { type: 'kind', kind: text } : { type: 'any' }
}

export function parsePredicates(reader: Reader, parse: Parse): readonly Expression[] {
  const predicates: Expression[] = []
  while (reader.accept('[')) {
    predicates.push(reader.nested(() => parse(reader)))
    reader.expect(']')
  }
  return predicates
}

function isOpening({ type, text }: { readonly type: string; readonly text: string }): boolean {
  return type === 'symbol' && text === '('
}
