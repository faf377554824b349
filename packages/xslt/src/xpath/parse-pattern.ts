import { parseCall, parseExpression } from './parse.ts'
import { parseAxis, parseNodeTest, parsePredicates, startsCall, startsStep } from './parse-step.ts'
import type { Reader } from './reader.ts'
import type { Call, Step } from './syntax.ts'

/** One alternative of a pattern: LocationPathPattern (XSLT 1.0, 5.2). */
export interface PatternPath {
  /** Where it is in the pattern. */
  readonly from: number
  readonly end: number
  /** What its first step must be in or below: the root, what `id()` or `key()` gives, or anything. */
  readonly anchor: 'root' | Call | undefined
  readonly steps: readonly PatternStep[]
}

export interface PatternStep extends Step {
  /** After `//`: any ancestor may be what is before it, not the parent alone. */
  readonly deep: boolean
}

export function parsePattern(reader: Reader): readonly PatternPath[] {
  const paths: PatternPath[] = []
  do paths.push(parseAlternative(reader))
  while (reader.accept('|'))
  if (reader.token().type !== 'end') reader.unexpected('/, //, |, a predicate or the end of the pattern')
  return paths
}

function parseAlternative(reader: Reader): PatternPath {
  const from = reader.token().at
  const anchor = parseAnchor(reader)
  const steps: PatternStep[] = []
  // A lone `/` is the root; otherwise what follows a slash, or begins the pattern, is a step.
  if (anchor === undefined) steps.push(parsePatternStep(reader, false))
  else if (anchor === 'root' && reader.accept('/') && startsStep(reader)) steps.push(parsePatternStep(reader, false))
  else if (anchor === 'root' && reader.accept('//')) steps.push(parsePatternStep(reader, true))
  while (anchor !== 'root' || steps.length > 0) {
    if (reader.accept('//')) steps.push(parsePatternStep(reader, true))
    else if (reader.accept('/')) steps.push(parsePatternStep(reader, false))
    else break
  }
  return { from, end: reader.token().at, anchor, steps }
}

function parseAnchor(reader: Reader): PatternPath['anchor'] {
  if (reader.sees('/') || reader.sees('//')) return 'root'
  if (!startsCall(reader)) return undefined
  const call = parseCall(reader)
  const literals = call.name === 'id' ? 1 : call.name === 'key' ? 2 : 0
  const areLiterals = call.operands.every((one) => one.type === 'literal' && typeof one.value === 'string')
  if (literals === 0 || call.operands.length !== literals || !areLiterals) {
    reader.fail(call.at, "a pattern may only begin with a call if it is id('…') or key('…', '…') of literals")
  }
  return call
}

function parsePatternStep(reader: Reader, deep: boolean): PatternStep {
  const { at } = reader.token()
  if (!startsStep(reader) || reader.sees('.') || reader.sees('..')) reader.unexpected('a step of a pattern')
  const axis = parseAxis(reader)
  if (axis !== 'child' && axis !== 'attribute') {
    reader.fail(at, `a pattern may use the axes child and attribute, not ${axis}`)
  }
  return { axis, test: parseNodeTest(reader), predicates: parsePredicates(reader, parseExpression), deep }
}
